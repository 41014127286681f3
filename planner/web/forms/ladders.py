"""A step of a ladder: what it says, to whom, and when."""

from wtforms import BooleanField, IntegerField, SubmitField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional

from planner.actions.ladders import FURTHEST_DAYS
from planner.web.forms.choices import SelectField, SelectMultipleField
from planner.web.forms.shared import SharedForm

SIDES = [("before", "before"), ("on", "on the day, or at the moment, when"), ("after", "after")]
UNITS = [("days", "days"), ("hours", "hours")]


class StepForm(SharedForm):
    message = SelectField("What it says", [InputRequired()])
    audience = SelectMultipleField("To whom")
    number = IntegerField(
        "How many", [Optional(), NumberRange(0, FURTHEST_DAYS, f"From 0 to {FURTHEST_DAYS}.")],
        description="“1 day before”, on working days only, is the working day before.",
    )  # fmt: skip
    unit = SelectField("Days or hours", [Optional()], choices=UNITS, default="days")
    side = SelectField("Before, on or after", [InputRequired()], choices=SIDES)
    anchor = SelectField("Counted from", [InputRequired()])
    at = TimeField(
        "Time of day", [Optional()], description="Where the reader is. Empty: the event's own time, or nine o'clock."
    )
    workdays_only = BooleanField(
        "On working days only",
        description="A reminder that falls on a weekend or a day off goes before it, a nudge after it.",
    )
    digest = BooleanField("Only in the weekly digest")
    active = BooleanField("Switched on")
    submit = SubmitField("Save")
