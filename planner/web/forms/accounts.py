"""Signing in and the first run's question: who are you?"""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired, Email, Length


class SignInForm(FlaskForm):
    email = EmailField("E-mail address", [DataRequired("Give your e-mail address."), Length(max=254)])
    password = PasswordField(
        "Password", [Length(max=1000)], description="Leave it empty to get a link by mail that signs you in once."
    )
    submit = SubmitField("Sign in")


class FirstPersonForm(FlaskForm):
    organisation = StringField("Organisation", [DataRequired("Say what the organisation is called."), Length(max=120)])
    name = StringField("Your name", [DataRequired("Give your name."), Length(max=120)])
    email = EmailField(
        "Your e-mail address",
        [
            DataRequired("Give your e-mail address."),
            Length(max=254),
            Email("This does not look like an e-mail address."),
        ],
    )
    password = PasswordField(
        "Password",
        [Length(min=12, max=1000, message="A password has at least 12 characters.")],
        description="12 characters or more.",
    )
    submit = SubmitField("Begin")
