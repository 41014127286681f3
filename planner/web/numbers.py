"""Numbers in addresses: digits, and no more of them than a table counts; anything else names nothing."""

from werkzeug.routing import IntegerConverter, ValidationError

MOST = 2**31 - 1
"""The largest number of a row: PostgreSQL and SQLite answer a larger one with an error of their own each."""


class Number(IntegerConverter):
    """The `int` of routes; an address with a larger number is not there."""

    def to_python(self, value: str) -> int:
        found = super().to_python(value)
        if found > MOST:
            raise ValidationError
        return int(found)


def row_number(text: str) -> int:
    """For `request.args.get(…, type=row_number)`. Raises ValueError, so that an odd filter is as good as none."""
    if not text.isascii() or not text.isdigit() or int(text) > MOST:
        raise ValueError(text)
    return int(text)
