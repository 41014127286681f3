"""The rules of the field: no database, no clock, no network."""
