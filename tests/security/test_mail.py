"""Mail that cannot be made to say, reach or give away more than it should. M1 to M10."""

import logging
import os
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from planner.actions.ladders import ship_ladders
from planner.domain.kindness import MOST_A_DAY
from planner.domain.kinds import EventKind
from planner.domain.states import MessageState
from planner.domain.text import header_safe, header_text
from planner.models.audit import AuditRow
from planner.models.base import Base, db, writing
from planner.models.commitments import Commitment
from planner.models.events import Event, PublishedEvent
from planner.models.messages import Message, insert_new
from planner.models.people import Person
from planner.reminders.channels import email as email_channel
from planner.reminders.channels.contract import Handover, NotSent
from planner.reminders.channels.email import Smtp
from planner.reminders.due import tick
from planner.reminders.envelope import HEADERS, HeaderRefused, Letter, Parts, write_mail
from planner.reminders.letterhead import letterhead_of
from planner.reminders.placing import Kindness
from planner.reminders.rows import message_row
from planner.settings import SettingRefused, read_settings
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.faults.certificates import expired_certificate
from tests.faults.sink import Sink, open_sink
from tests.reminders.post import as_read, sender_at
from tests.reminders.scenes import make_event, make_program, make_visit

ClientOf = Callable[[Person | None], FlaskClient]
EVE = utc(2027, 3, 15, 15)
FLOOD = 1000 if os.environ.get("FAULTS") == "long" else 120
HIDDEN = (
    "A =?UTF-8?Q?=0A?=Bcc: evil@example.net",
    "A =?UTF-8?Q?=0D=0A?=Bcc: evil@example.net",
    "A =?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=",
    "=?UTF-8?Q?a=0D=0ABcc:_evil@example.net?=",
    "=?iso-8859-1?q?x=0Aevil:_1?= =?iso-8859-1?q?=0Aevil:_2?=",
    "A\r\nBcc: evil@example.net",
    "A\nBcc: evil@example.net",
    "A\rBcc: evil@example.net",
    "A\r\n\r\n<b>a body of mine</b>",
    "A\u2028Bcc: evil@example.net",
    "A\x85Bcc: evil@example.net",
    "A\x00\x0b\x0cBcc: evil@example.net",
)


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that takes everything."""
    with open_sink() as made:
        yield made


def tell(cast: Cast, titles: dict[str, Person], folder: Path, url: str) -> list[Message]:
    """Sends a reminder of an event for each title, as though the titles had been in the database before anybody looked at them."""
    program = make_program()
    rows = []
    for number, (title, reader) in enumerate(titles.items()):
        start = naive(2027, 3, 16, 10)
        event = make_event(program, kind=EventKind.recognition, start=start, title="Thanks", team=cast.billing)
        with writing():
            for table in (Event, PublishedEvent):
                key = table.id if table is Event else PublishedEvent.event_id
                db.session.execute(update(table).where(key == event.id).values(title=title))
        rows.append(
            message_row(
                name="event-coming", about="event", about_id=event.id, recipient_id=reader.id, time_version=0,
                step=f"mail-{number}", due_at=EVE, expires_at=EVE + timedelta(days=1), now=EVE,
            )
        )  # fmt: skip
    with writing():
        insert_new(rows)
    sender_at(EVE, url, folder).deliver()
    db.session.rollback()
    return db.session.query(Message).order_by(Message.id).all()


def header_names(raw: bytes) -> set[bytes]:
    """As any mail server finds them, whichever line ends it believes in."""
    head = re.split(rb"\r?\n\r?\n|\r\r", raw, maxsplit=1)[0]
    lines = re.split(rb"\r\n|\r|\n", head)
    return {line.partition(b":")[0] for line in lines if line and not line.startswith((b" ", b"\t"))}


def test_m1_no_title_adds_a_header_or_a_recipient(cast: Cast, tmp_path: Path, sink: Sink) -> None:
    refused = "\0" if db.engine.dialect.name == "postgresql" else None
    titles = [title for title in HIDDEN if refused is None or refused not in title]
    told = tell(cast, dict.fromkeys(titles, cast.elif_), tmp_path, sink.url)
    assert {message.state for message in told} == {MessageState.sent}
    assert (len(sink.taken), dict(sink.recipients)) == (len(titles), {"elif@example.org": len(titles)})
    for mail in sink.taken:
        assert header_names(mail.raw) <= HEADERS
        assert b"evil" not in re.split(rb"\r\n\r\n", mail.raw)[0].split(b"Subject:")[0]


@pytest.mark.parametrize("text", HIDDEN)
def test_m1_header_text_is_one_plain_line_and_anything_else_is_refused(text: str) -> None:
    assert header_safe(header_text(text))
    assert not any(character in header_text(text) for character in "\r\n\0\u2028\x85")
    assert "=?" not in header_text(text)
    with pytest.raises(HeaderRefused):
        write_mail(
            Parts(text, "a", "a"), sender="a@example.org", to="b@example.org", name="", message_id="1@x", now=EVE
        )


def test_m1_what_leaves_is_read_again_even_when_every_look_before_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last line: suppose that a text was never looked at, or that the interpreter makes a line of a code."""
    monkeypatch.setattr("planner.reminders.envelope.header_safe", lambda _text: True)
    for text in ("A\r\nBcc: evil@example.net", "A\r\nX-Evil: 1", "A\nBcc: evil@example.net", "A\r\nSubject: twice"):
        with pytest.raises(HeaderRefused):
            write_mail(
                Parts(text, "a", "a"), sender="a@example.org", to="b@example.org", name="", message_id="1@x", now=EVE
            )


