"""The teams' half of the year: recognition as shortest paths, coupled by what weeks, committees and budgets bear."""
