"""Seats and agenda of a policy review, and launches with their briefings."""

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from planner.web.forms.choices import SelectField, SelectMultipleField
from planner.web.forms.shared import SharedForm

KIND_WORDS = [
    ("campaign", "A campaign or an offer"),
    ("product", "A product or a service"),
    ("rule", "A rule that changes"),
    ("system", "A system or a tool"),
]


class SeatForm(FlaskForm):
    person = SelectField("Who sits in", coerce=int)
    submit = SubmitField("Give a seat")


class AgendaForm(FlaskForm):
    policy = SelectField("One more rule", coerce=int)
    submit = SubmitField("Put it on the agenda")


class ConfirmForm(FlaskForm):
    purpose = TextAreaField(
        "Purpose", [Optional(), Length(max=5000)], description="Told ahead, so that everybody brings a rule along."
    )
    submit = SubmitField("Confirm the session")


class LaunchForm(SharedForm):
    name = StringField("What is launched", [DataRequired("Give it a name."), Length(max=120)])
    kind = SelectField("What it is", choices=KIND_WORDS)
    launch_on = DateField("When customers see it", [DataRequired("Choose the day.")])
    days_before = IntegerField(
        "Agents know it so many days before", [InputRequired("Say how many."), NumberRange(0, 30, "From 0 to 30 days.")]
    )
    about = TextAreaField(
        "What agents need to know", [Optional(), Length(max=5000)], description="It stands in the briefing."
    )
    owner = SelectField("Who answers questions", coerce=int)
    teams = SelectMultipleField("Teams that callers will ask", coerce=int)
    submit = SubmitField("Save")


class HeardForm(FlaskForm):
    team = SelectField("Team", coerce=int)
    heard_on = DateField("Day", [DataRequired("Say on which day.")])
    words = TextAreaField(
        "What did the caller say?",
        [Optional(), Length(max=5000)],
        description="Everybody here can read it, without your name.",
    )
    submit = SubmitField("Write it down")