def test_m1_a_title_with_a_code_in_it_is_refused_at_the_form(cast: Cast, client_of: ClientOf) -> None:
    event = make_event(
        make_program(), kind=EventKind.recognition, start=naive(2027, 3, 16, 10), title="Thanks", team=cast.billing
    )
    data = {"day": "2027-03-16", "clock": "10:00", "minutes": "30", "leader": "0"}
    for title in HIDDEN[:5]:
        answer = client_of(cast.hana).post(f"/events/{event.id}/edit", data={**data, "title": title})
        assert (answer.status_code, "which mail programs read as code" in unescape(answer.text)) == (422, True)
    assert db.session.get_one(Event, event.id).title == "Thanks"


def test_m2_a_letter_that_cannot_be_written_stops_no_other_and_says_why(cast: Cast, tmp_path: Path, sink: Sink) -> None:
    with writing():
        db.session.execute(
            update(Person).where(Person.id == cast.ravi.id).values(email="ravi@example.org\r\nBcc: evil@example.net")
        )
    told = tell(cast, {"One": cast.elif_, "Two": cast.ravi, "Three": cast.tomas}, tmp_path, sink.url)
    assert [message.state for message in told] == [MessageState.sent, MessageState.pending, MessageState.sent]
    assert ("cannot" in told[1].last_words, "mail header" in told[1].last_words) == (True, True)
    moment = EVE
    for _ in range(12):
        moment += timedelta(hours=1)
        sender_at(moment, sink.url, tmp_path).deliver()
    db.session.expire_all()
    assert [message.state for message in told] == [MessageState.sent, MessageState.dead, MessageState.sent]
    assert dict(sink.recipients) == {"elif@example.org": 1, "tomas@example.org": 1}


def test_m2_a_subject_has_two_hundred_characters_at_most(cast: Cast, tmp_path: Path, sink: Sink) -> None:
    tell(cast, {"x" * 200: cast.elif_}, tmp_path, sink.url)
    [mail] = sink.taken
    assert len(mail.subject) == 200
    with pytest.raises(HeaderRefused):
        write_mail(Parts("x" * 201, "a", "a"), sender="a@x.org", to="b@x.org", name="", message_id="1@x", now=EVE)


