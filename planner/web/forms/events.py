"""Editing and moving one event by hand."""

from wtforms import BooleanField, DateField, IntegerField, StringField, SubmitField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from planner.web.forms.choices import SelectField
from planner.web.forms.shared import SharedForm


class MoveForm(SharedForm):
    day = DateField("Day", [DataRequired("Choose a day.")])
    clock = TimeField("Time", [InputRequired("Choose a time.")], description="On the clock of the event's own place.")
    minutes = IntegerField(
        "Minutes",
        [DataRequired("Say how many minutes it takes."), NumberRange(5, 20160, "From 5 minutes to two weeks.")],
    )


class EventForm(MoveForm):
    title = StringField("Title", [DataRequired("Give it a title."), Length(max=200, message="At most 200 characters.")])
    description = TextAreaField("Description", [Optional(), Length(max=5000)])
    place = StringField("Place", [Optional(), Length(max=200)])
    link = StringField("Link for those who join from afar", [Optional(), Length(max=500)])
    leader = SelectField("Leader", coerce=int)
    submit = SubmitField("Save")


class NewEventForm(EventForm):
    kind = SelectField("Kind")
    team = SelectField("Team", coerce=int)
    site = SelectField("Site", coerce=int, description="For an event of a whole site: leave the team empty.")
    every_shift = BooleanField(
        "For every shift",
        description="One occurrence for each shift, nights included, inside its own hours and in its site’s zone.",
    )
    remote = BooleanField("And one remote", description="One more for those at home; it needs the link below.")
