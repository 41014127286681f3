"""M3: nothing is kept longer than the table says; HR sees what goes next and may change the periods."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from sqlite3 import connect

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from planner.actions.erasing import erase
from planner.actions.retention import choose, lines, sweep
from planner.domain.refusals import Refused
from planner.domain.retention import PERIODS
from planner.domain.states import MessageState
from planner.jobs.passes import tidy
from planner.models.audit_chain import verify_chain
from planner.models.base import db, writing
from planner.models.compacting import compact
from planner.models.floor_visits import FloorVisit
from planner.models.messages import Attempt, Message, insert_new
from planner.models.people import Person
from planner.models.retention import days_of
from planner.models.sign_ins import SignIn
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW

ClientOf = Callable[[Person | None], FlaskClient]


def folder_of(app: Flask) -> Path:
    folder = Path(app.config["PLANNER_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sent(cast: Cast, days_ago: int, state: MessageState = MessageState.sent) -> int:
    """A message with words, of so many days ago."""
    at = NOW - timedelta(days=days_ago)
    step = f"{state.value}-{days_ago}"
    with writing():
        who = {"about": "person", "about_id": 1, "recipient_id": cast.ana.id}
        insert_new([message_row(name="x", **who, step=step, due_at=at, expires_at=at, now=at)])  # type: ignore[arg-type]  # numbers and a word
        row = db.session.scalars(select(Message).where(Message.step == step)).one()
        row.state, row.subject, row.text = state, "Hello", "Dear Ana"
        row.sent_at = at if state is MessageState.sent else None
        db.session.add(Attempt(message_id=row.id, at=at, what="accepted", sender="me", words="250 ana@example.org"))
    return row.id


def test_m3_the_words_of_messages_go_after_thirty_days_and_what_waits_keeps_them(app: Flask, cast: Cast) -> None:
    kept, gone = sent(cast, 29), [sent(cast, 31), sent(cast, 31, MessageState.dead)]
    waiting = sent(cast, 31, MessageState.pending)
    sweep(folder_of(app), NOW)
    words = {row.id: (row.subject, row.text) for row in db.session.scalars(select(Message))}
    assert words == {kept: ("Hello", "Dear Ana"), waiting: ("Hello", "Dear Ana"), **dict.fromkeys(gone, ("", ""))}


def test_m3_answers_of_mail_servers_and_old_sign_ins_go(app: Flask, cast: Cast) -> None:
    sent(cast, 89), sent(cast, 91)
    with writing():
        for row in db.session.scalars(select(SignIn).where(SignIn.person_id != cast.hana.id)):
            row.seen_at = NOW - timedelta(days=91)
    sweep(folder_of(app), NOW)
    assert [row.words for row in db.session.scalars(select(Attempt).order_by(Attempt.id))] == [
        "250 ana@example.org",
        "",
    ]
    assert {row.person_id for row in db.session.scalars(select(SignIn))} == {cast.hana.id}


def test_m3_notes_on_visits_go_and_the_visits_are_counted(app: Flask, cast: Cast) -> None:
    with writing():
        for days in (729, 731):
            visit = FloorVisit(team=cast.billing, leader=cast.elif_, recorded_by=cast.elif_, shift="Day", minutes=20)
            visit.visited_on, visit.recorded_at = (NOW - timedelta(days=days)).date(), NOW
            visit.note = "Ana is tired."
            db.session.add(visit)
    sweep(folder_of(app), NOW)
    assert [row.note for row in db.session.scalars(select(FloorVisit).order_by(FloorVisit.id))] == ["Ana is tired.", ""]


def test_m3_files_go_as_well(app: Flask, cast: Cast) -> None:
    folder = folder_of(app)
    (folder / "outbox").mkdir()
    names = ("outbox/new.eml", "outbox/old.eml", "planner-before-restore-1.sqlite")
    for name, days in zip(names, (29, 31, 31), strict=True):
        (folder / name).write_text("x")
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(folder / name, (at, at))
    assert sweep(folder, NOW)["outbox"] == 1
    assert [name for name in names if (folder / name).exists()] == ["outbox/new.eml"]


def test_m3_the_worker_does_it_and_what_it_did_is_noted_as_counts(app: Flask, cast: Cast) -> None:
    number = sent(cast, 31)
    tidy(app, lambda: NOW)
    db.session.rollback()
    assert db.session.get_one(Message, number).text == ""
    assert verify_chain().faults == []


def test_m3_hr_sees_what_goes_tonight_and_within_a_week(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    sent(cast, 31), sent(cast, 28), sent(cast, 3)
    line = next(line for line in lines(folder_of(app), NOW) if line.key == "messages")
    assert (line.days, line.tonight, line.this_week) == (30, 1, 1)
    assert "How long things are kept" in client_of(cast.hana).get("/keeping").text
    assert {client_of(one).get("/keeping").status_code for one in (cast.tomas, cast.elif_, cast.ana)} == {403}


def test_m3_hr_chooses_within_bounds(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.hana).post("/keeping", data={"messages": "14", "notes": "x"}).status_code == 422
    assert (days_of()["messages"], days_of()["notes"]) == (14, PERIODS["notes"].days)
    with pytest.raises(Refused):
        choose("messages", 6, by=cast.hana, now=NOW)


@pytest.mark.parametrize("key", PERIODS)
def test_m3_every_period_is_within_its_own_bounds(key: str) -> None:
    period = PERIODS[key]
    assert period.least <= period.days <= period.most


def test_p7_the_night_after_an_erasure_the_file_is_written_anew(app: Flask, cast: Cast) -> None:
    if db.session.get_bind().dialect.name != "sqlite":
        return
    erase(cast.ana, by=cast.hana, now=NOW, base_url="http://x", folder=folder_of(app))
    file = Path(str(db.session.connection().exec_driver_sql("PRAGMA database_list").all()[0][2]))
    db.session.remove()
    with closing(connect(file)) as careless:  # as a SQLite does that was built without care for what it deletes
        careless.execute("PRAGMA secure_delete=OFF")
        careless.execute("CREATE TABLE gone AS SELECT 'Ana Lopez was here' AS words")
        careless.execute("DROP TABLE gone")
        careless.commit()
        careless.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Ana Lopez" in file.read_bytes()
    assert [compact(NOW + timedelta(hours=9)), compact(NOW + timedelta(hours=10))] == [True, False]
    db.session.remove()
    assert b"Ana Lopez" not in b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
