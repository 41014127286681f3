"""An entry of the policy register."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

PAIN_WORDS = ["1: hardly", "2: a little", "3: noticeably", "4: badly", "5: it makes people leave"]


class PolicyForm(FlaskForm):
    name = StringField("Name", [DataRequired("Give the rule a name."), Length(max=120)])
    why = TextAreaField("What it is for", [Optional(), Length(max=5000)])
    owner = SelectField("Owner", coerce=int, description="Who can change it, and owes its review.")
    pain = SelectField("How much it hurts", coerce=int, choices=list(enumerate(PAIN_WORDS, start=1)))
    touch_point = StringField("Where customers meet it", [Optional(), Length(max=120)])
    protects = StringField("Whom or what it protects", [Optional(), Length(max=120)])
    enforced_by = StringField(
        "What enforces it", [Optional(), Length(max=120)], description="A system, a form, a habit."
    )
    legally_fixed = BooleanField("A law or contract demands it")
    citation = StringField(
        "Which one", [Optional(), Length(max=200)], description="The law or contract, and where in it."
    )
    review_months = IntegerField(
        "Review every so many months", [InputRequired("Say how often."), NumberRange(1, 60, "From 1 to 60 months.")]
    )
    teams = SelectMultipleField("Teams that sit in its review", coerce=int)
    active = BooleanField("In force")
    submit = SubmitField("Save")
