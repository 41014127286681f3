"""How people thank each other, and the choices that several forms of the front line share."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from planner.domain.outcomes import CATEGORIES
from planner.models.recognitions import Visibility
from planner.web.forms.choices import RadioField, SelectField

VISIBILITY_WORDS = {
    Visibility.everyone: "Everyone in the organisation",
    Visibility.team: "The team, whoever leads it, and HR",
    Visibility.private: "Only whoever leads the team, HR, and you",
}
CATEGORY_CHOICES = [(str(key), category.label) for key, category in CATEGORIES.items()]


class ThankForm(FlaskForm):
    names = StringField("Whom do you thank?", [DataRequired("Name at least one person."), Length(max=300)])
    behaviour = StringField(
        "What did they do?",
        [DataRequired("Say what they did."), Length(max=200)],
        description="The deed in a few words.",
    )
    story = TextAreaField("The story", [Optional(), Length(max=5000)])
    measure = StringField(
        "What it made better", [Optional(), Length(max=200)], description="For a customer or a colleague."
    )
    team = SelectField("Their team", coerce=int)
    visibility = RadioField(
        "Who may read this?", choices=[(str(key), words) for key, words in VISIBILITY_WORDS.items()]
    )
    unnamed = BooleanField("They would rather not be named", description="Then it says of which team they are.")
    public = BooleanField(
        "They agree that it is told outside as well",
        description="To customers, or in a talk. They can take it back at any time.",
    )
    submit = SubmitField("Thank them")
