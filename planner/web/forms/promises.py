"""What is written when somebody is told."""

from flask_wtf import FlaskForm
from wtforms import SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length


class TellForm(FlaskForm):
    answer = TextAreaField(
        "What became of it?",
        [DataRequired("Write what became of it."), Length(max=5000)],
        description="“Not yet, and this is why” is an answer, too.",
    )
    submit = SubmitField("Tell them")
