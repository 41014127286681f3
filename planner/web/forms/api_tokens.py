"""A token for a program: what it is called, what it may read, how long it lasts."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from planner.actions.api_tokens import LONGEST_NAME
from planner.domain.api_parts import LABELS, LASTS
from planner.web.forms.choices import SelectField, SelectMultipleField


class TokenForm(FlaskForm):
    name = StringField(
        "Which program is it for?", [DataRequired("Say which program it is for."), Length(max=LONGEST_NAME)]
    )
    parts = SelectMultipleField("What may it read?", choices=[(part.value, words) for part, words in LABELS.items()])
    days = SelectField(
        "How long does it last?", coerce=int, default=90, choices=[(days, f"{days} days") for days in LASTS]
    )
