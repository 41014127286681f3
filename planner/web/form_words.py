"""What several forms share: a refusal beside its field, and kinds to choose from."""

from flask_wtf import FlaskForm

from planner.domain.kinds import KINDS
from planner.domain.refusals import Refused


def show_refusal(form: FlaskForm, refusal: Refused) -> None:
    """Puts the sentence beside the field that it is about, or above the form."""
    if refusal.field is not None and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, refusal.sentence]
    else:
        form.form_errors.append(refusal.sentence)


def choices_of_kinds() -> list[tuple[str, str]]:
    return [(kind.key.value, kind.label) for kind in KINDS.values()]
