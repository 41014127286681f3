"""What a scenario is asked for: a name, and what should differ from the program."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField, SubmitField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from planner.domain.efforts import EFFORTS, Effort
from planner.domain.scenarios import MOST_VISITS, PERCENT, Trips
from planner.web.forms.choices import RadioField

_PERCENT = NumberRange(*PERCENT, f"From {PERCENT[0]} to {PERCENT[1]} per cent.")


class ScenarioForm(FlaskForm):
    name = StringField(
        "Name",
        [DataRequired("Give the scenario a name by which you will know it."), Length(max=120)],
        description="For example “Tighter budget” or “Eight visits”.",
    )
    budget = IntegerField(
        "Budget, per cent", [Optional(), _PERCENT], description="10 is a tenth more, -10 a tenth less."
    )
    visits = IntegerField(
        "Floor visits a year",
        [Optional(), NumberRange(1, MOST_VISITS, f"From 1 to {MOST_VISITS}.")],
        description="For each team; gaps and what leaders owe follow.",
    )
    trips = RadioField(
        "Journeys of leaders",
        choices=[
            (Trips.as_now.value, "As now"),
            (Trips.fewer.value, "Fewer"),
            (Trips.fewest.value, "As few as can be"),
        ],
        default=Trips.as_now.value,
    )
    calm = BooleanField(
        "Calmer full weeks", description="Spread events out where many would fall into one week of a site."
    )
    nights = BooleanField(
        "Night teams first", description="Teams that work at night are thanked and visited first when the year begins."
    )
    committee = IntegerField(
        "Committee time, per cent",
        [Optional(), _PERCENT],
        description="More or less than the committee of each site can prepare in a week now.",
    )
    seed = IntegerField(
        "Another beginning of the search",
        [Optional(), NumberRange(0, 2**31 - 1, "A whole number, nought or more.")],
        description="Any number: the search then finds a different year that is about as good.",
    )
    effort = RadioField(
        "How long to search",
        choices=[(key.value, size.label) for key, size in EFFORTS.items()],
        default=Effort.quick.value,
    )
    submit = SubmitField("Try it")
