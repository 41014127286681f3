"""A message put into words: subject, text and HTML from templates/mail, in a mail with safe headers."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from planner.domain.states import MessageState
from planner.domain.text import header_text
from planner.models.base import db
from planner.models.messages import Message, message_with
from planner.models.readers import zone_of
from planner.reminders.answers import Act
from planner.reminders.chat_words import chat_address, short_words
from planner.reminders.context import Context, Desk, context_of
from planner.reminders.envelope import SUBJECT_LONGEST, Letter, Parts, calendar_of, write_mail
from planner.reminders.families import family_of
from planner.reminders.invitation_words import METHODS, invitation_in
from planner.reminders.letterhead import Letterhead
from planner.reminders.mime import Mail
from planner.reminders.phrases import short_when
from planner.reminders.samples import TEST, Sample, sample_in, transient
from planner.reminders.several import SEVERAL, several_context
from planner.reminders.sign_in import sign_in_link
from planner.reminders.weekly import weekly_context
from planner.rooms import find_room

SECRET = frozenset({"sign-in"})
"""Messages whose text is not kept: it opens the door."""
WITH_CALENDAR = frozenset(
    {
        "visit-brief",
        "visit-tomorrow",
        "review-agenda",
        "review-tomorrow",
        "event-coming",
        SEVERAL,
        "event-moved",
        "event-cancelled",
        "event-new",
    }
)
UNSUBSCRIBE_LASTS = timedelta(days=400)


def compose(message: Message, letterhead: Letterhead, now: datetime) -> Letter | None:
    """The message in words, as things stand now; None for one that would say nothing. Reads, changes nothing."""
    return _compose_test(message, letterhead, now) if message.name == TEST else _compose(message, letterhead, now)


def _compose_test(message: Message, letterhead: Letterhead, now: datetime) -> Letter | None:
    """Somebody else's message, as it will read at its time, in a mail to whoever asked for it; it says what it is and answers nothing."""
    sample = sample_in(message.facts)
    desk = Desk(message, letterhead, now)
    when = short_when(sample.at, zone_of(sample.recipient, desk.zone))
    note = f"This is a test for you. It would go to {sample.recipient.name} on {when}; its buttons answer nothing."
    letter = _compose(transient(sample), replace(letterhead, example=True), sample.at, note)
    if letter is None:
        return None
    parts = Parts(f"Test: {letter.subject}"[:SUBJECT_LONGEST], f"{note}\n\n{letter.text}", letter.html)
    return Letter(_mail(parts, message, letterhead, now), parts.subject, parts.text, parts.html)


def _compose(message: Message, letterhead: Letterhead, now: datetime, note: str = "") -> Letter | None:
    desk = Desk(message, letterhead, now)
    context, fragments = context_of(desk)
    context |= {"test_note": note, **family_of(message.name, context)}
    invitation = invitation_in(desk)
    context |= invitation.context
    folded: tuple[int, ...] = ()
    if message.name == "digest":
        week = weekly_context(desk)
        if week is None:
            return None
        context |= week.context
        folded = week.folded
    if message.name == SEVERAL:
        told = several_context(desk)
        if told is None:
            return None
        context |= told[0]
        folded, fragments = told[1:]
    if message.name == "sign-in":
        context["link"] = sign_in_link(letterhead, message.key)
    unsubscribe = desk.answer(Act.unsubscribe, message.name, now + UNSUBSCRIBE_LASTS) if message.optional else ""
    context["unsubscribe"] = unsubscribe
    calendar = calendar_of(*fragments) if message.name in WITH_CALENDAR else b""
    parts = _parts(message.name, context, calendar or invitation.calendar, unsubscribe)
    mail = _mail(parts, message, letterhead, now)
    kept = "" if message.name in SECRET else parts.text
    short, address = short_words(desk, context), chat_address(desk)
    return Letter(mail, parts.subject, kept, parts.html, folded, short, address)


def sample_letter(sample: Sample, letterhead: Letterhead) -> Letter | None:
    """A message as it will read at its time; its buttons answer nothing."""
    return _compose(transient(sample), replace(letterhead, example=True), sample.at)


def _mail(parts: Parts, message: Message, letterhead: Letterhead, now: datetime) -> Mail:
    return write_mail(
        parts,
        sender=letterhead.sender,
        to=message.recipient.email,
        name=header_text(message.recipient.name),
        message_id=f"{message.message_id}@{letterhead.domain}",
        now=now,
    )


def _parts(name: str, context: Context, calendar: bytes, unsubscribe: str) -> Parts:
    subject = header_text(_templates().get_template(f"{name}-subject.txt").render(context))[:SUBJECT_LONGEST]
    text = _templates().get_template(f"{name}.txt").render(context).strip() + "\n"
    html = _templates().get_template(f"{name}.html").render(context, subject=subject)
    return Parts(subject, text, html, calendar, unsubscribe, METHODS.get(name, ""))


def settle(message_id: int, letter: Letter, now: datetime) -> None:
    """Keeps what was sent beside its row, in the running transaction; what the mail told in passing counts as sent."""
    message = message_with(message_id)
    if message is not None:
        message.subject, message.text = letter.subject[:250], letter.text
    for number in letter.folded:
        told = db.session.get(Message, number)
        if told is not None and told.state is MessageState.pending:
            told.state, told.sent_at, told.last_words = MessageState.sent, now, f"Told in message {message_id}."


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(find_room("templates") / "mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
