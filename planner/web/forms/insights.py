"""What the front line passes on, and what is said to it."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from planner.domain.insights import ACTIVE_WITHIN_DAYS, FEWEST_ACTIVE, LIGHT_WORDS, SMALLEST_GROUP, VALUES, Light
from planner.web.forms.choices import RadioField, SelectField
from planner.web.forms.front_line import CATEGORY_CHOICES
from planner.web.forms.shared import SharedForm

HURTS, HELPS = "hurts", "helps"
UNNAMED_WORDS = (
    f"Nobody can see who wrote it, HR neither. A team is named only if it has {SMALLEST_GROUP} people or more, and "
    f"{FEWEST_ACTIVE} of them used Planner in the last {ACTIVE_WITHIN_DAYS} days. "
    "You get an address under which you can read the answer."
)
ANSWER_LIGHTS = [(str(light), LIGHT_WORDS[light]) for light in (Light.green, Light.red)]


class InsightForm(FlaskForm):
    text = TextAreaField(
        "What did you hear or see?",
        [DataRequired("Say it in a sentence."), Length(max=5000)],
        description="An example helps most: what the customer wanted, and what happened. Whoever answers it, HR, executives and "
        "the team’s lead can read it.",
    )
    category = SelectField("What is it about?", choices=CATEGORY_CHOICES)
    hurts = RadioField(
        "For customers it",
        choices=[(HURTS, "hurts"), (HELPS, "helps, or is a chance")],
        default=HURTS,
        validate_choice=False,
    )
    touch_point = StringField(
        "Where does the customer meet it?", [Optional(), Length(max=120)], description="A page, a letter, a call."
    )
    team = SelectField("Team", coerce=int)
    unnamed = BooleanField("Without my name", description=UNNAMED_WORDS)
    submit = SubmitField("Pass it on")


class AcknowledgeForm(FlaskForm):
    receiver = SelectField("Who answers?", coerce=int)
    promised_on = DateField("By when will they hear?", [DataRequired("Promise a day.")])
    submit = SubmitField("I read it: promise an answer")


class AnswerForm(FlaskForm):
    light = RadioField("What became of it?", choices=ANSWER_LIGHTS, default=str(Light.green), validate_choice=False)
    answer = TextAreaField("In words", [DataRequired("Write what became of it."), Length(max=5000)])
    submit = SubmitField("Tell them")


class ValueForm(FlaskForm):
    value = SelectField(
        "What is it worth?",
        coerce=int,
        choices=[(0, "Not said yet"), *((number, words) for number, words in VALUES.items())],
    )
    submit = SubmitField("Save")


class MergeForm(FlaskForm):
    into = SelectField("Which one says the same?", coerce=int)
    submit = SubmitField("Answer both together")


class IntakeForm(SharedForm):
    opens_on = DateField("The intake opens on", [DataRequired("Choose a day.")])
    sponsor = SelectField("Executive who stands behind it", [InputRequired("Choose an executive.")], coerce=int)
    training = SelectField("Training before it", coerce=int)
    submit = SubmitField("Save")
