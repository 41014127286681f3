"""What is asked about a person, a leader, and a leader's absence."""

from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from planner.actions.imports import cells, words
from planner.domain.states import LeaderLevel, Role
from planner.web.forms.choices import SelectField
from planner.web.forms.reading import CarefulForm, Reads

_VISITS = cells.whole(0, 90, "a number of visits")


class PersonForm(CarefulForm):
    name = StringField("Name", [DataRequired("Say what the person is called."), Length(max=120)])
    email = EmailField("E-mail address", [DataRequired("Give an e-mail address."), Reads(cells.address)])
    role = SelectField("Role", [InputRequired("Choose a role.")], choices=[(role.value, role.label) for role in Role])
    site = SelectField("Site", [Optional()])
    team = SelectField("Team", [Optional()])
    zone = StringField(
        "Time zone",
        [Optional(), Reads(words.zone)],
        description="Only when the person reads another clock than the site’s.",
    )


class LeaderForm(CarefulForm):
    level = SelectField(
        "Level",
        [InputRequired("Choose a level.")],
        choices=[(level.value, level.value.capitalize()) for level in LeaderLevel],
    )
    home = SelectField("Home site", [InputRequired("Choose the home site.")])
    visits_least = StringField("Least", [InputRequired("Give a number."), Reads(_VISITS)])
    visits_owed = StringField("Owed", [InputRequired("Give a number."), Reads(_VISITS)])
    visits_most = StringField("Most", [InputRequired("Give a number."), Reads(_VISITS)])
    trips_most = StringField(
        "Days a quarter at other sites, at most",
        [InputRequired("Give a number."), Reads(cells.whole(0, 90, "a number of days"))],
    )
    assistant = EmailField(
        "Assistant’s e-mail address", [Optional(), Reads(cells.address)], description="May confirm, move and delegate."
    )


class AbsenceForm(CarefulForm):
    starts_on = StringField("First day", [InputRequired("Give the first day."), Reads(cells.day)])
    ends_on = StringField("Last day", [InputRequired("Give the last day."), Reads(cells.day)])
    reason = StringField(
        "Reason",
        [Optional(), Length(max=120)],
        description="HR, leads, executives and assistants can read it: “away” is enough.",
    )
