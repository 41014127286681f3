"""Erasing a person: former names, and that nobody can bring it back."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length


class EraseForm(FlaskForm):
    also = TextAreaField(
        "Former names and addresses",
        [Length(max=1000)],
        description="One a line: a maiden name, an old address. They are taken out of the texts as well.",
    )
    sure = BooleanField(
        "I know that this cannot be undone", [InputRequired("Tick this: nobody can bring the name back afterwards.")]
    )
