"""What an activity of the catalogue is asked for."""

from wtforms import IntegerField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from planner.web.forms.choices import SelectField
from planner.web.forms.shared import SharedForm

SUITS = [("yes", "Yes"), ("partly", "Partly"), ("no", "No")]
BANDS = ["Nothing", "Under 5 a head", "5 to 15 a head", "15 to 40 a head", "Over 40 a head"]


class ActivityForm(SharedForm):
    name = StringField("Name", [DataRequired("Give the activity a name."), Length(max=120)])
    description = TextAreaField("Description", [Optional(), Length(max=2000)])
    kind = SelectField("Kind")
    minutes = IntegerField(
        "Minutes",
        [Optional(), NumberRange(5, 480, "From 5 to 480 minutes.")],
        description="Empty: no set length; half an hour is planned.",
    )
    lead_days = IntegerField(
        "Lead days",
        [
            InputRequired("Say how many days of preparation it needs; 0 for none."),
            NumberRange(0, 365, "From 0 to 365 days."),
        ],
        description="Preparation begins so many days before.",
    )
    cost_band = SelectField("Cost band", coerce=int, choices=list(enumerate(BANDS)))
    cost_per_head = IntegerField(
        "Cost a head", [InputRequired("Give the cost a head; 0 for none."), NumberRange(0, 100_000)]
    )
    cost_fixed = IntegerField(
        "Fixed cost", [InputRequired("Give the fixed cost; 0 for none."), NumberRange(0, 10_000_000)]
    )
    committee_minutes = IntegerField(
        "Committee minutes",
        [InputRequired("Give the minutes; 0 for none."), NumberRange(0, 10_000)],
        description="Preparation by the committee, each time.",
    )
    owner_role = StringField(
        "Who prepares it", [DataRequired("Say who prepares it, such as team lead or HR."), Length(max=40)]
    )
    virtual = SelectField("Suits people at home", choices=SUITS)
    night = SelectField("Suits night shifts", choices=SUITS)
    submit = SubmitField("Save")
