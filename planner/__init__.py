"""Planner: one week of celebration, made into a year."""

__version__ = "0.1.0"
