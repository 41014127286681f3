"""What comes next: the messages that the ladders will send, each as it will read. More routes of the messages blueprint."""

from flask import abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.samples import send_test
from planner.domain.ladders import PRESETS
from planner.reminders.coming import outlook
from planner.reminders.envelope import Letter
from planner.reminders.letterhead import letterhead_of
from planner.reminders.samples import Sample, sample_of
from planner.reminders.words import sample_letter
from planner.web.access import allowed, me
from planner.web.headers import POLICY
from planner.web.mail_frames import framed
from planner.web.messages import blueprint
from planner.web.numbers import row_number

_ADDRESS = "/messages/coming/<about>/<int:about_id>/<int:step_id>/<int:person_id>"


@blueprint.get("/messages/coming")
@allowed("edit ladders")
def preview() -> ResponseReturnValue:
    """The next twenty messages that the ladders will send, as everything stands now."""
    person, ladder = request.args.get("person", type=row_number), request.args.get("ladder", "")
    kindness = letterhead_of(current_app.config).kindness
    found = outlook(clock.now(), kindness, person=person, ladder=ladder if ladder in PRESETS else None)
    args = {key: value for key, value in request.args.items() if key in ("person", "ladder") and value}
    return render_template("messages/preview.html", found=found, args=args)


@blueprint.get(_ADDRESS)
@allowed("edit ladders")
def example(about: str, about_id: int, step_id: int, person_id: int) -> ResponseReturnValue:
    """One of them as it will read, HTML and plain text."""
    sample = _sample(about, about_id, step_id, person_id)
    page = render_template("messages/example.html", sample=sample, letter=_letter(sample), args=request.view_args)
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return answer


@blueprint.get(f"{_ADDRESS}/looks")
@allowed("edit ladders")
def example_looks(about: str, about_id: int, step_id: int, person_id: int) -> ResponseReturnValue:
    """The HTML part alone, for the frame of the page above."""
    return framed(_letter(_sample(about, about_id, step_id, person_id)).html)


@blueprint.post(f"{_ADDRESS}/test")
@allowed("edit ladders")
def send_me(about: str, about_id: int, step_id: int, person_id: int) -> ResponseReturnValue:
    """Sends it to whoever asks, as a test."""
    send_test(_sample(about, about_id, step_id, person_id), me(), clock.now())
    flash(f"It goes to {me().email} with the worker's next pass, marked as a test.", "success")
    return redirect(url_for("messages.example", **(request.view_args or {})))


def _sample(about: str, about_id: int, step_id: int, person_id: int) -> Sample:
    return sample_of(about, about_id, step_id, person_id, clock.now()) or abort(404)


def _letter(sample: Sample) -> Letter:
    return sample_letter(sample, letterhead_of(current_app.config)) or abort(404)
