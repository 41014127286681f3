"""The rules of the field as plain data and functions: dates, cadences, commitments, ladders, coverage, roles."""
