"""Forms over what others edit, too: each knows what it was opened with, field by field, and can hold both of two versions."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple, Self

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    SubmitField,
)

Sent = dict[str, list[str]]
"""What a browser sends: the name of a field and its values."""


class Both(NamedTuple):
    """A field that has two values now, in the reader's words; `kept` is the one that the form holds."""

    label: str
    theirs: str
    mine: str
    kept: str


class SharedForm(FlaskForm):
    """`was` are the marks of what was stored when the form was opened; `both` is filled when somebody else saved meanwhile."""

    was = HiddenField()
    _of_request = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.both: list[Both] = []

    @classmethod
    def as_stored(cls, **kwargs: object) -> Self:
        """A form that reads nothing of the request: to be filled with what is stored now."""
        form = cls(formdata=None, **kwargs)
        form._of_request = False
        return form

    def is_submitted(self) -> bool:
        return self._of_request and bool(super().is_submitted())

    def opened_with(self) -> str:
        """The marks to be sent along: those that came in, or those of what the form was just filled with."""
        return self.was.data or json.dumps(marks_of(sent_by(self)))

    def changed_since(self, stored: "SharedForm") -> bool:
        """Whether somebody saved something else meanwhile. Nothing is known of a form that came without its marks."""
        return bool(self.was.data) and _read_marks(self.was.data) != marks_of(sent_by(stored))

    def take_both(self, stored: "SharedForm") -> None:
        """Fills in theirs where only they changed a field, mine elsewhere; what differs goes to `both`."""
        theirs, mine, was = sent_by(stored), sent_by(self), _read_marks(self.was.data)
        names = list(dict.fromkeys([*theirs, *mine]))
        differing = [name for name in names if _plain(theirs.get(name, [])) != _plain(mine.get(name, []))]
        only_theirs = {name for name in differing if was.get(name, "") == _mark(mine.get(name, []))}
        shown = [(_words(stored, name), _words(self, name), name) for name in differing]
        self.both = [
            Both(_label(self if name in mine else stored, name), old, new, "theirs" if name in only_theirs else "mine")
            for old, new, name in shown
        ]
        merged: dict[str, list[str]] = {
            name: theirs.get(name, []) if name in only_theirs else mine.get(name, []) for name in names
        }
        merged["was"] = [json.dumps(marks_of(theirs))]
        self.process(formdata=MultiDict[str, str](merged))


def sent_by(form: SharedForm) -> Sent:
    """What the browser would send if nothing were changed any more; empty fields are left out."""
    found = {field.name: _values(field) for field in _fields(form)}
    return {name: values for name, values in found.items() if any(values)}


def marks_of(sent: Sent) -> dict[str, str]:
    """A short mark for each value: enough to see that it is another one, and a page does not carry every text twice."""
    return {name: _mark(values) for name, values in sent.items()}


def _mark(values: list[str]) -> str:
    plain = _plain(values)
    return sha256("\0".join(plain).encode()).hexdigest()[:16] if any(plain) else ""


def _plain(values: list[str]) -> list[str]:
    """Without what browsers do to line ends."""
    return [value.replace("\r\n", "\n").strip() for value in values if value]


def _read_marks(text: str | None) -> dict[str, object]:
    try:
        marks = json.loads(text or "{}")
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}


def _fields(fields: object) -> Iterator[Field]:
    """Every field that is written into, those inside of others, too."""
    for field in fields:  # type: ignore[attr-defined]  # WTForms has no types: forms and lists of fields are walked alike
        if isinstance(field, (FormField, FieldList)):
            yield from _fields(field)
        elif not isinstance(field, (HiddenField, SubmitField)):
            yield field


def _values(field: Field) -> list[str]:
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if isinstance(field, SelectMultipleField):
        return [str(value) for value, *_ in field.iter_choices() if value in (field.data or [])]
    if isinstance(field, SelectField):
        offered = [str(value) for value, *_ in field.iter_choices()]
        return [str(field.data)] if str(field.data) in offered else offered[:1]
    return [str(field._value())]


def _field(form: SharedForm, name: str) -> Field | None:
    return next((field for field in _fields(form) if field.name == name), None)


def _label(form: SharedForm, name: str) -> str:
    field = _field(form, name)
    return str(field.label.text) if field is not None else name


def _words(form: SharedForm, name: str) -> str:
    """How people read the value: choices by their labels."""
    field = _field(form, name)
    if field is None:
        return "nothing"
    if isinstance(field, BooleanField):
        return "yes" if field.data else "no"
    if isinstance(field, (SelectField, SelectMultipleField)):
        values = _values(field)
        return ", ".join(str(label) for value, label, *_ in field.iter_choices() if str(value) in values) or "nothing"
    return _values(field)[0] or "nothing"
