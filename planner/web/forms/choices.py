"""Fields to choose from. WTForms will take no more pairs of value and label: here they are turned into what it takes."""

from collections.abc import Iterable

import wtforms
from wtforms.fields.choices import SelectChoice

Offered = Iterable[SelectChoice | tuple[object, str] | str]
"""A text is its own label."""


class _Pairs:
    """`choices` are given by name, when the field is made or later; they read as a list of SelectChoice."""

    def __init__(self, *args: object, choices: Offered | None = None, **kwargs: object) -> None:
        super().__init__(*args, choices=_listed(choices), **kwargs)  # type: ignore[call-arg]  # the field beside it takes them

    @property
    def choices(self) -> list[SelectChoice] | None:
        found: list[SelectChoice] | None = wtforms.SelectField.choices.fget(self)
        return found

    @choices.setter
    def choices(self, offered: Offered | None) -> None:
        wtforms.SelectField.choices.fset(self, _listed(offered))


def _listed(offered: Offered | None) -> list[SelectChoice] | None:
    if offered is None:
        return None
    return [SelectChoice.from_input(one) for one in offered]


class SelectField(_Pairs, wtforms.SelectField):
    """One of a list."""


class SelectMultipleField(_Pairs, wtforms.SelectMultipleField):
    """Any number of a list."""


class RadioField(_Pairs, wtforms.RadioField):
    """One of a few, all in sight."""
