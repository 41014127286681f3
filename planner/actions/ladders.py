"""Ladders: the presets, and HR's changes to them."""


def ship_ladders() -> None:
    """Writes the preset ladders where there are none, in the running transaction."""
