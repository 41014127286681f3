"""Fields that read what is typed as sheets are read, so that a form and an import refuse the same things in the same words."""

from collections.abc import Callable
from datetime import date
from typing import cast

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from planner.actions.imports.sheets import Cell, Wrong


class Reads:
    """A validator that reads the text of a field; the value is then `form.value(name)`. An empty field must have passed before."""

    def __init__(self, reader: Callable[[Cell], object]) -> None:
        self.reader = reader

    def __call__(self, form: "CarefulForm", field: Field) -> None:
        try:
            form.values[field.short_name] = self.reader(field.data)
        except Wrong as wrong:
            raise StopValidation(str(wrong)) from None


class CarefulForm(FlaskForm):
    """A form that knows which state of the thing it was filled from: `revision`, and the values themselves in `was`."""

    revision = HiddenField()
    was = HiddenField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.values: dict[str, object] = {}

    def value(self, name: str) -> object:
        """What `Reads` made of the field; None when it was left empty."""
        return self.values.get(name)


def as_day(value: object) -> date:
    """A day that `Reads(cells.day)` made."""
    return cast(date, value)
