"""Changing one step of a ladder."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, SubmitField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional


class StepForm(FlaskForm):
    days = IntegerField(
        "Days", [InputRequired("Give a number of days; 0 is the day itself."), NumberRange(0, 90, "From 0 to 90 days.")]
    )
    side = SelectField("Before or after", [InputRequired()], choices=[("before", "before"), ("after", "after")])
    at = TimeField("Time of day", [Optional()], description="Where the reader is. Empty: the event's own time.")
    audience = SelectMultipleField("To whom")
    digest = BooleanField("Only in the weekly digest")
    active = BooleanField("Switched on")
    submit = SubmitField("Save")
