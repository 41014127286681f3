"""What a program is asked for: little at its making, all of it afterwards."""

from flask_wtf import FlaskForm
from wtforms import DateField, Form, FormField, IntegerField, MonthField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from planner.domain.presets import COMMITTEE_ROLES
from planner.web.forms.choices import SelectField, SelectMultipleField
from planner.web.forms.shared import SharedForm

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class NewProgramForm(FlaskForm):
    name = StringField("Name", [DataRequired("Give the program a name."), Length(max=120)])
    start = MonthField(
        "Start month",
        [DataRequired("Choose the month in which the program starts.")],
        description="The program begins on the month's first Monday and has whole weeks, so that one year joins the next.",
    )
    zone = SelectField("Time zone", description="For what everybody shares. Teams keep the clock of their site.")
    submit = SubmitField("Make the program")


class CommitteeForm(Form):
    """Who sits in the committee, by role; a field is added below for each role."""


for _role in COMMITTEE_ROLES:
    setattr(CommitteeForm, _role.key, StringField(_role.name, [Optional(), Length(max=120)]))


class ProgramForm(SharedForm):
    name = StringField("Name", [DataRequired("Give the program a name."), Length(max=120)])
    theme = StringField("Theme of the year", [Optional(), Length(max=200)])
    theme_publisher = StringField(
        "Published by",
        [Optional(), Length(max=120)],
        description="Several bodies publish a theme, and they differ: say whose it is.",
    )
    goals = SelectMultipleField("Goals")
    own_goals = TextAreaField("Goals of your own", [Optional(), Length(max=1000)], description="One a line.")
    sponsor = SelectField("Sponsor", coerce=int)
    budget = IntegerField(
        "Budget for the year",
        [Optional(), NumberRange(0, 1_000_000_000, "A budget is a whole number, nought or more.")],
        description="Whole units of money. Leave it empty when there is no limit.",
    )
    currency = StringField(
        "Currency", [DataRequired("Give three letters, such as EUR."), Length(3, 3, "Three letters, such as EUR.")]
    )
    celebration_starts_on = DateField("Celebration week from", [Optional()])
    celebration_ends_on = DateField("Celebration week to", [Optional()])
    annual_celebration_on = DateField(
        "Annual celebration", [Optional()], description="A day of its own, apart from the celebration week."
    )
    launched_change = TextAreaField(
        "The change that the week launches",
        [Optional(), Length(max=1000)],
        description="One thing that will be different afterwards. Its follow-up comes the week after.",
    )
    observances = SelectMultipleField("Observances")
    peak_weekdays = SelectMultipleField(
        "Busy weekdays",
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        description="No recognition is planned on these.",
    )
    committee = FormField(CommitteeForm, "Committee")
    submit = SubmitField("Save")
