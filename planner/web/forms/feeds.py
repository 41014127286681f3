"""Making a feed: which calendar, how much of it, and whether it may ring."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import BooleanField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from planner.feeds.levels import LEVELS
from planner.feeds.scopes import SCOPES, Choice
from planner.web.forms.choices import RadioField, SelectField

ALARMS = [
    SelectChoice("", "No alarm"),
    SelectChoice("10", "10 minutes before"),
    SelectChoice("30", "30 minutes before"),
    SelectChoice("60", "1 hour before"),
    SelectChoice("1440", "1 day before"),
]


class FeedForm(FlaskForm):
    """`calendar` is "scope:ref"; `offer` fills in what a person may ask for."""

    calendar = SelectField("Which calendar?", [DataRequired("Choose a calendar.")], validate_choice=False)
    level = RadioField(
        "How much of it?", choices=[SelectChoice(level.name, level.label) for level in LEVELS.values()], default="full"
    )
    alarm_minutes = SelectField(
        "Alarm, in your own calendar only",
        choices=ALARMS,
        default="",
        description="Google, Outlook and mostly Apple drop alarms. Mails remind you anyway.",
    )
    keep_cancelled = BooleanField(
        "Keep what is cancelled visible",
        description="As an ordinary event whose title says so. For Google Calendar, which otherwise hides it at once.",
    )
    submit = SubmitField("Make the feed")

    def offer(self, offered: Mapping[str, list[Choice]]) -> "FeedForm":
        """Fills in the calendars that the person may ask for, scope by scope."""
        self.calendar.choices = [
            SelectChoice(f"{name}:{choice.ref}", choice.name, optgroup=SCOPES[name].label)
            for name, choices in offered.items()
            for choice in choices
        ]
        return self

    def wishes(self) -> dict[str, object]:
        """What `make_feed` is asked."""
        scope, _, ref = (self.calendar.data or "").partition(":")
        alarm = self.alarm_minutes.data if scope == "person" else ""
        wishes = {"alarm_minutes": int(alarm) if alarm else None, "keep_cancelled": bool(self.keep_cancelled.data)}
        return {"scope": scope, "ref": ref, "level": self.level.data, **wishes}
