"""What is asked about sites, their holidays and closures, about shifts and teams."""

from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from planner.actions.imports import cells, weekdays, words
from planner.web.forms.choices import SelectField
from planner.web.forms.reading import CarefulForm, Reads


class SiteForm(CarefulForm):
    name = StringField("Name", [DataRequired("Say what the site is called."), Length(max=120)])
    zone = StringField(
        "Time zone", [DataRequired("Give a time zone."), Reads(words.zone)], description="Such as Europe/Dublin."
    )
    country = StringField(
        "Country",
        [DataRequired("Give the country."), Reads(words.country)],
        description="Two letters or the English name.",
    )
    subdivision = StringField(
        "Part of the country",
        [Optional(), Length(max=60)],
        description="Where parts have holidays of their own: FL, or Bayern.",
    )
    hosts = StringField(
        "Events at once",
        [InputRequired("Give a number."), Reads(cells.whole(1, 50, "a number of events"))],
        description="How many recognition and celebration events the site can hold at the same time.",
    )
    committee_minutes = StringField(
        "Minutes of preparation a week",
        [InputRequired("Give a number."), Reads(cells.whole(0, 10_000, "a number of minutes"))],
        description="What the site’s committee can give.",
    )
    off_phone_week = StringField(
        "Minutes off the phones a week",
        [Optional(), Reads(cells.whole(0, 10_000, "a number of minutes"))],
        description="At most, for each team here: recognition and celebration together. Empty for no limit.",
    )

    directions = TextAreaField(
        "For somebody who comes for the first time",
        [Optional(), Length(max=2000)],
        description="The door, the badge, whom to ask for. Leaders read it in the brief of their first visit.",
    )


class ShiftForm(CarefulForm):
    name = StringField("Name", [DataRequired("Say what the shift is called."), Length(max=120)])
    starts = StringField("Starts at", [InputRequired("Say when it starts."), Reads(cells.clock)])
    ends = StringField(
        "Ends at",
        [InputRequired("Say when it ends."), Reads(cells.clock)],
        description="An end at or before the start is on the next day: 22:30 to 06:30 runs over midnight.",
    )


class TeamForm(CarefulForm):
    name = StringField("Name", [DataRequired("Say what the team is called."), Length(max=120)])
    site = SelectField("Site", [InputRequired("Choose a site.")])
    shift = SelectField("Shift", [InputRequired("Choose a shift.")])
    size = StringField(
        "Size", [InputRequired("Say how many people are in it."), Reads(cells.whole(1, 10_000, "a team’s size"))]
    )
    workdays = StringField(
        "Working days",
        [InputRequired("Say on which days a shift begins: Mon-Fri, or Mon, Wed, Fri."), Reads(weekdays.working_days)],
        description="Days on which a shift begins: Mon-Fri, Sun-Thu, or Mon, Wed, Fri.",
    )
    lead = EmailField("Lead’s e-mail address", [Optional(), Reads(cells.address)])
    off_phone_week = StringField(
        "Minutes off the phones a week",
        [Optional(), Reads(cells.whole(0, 10_000, "a number of minutes"))],
        description="At most. Empty: what holds for the site.",
    )


class HolidayForm(CarefulForm):
    day = StringField("Day", [InputRequired("Give the day."), Reads(cells.day)])
    name = StringField("Name", [DataRequired("Say what the day is called."), Length(max=120)])


class ClosureForm(CarefulForm):
    kind = SelectField(
        "What",
        [InputRequired("Say what it is.")],
        choices=[("peak", "Peak: visits and the celebration week only"), ("blackout", "Blackout: nothing at all")],
    )
    starts_on = StringField("First day", [InputRequired("Give the first day."), Reads(cells.day)])
    ends_on = StringField("Last day", [InputRequired("Give the last day."), Reads(cells.day)])
    reason = StringField("Reason", [DataRequired("Say why, such as tax season."), Length(max=120)])
    where = SelectField(
        "Where", [InputRequired("Say where it holds.")], choices=[("site", "This site"), ("all", "Every site")]
    )
