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


class CodeForm(FlaskForm):
    code = StringField("Code", [DataRequired("Give the code."), Length(max=40)])


class ConfirmForm(FlaskForm):
    """The names begin as no other form's do: these fields travel together with those of the form that was interrupted."""

    password = PasswordField("Password", [Length(max=1000)], name="confirm-password")
    code = StringField("Code of the authenticator app", [Length(max=40)], name="confirm-code")


class PasswordForm(FlaskForm):
    password = PasswordField(
        "New password",
        [DataRequired("Give the new password."), Length(max=1000)],
        description="12 characters or more; a sentence is easy to remember.",
    )


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
        [DataRequired("Give a password."), Length(max=1000)],
        description="12 characters or more; a sentence is easy to remember.",
    )
    submit = SubmitField("Begin")
