"""Reasons in words: why an event is here, where else it could be, why no plan keeps every rule, and what would help."""
