"""Touch points, and the page about what the centre is there for and how customers are treated."""

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from planner.actions.strategies import TIERS
from planner.domain.centre_roles import ROLES
from planner.web.forms.choices import RadioField, SelectField, SelectMultipleField
from planner.web.forms.shared import SharedForm


class TouchPointForm(SharedForm):
    name = StringField(
        "Name", [DataRequired("Give the touch point a name."), Length(max=120)], description="A page, a letter, a call."
    )
    about = TextAreaField("What happens there", [Optional(), Length(max=5000)])
    owner = SelectField("Owner", coerce=int, description="Who can change it.")
    review_months = IntegerField(
        "Looked at every so many months", [InputRequired("Say how often."), NumberRange(1, 60, "From 1 to 60 months.")]
    )
    active = BooleanField("In use")
    submit = SubmitField("Save")


class SegmentForm(Form):
    """One kind of customer; a row without a name and without words is no segment."""

    name = StringField("Who they are", [Optional(), Length(max=120)])
    value = StringField("What they are worth to us", [Optional(), Length(max=200)])
    needs = TextAreaField("What they need", [Optional(), Length(max=2000)])
    treatment = TextAreaField("How we treat them", [Optional(), Length(max=2000)])


class StrategyForm(SharedForm):
    roles = SelectMultipleField(
        "What is the centre there for?", choices=[(key, one.name) for key, one in ROLES.items()]
    )
    role_statement = TextAreaField(
        "In our own words",
        [Optional(), Length(max=5000)],
        description="Two or three sentences that everybody can repeat.",
    )
    tier = RadioField("What do we aim for?", choices=list(TIERS.items()))
    who = TextAreaField(
        "Who our customers are",
        [Optional(), Length(max=5000)],
        description="And how we can tell one kind from another.",
    )
    segments = FieldList(FormField(SegmentForm), min_entries=2, max_entries=12)
    owner = SelectField("Owner", coerce=int)
    review_by = DateField("Looked at again by", [Optional()])
    submit = SubmitField("Save")
