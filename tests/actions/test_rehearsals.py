"""A year played through: every step at its moment, what was said counted, and nothing outside the folder of the rehearsal."""

from pathlib import Path

import pytest
from flask import Flask

from planner.actions.ladders import ship_ladders
from planner.actions.rehearsals import Played, Year, play
from planner.domain.states import CommitmentState
from planner.models.base import db, writing
from planner.models.messages import Message
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.post import letterhead
from tests.reminders.scenes import Visit, make_program, make_visit

FIRST, LAST = utc(2027, 3, 1), utc(2027, 4, 10)


@pytest.fixture
def visit(cast: Cast) -> Visit:
    with writing():
        ship_ladders()
    return make_visit(cast, start=naive(2027, 3, 16, 10), program=make_program(sponsor=cast.hana))


def played(tmp_path: Path, kept: int) -> Played:
    seen: list[float] = []
    done = play(
        Year(FIRST, LAST, kept),
        letterhead("smtp://nowhere.invalid", tmp_path),
        tmp_path / "post",
        lambda f, _: seen.append(f),
    )
    assert (seen[0], seen == sorted(seen)) == (0, True)
    return done


def sent() -> list[tuple[str, str, str]]:
    rows = (
        db.session.query(Message)
        .filter(Message.sent_at.is_not(None), Message.channel != "digest")
        .order_by(Message.sent_at, Message.id)
    )
    return [(f"{row.sent_at:%d %b %H:%M}", row.name, row.recipient.name.split()[0]) for row in rows]


def test_what_nobody_answers_climbs_the_whole_ladder(visit: Visit, tmp_path: Path) -> None:
    outcome = played(tmp_path, kept=0)
    assert [row for row in sent() if row[1].startswith("visit-")] == [
        ("02 Mar 09:00", "visit-brief", "Elif"),
        ("09 Mar 09:00", "visit-slots", "Elif"),
        ("09 Mar 09:00", "visit-slots", "Ravi"),
        ("15 Mar 15:00", "visit-tomorrow", "Elif"),
        ("15 Mar 15:00", "visit-tomorrow", "Ravi"),
        ("16 Mar 17:30", "visit-done", "Elif"),
        ("19 Mar 09:00", "visit-owed", "Elif"),
        ("19 Mar 09:00", "visit-owed", "Ravi"),
        ("30 Mar 08:00", "visit-missed", "Elif"),
        ("30 Mar 08:00", "visit-missed", "Hana"),
    ]
    assert (visit.commitment.state, outcome.early, outcome.fates.get("dead", 0)) == (CommitmentState.missed, 0, 0)


def test_what_is_kept_ends_its_ladder_on_the_day(visit: Visit, tmp_path: Path) -> None:
    played(tmp_path, kept=100)
    assert [row[1] for row in sent() if row[1].startswith("visit-")][-1] == "visit-done"
    assert visit.commitment.state is CommitmentState.done


def test_every_mail_lies_in_the_folder_and_none_goes_to_the_server(visit: Visit, tmp_path: Path) -> None:
    outcome = played(tmp_path, kept=0)
    assert len(list((tmp_path / "post").glob("*.eml"))) == outcome.figures.mails == len(sent())


def test_a_second_rehearsal_finds_the_same_year(visit: Visit, tmp_path: Path) -> None:
    assert played(tmp_path, kept=50).figures == played(tmp_path, kept=50).figures


def test_the_rest_of_a_year_begins_as_everything_stands(visit: Visit, tmp_path: Path, app: Flask) -> None:
    with writing():
        visit.commitment.state = CommitmentState.done
    year = Year(FIRST, LAST, 0)
    play(year, letterhead("", tmp_path), tmp_path / "post", lambda _share, _words: None, anew=False)
    assert [row for row in sent() if row[1].startswith("visit-")] == []
