"""What a cadence is asked for."""

from wtforms import BooleanField, IntegerField, StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from planner.web.forms.choices import SelectField, SelectMultipleField
from planner.web.forms.shared import SharedForm

_DAYS = NumberRange(1, 400, "From 1 to 400 days.")


class CadenceForm(SharedForm):
    name = StringField("Name", [DataRequired("Give the cadence a name."), Length(max=120)])
    kind = SelectField("Kind")
    times_a_year = IntegerField(
        "Times a year",
        [InputRequired("Say how many times."), NumberRange(1, 52, "From 1 to 52 times a year.")],
        description="For each team; for policy reviews, for each policy.",
    )
    in_celebration_week = BooleanField(
        "In the celebration week",
        description="Then each activity takes place once per team in that week, and the gaps do not count.",
    )
    minutes = IntegerField(
        "Minutes",
        [Optional(), NumberRange(5, 480, "From 5 to 480 minutes.")],
        description="Empty: as long as the activity takes.",
    )
    min_gap_days = IntegerField("Shortest gap in days", [InputRequired("Give the shortest gap."), _DAYS])
    ideal_gap_days = IntegerField("Ideal gap in days", [InputRequired("Give the ideal gap."), _DAYS])
    max_gap_days = IntegerField("Longest gap in days", [InputRequired("Give the longest gap."), _DAYS])
    tolerance_days = IntegerField(
        "Tolerance in days",
        [InputRequired("Give the tolerance; 0 for none."), NumberRange(0, 60, "From 0 to 60 days.")],
        description="So far from the ideal counts as ideal.",
    )
    activities = SelectMultipleField("Activities, in turn", coerce=int)
    submit = SubmitField("Save")