ADDRESSES = (
    "a@e.com>\r\nRCPT TO:<b@e.com>",
    "a@e.com>RCPT TO:<b@e.com>",
    "a@e.com\nRCPT TO:<b@e.com>",
    "a@e.com,b@e.com",
    "a@e.com b@e.com",
    "<a@e.com>",
    '"a@e.com"<b@e.com>',
    "a@e.com;b@e.com",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_m3_an_address_that_is_more_than_one_is_refused_at_the_form(
    cast: Cast, client_of: ClientOf, address: str
) -> None:
    data = {"name": "Zoe New", "email": address, "role": "agent", "site": str(cast.dublin.id)}
    answer = client_of(cast.hana).post("/people/new", data=data)
    assert (answer.status_code, db.session.query(Person).filter_by(name="Zoe New").count()) == (422, 0)


@pytest.mark.parametrize("address", ADDRESSES)
def test_m3_nothing_in_an_address_speaks_to_the_mail_server(
    cast: Cast, tmp_path: Path, sink: Sink, address: str
) -> None:
    """Even when it stands in the database already: one recipient is named for a mail, or none."""
    with writing():
        db.session.execute(update(Person).where(Person.id == cast.ravi.id).values(email=address))
    tell(cast, {"Two": cast.ravi}, tmp_path, sink.url)
    assert (sum(sink.recipients.values()) <= 1, sink.recipients["b@e.com"] <= ('"a@e.com"' in address)) == (True, True)
    assert len(sink.taken) == sum(sink.recipients.values())


def test_m4_a_flood_of_reminders_for_one_day_is_twenty_mails_and_the_rest_is_in_the_inbox(
    cast: Cast, tmp_path: Path, sink: Sink
) -> None:
    program = make_program()
    with writing():
        ship_ladders()
    visit = make_visit(cast, start=naive(2027, 3, 16, 10), program=program)
    columns = _columns(visit.commitment)
    with writing():
        for number in range(FLOOD - 1):
            event = Event(**_columns(visit.event) | {"uid": f"copy-{number}"})
            event.published = PublishedEvent(**_columns(visit.event.published) | {"uid": f"copy-{number}"})
            db.session.add(Commitment(**columns | {"key": f"visit:copy-{number}", "event": event}))
    tick(EVE, Kindness())
    waiting = select(Message).where(Message.about == "commitment", Message.state == MessageState.pending)
    rows = [row for row in db.session.scalars(waiting) if row.recipient_id == cast.elif_.id]
    counts = {channel: sum(row.channel == channel for row in rows) for channel in ("email", "inbox")}
    assert (counts["email"], counts["email"] + counts["inbox"]) == (MOST_A_DAY, FLOOD)
    [entry] = db.session.scalars(select(AuditRow).where(AuditRow.act == "spare", AuditRow.thing_id == cast.elif_.id))
    assert entry.sentence.startswith(f"{FLOOD - MOST_A_DAY} messages to Elif Kaya")


def test_m4_mail_goes_to_people_who_are_known_here_and_to_nobody_else(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    known = client.post("/sign-in", data={"email": cast.elif_.email})
    unknown = client.post("/sign-in", data={"email": "victim@example.net"})
    assert (known.status_code, known.text.replace(cast.elif_.email, "…")) == (
        200,
        unknown.text.replace("victim@example.net", "…"),
    )
    assert set(db.session.scalars(select(Message.recipient_id))) <= {cast.elif_.id}


def test_m4_one_can_try_a_chat_only_so_often(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    from planner.web.limits import limiter

    limiter.enabled = True
    try:
        client = client_of(cast.elif_)
        answers = [client.post(f"/people/{cast.elif_.id}/messages/test").status_code for _ in range(8)]
    finally:
        limiter.enabled = False
    assert answers[5:] == [429] * 3
    assert 429 not in answers[:5]


TEMPLATES = (
    "{{7*7}}",
    "{person.__class__}",
    "{0.__init__.__globals__}",
    "{% if 1 %}x{% endif %}",
    "%(name)s",
    "${7*7}",
)


def test_m5_what_people_write_is_never_run_as_a_template(cast: Cast, tmp_path: Path, sink: Sink) -> None:
    tell(cast, dict.fromkeys(TEMPLATES, cast.elif_), tmp_path, sink.url)
    for text, mail in zip(TEMPLATES, sink.taken, strict=True):
        assert text in mail.subject
        assert text in _text_of(mail.raw, "plain")
        assert text in unescape(_text_of(mail.raw, "html"))


def test_m5_no_template_is_made_of_anything_but_our_own_files() -> None:
    """No from_string, no format_map, no Template: words come from files of ours, and what people wrote goes in as a value."""
    root = Path(email_channel.__file__).parents[2]
    odd = re.compile(r"from_string\(|render_template_string|format_map\(|string\.Template|Template\(")
    assert [str(path) for path in root.rglob("*.py") if odd.search(path.read_text("utf-8"))] == []


def _text_of(raw: bytes, subtype: str) -> str:
    from email import message_from_bytes
    from email.policy import default

    mail = message_from_bytes(raw, policy=default)
    part = next(one for one in mail.walk() if one.get_content_type() == f"text/{subtype}")
    return str(part.get_content())


class Links(HTMLParser):
    """Every address in an attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "background", "srcset")
        ]


def test_m6_tags_in_a_title_are_letters_and_every_link_leads_to_us(cast: Cast, tmp_path: Path, sink: Sink) -> None:
    title = '<a href="//evil.example">Win</a><img src=//evil.example/x> http://evil.example/y'
    tell(cast, {title: cast.elif_}, tmp_path, sink.url)
    html = _text_of(sink.taken[0].raw, "html")
    assert ("&lt;a href=" in html, "<img src=//evil" in html) == (True, False)
    reader = Links()
    reader.feed(html)
    links = reader.found
    assert (len(links) > 0, [link for link in links if not link.startswith("https://planner.example.org")]) == (
        True,
        [],
    )


def test_m7_another_host_is_refused_and_leads_no_link_astray(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    data = {"email": cast.elif_.email}
    for path in ("/sign-in", "/nowhere", "/"):
        assert client.post(path, data=data, headers={"Host": "evil.test"}).status_code == 400
    assert db.session.query(Message).count() == 0
    client.post("/sign-in", data=data, headers={"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https"})
    letterhead = replace(letterhead_of(app.config), outbox=Path(app.config["PLANNER_DATA_DIR"]) / "outbox", smtp_url="")
    sent = _outbox_after_sending(letterhead)
    assert (len(sent), "evil.test" in sent[0], f"{app.config['PLANNER_BASE_URL']}/sign-in/" in sent[0]) == (
        1,
        False,
        True,
    )


def _outbox_after_sending(letterhead: object) -> list[str]:
    from planner import clock
    from planner.reminders.delivery import Sender
    from planner.reminders.letterhead import Letterhead

    assert isinstance(letterhead, Letterhead)
    Sender(letterhead, clock.now).deliver()
    return [_text_of(path.read_bytes(), "plain") for path in letterhead.outbox.glob("*.eml")]


def a_letter() -> Letter:
    """Any letter."""
    parts = Parts("Hello", "Hello.\n", "<p>Hello.</p>")
    mail = write_mail(parts, sender="planner@example.org", to="a@example.org", name="A", message_id="1@x", now=EVE)
    return Letter(mail, "Hello", "Hello.", "<p>Hello.</p>")


def refused(url: str) -> NotSent:
    """Why this server gets nothing."""
    channel = Smtp(url, connect_seconds=10, data_seconds=60)
    with pytest.raises(NotSent) as caught:
        channel.send(a_letter(), Handover())
    channel.close()
    return caught.value


@contextmanager
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`mail.test` is here: a mail server on another machine, as far as the rules go."""
    import socket

    real = socket.getaddrinfo

    def resolve(host: object, *rest: object, **more: object) -> object:
        return real("127.0.0.1" if host == "mail.test" else host, *rest, **more)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    yield


@pytest.mark.parametrize("scheme", ["smtp", "smtp+starttls"])
def test_m8_a_server_without_encryption_gets_nothing(sink: Sink, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    """Also when somebody on the way has cut the offer of STARTTLS out of the greeting."""
    with elsewhere(monkeypatch):
        failure = refused(f"{scheme}://mail.test:{sink.port}")
    assert ("STARTTLS" in failure.words, failure.channel_down, sink.taken, dict(sink.recipients)) == (
        True,
        True,
        [],
        {},
    )


def test_m8_without_encryption_only_where_that_was_asked_for_by_name(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    with elsewhere(monkeypatch):
        channel = Smtp(f"smtp+plain://mail.test:{sink.port}", connect_seconds=10, data_seconds=60)
        channel.send(a_letter(), Handover())
        channel.close()
    assert len(sink.taken) == 1
    with pytest.raises(SettingRefused, match="everybody on the way can read"):
        read_settings({"PLANNER_SMTP_URL": "smtp+plain://user:secret@mail.test:25"})


def test_m8_a_certificate_that_nobody_vouches_for_gets_nothing(
    sink: Sink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sink.stop()
    sink.tls, _ = expired_certificate(tmp_path, days_ago=-30)
    sink.start()
    with elsewhere(monkeypatch):
        failure = refused(f"smtps://mail.test:{sink.port}")
    assert ("certificate" in failure.words.lower(), sink.taken) == (True, [])


def test_m8_certificates_and_names_are_looked_at() -> None:
    context = ssl.create_default_context()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    source = Path(email_channel.__file__).read_text("utf-8")
    assert ("ssl.create_default_context()" in source, "_create_unverified" in source, "CERT_NONE" in source) == (
        True,
        False,
        False,
    )


def test_m9_the_password_of_the_mail_server_is_written_nowhere(
    app: Flask,
    cast: Cast,
    tmp_path: Path,
    sink: Sink,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    sink.wants_password = True
    secret = "s3cret-of-the-mail-server"
    url = f"smtp://planner:{secret}@127.0.0.1:{sink.port}"
    told = tell(cast, {"Thanks": cast.elif_}, tmp_path, url)
    app.config["PLANNER_SMTP_URL"] = url
    words = [told[0].last_words, *(attempt.words for attempt in told[0].log), repr(letterhead_of(app.config))]
    said = " ".join([*words, caplog.text, *capfd.readouterr()])
    assert ("refused the user name or the password" in said, secret in said, "czNjcmV0" in said) == (True, False, False)


def test_m9_no_page_shows_it(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    app.config["PLANNER_SMTP_URL"] = "smtps://planner:s3cret-of-the-mail-server@mail.test"
    client = client_of(cast.hana)
    shown = [client.get(path).text for path in ("/messages", "/messages/nights", "/", "/account/")]
    assert [path for path in shown if "s3cret" in path] == []
    assert ".set_debuglevel" not in Path(email_channel.__file__).read_text("utf-8")


def test_m10_a_mail_says_that_no_human_wrote_it_so_that_nobody_answers_it(
    cast: Cast, tmp_path: Path, sink: Sink
) -> None:
    tell(cast, {"Thanks": cast.elif_}, tmp_path, sink.url)
    head = sink.taken[0].raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert {b"Auto-Submitted: auto-generated", b"X-Auto-Response-Suppress: All"} <= set(head)
    mail = write_mail(
        Parts("a", "a", "a"), sender="Planner <p@example.org>", to="b@x.org", name="", message_id="1@x", now=EVE
    )
    assert (mail.sender, as_read(mail)["From"]) == ("p@example.org", "Planner <p@example.org>")


LEFT_OUT = {"id", "uid", "key", "event_id", "revision"}


def _columns(row: Base | None) -> dict[str, object]:
    """What a copy of the row takes over."""
    assert row is not None
    return {column.name: getattr(row, column.name) for column in row.__table__.columns if column.name not in LEFT_OUT}
