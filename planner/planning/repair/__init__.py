"""Least change: what was published stays unless it must move, and who else could come."""
