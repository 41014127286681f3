"""The catalogue: shipped entries, and HR's changes to them."""


def ship_catalogue() -> None:
    """Writes the shipped activities into an empty catalogue, in the running transaction."""
