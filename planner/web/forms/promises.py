"""What is promised at an event, and what is written when somebody is told."""

from flask_wtf import FlaskForm
from wtforms import DateField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length


class PromiseForm(FlaskForm):
    what = StringField(
        "What will they hear about?", [DataRequired("Say what the team will hear about."), Length(max=200)]
    )
    promised_on = DateField("By", [InputRequired("Say by which day they will hear.")])
    submit = SubmitField("Promise it")


class TellForm(FlaskForm):
    answer = TextAreaField(
        "What became of it?",
        [DataRequired("Write what became of it."), Length(max=5000)],
        description="“Not yet, and this is why” is an answer, too.",
    )
    submit = SubmitField("Tell them")
