"""A believable organisation, made up: people and places, a published year, and what has happened in it so far."""
