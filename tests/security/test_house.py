"""The house itself: what it is built of, on what it runs, who reads its files, and what it tells strangers. P1, P2, P3, P8 to P11."""

import ast
import json
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.app import create_app
from planner.models import backups, health
from planner.models.base import db
from planner.models.files import open_to_others
from planner.models.people import Person
from supply.audit import by_snapshot
from supply.locks import PYTHON, ROOT, Package, everything, loose_lines, python_packages
from supply.sbom import bill
from tests.cast import Cast

ClientOf = Callable[[Person | None], FlaskClient]
TOKEN = "a token of a watchdog, long enough"


def test_p1_every_package_is_pinned_with_its_hashes() -> None:
    assert {lock: loose_lines(ROOT / lock) for lock in PYTHON} == {lock: [] for lock in PYTHON}
    front_end = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert [path for path, row in front_end.items() if path and not row.get("integrity")] == []
    installs = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if "-r requirements" in line]
    assert (len(installs) > 1, [line for line in installs if "--require-hashes" not in line]) == (True, [])


def test_p1_a_lock_file_with_a_loose_line_is_a_fault(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    lock.write_text("flask==3.1.3 \\\n    --hash=sha256:00\nwerkzeug>=3\njinja2==3.1.6\n")
    assert loose_lines(lock) == ["werkzeug>=3", "jinja2==3.1.6"]


@pytest.fixture
def copy_of_the_locks(tmp_path: Path) -> Path:
    """The lock files in another folder, to be spoilt."""
    (tmp_path / "requirements").mkdir()
    for name in (*PYTHON, "package-lock.json"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def _audit(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "supply.audit", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_p1_an_old_werkzeug_in_the_lock_fails_the_audit_and_ours_passes(copy_of_the_locks: Path) -> None:
    assert _audit(copy_of_the_locks)[0] == 0
    lock = copy_of_the_locks / "requirements/run.lock"
    [now] = [package.version for package in python_packages(lock) if package.name == "werkzeug"]
    lock.write_text(lock.read_text().replace(f"werkzeug=={now}", "werkzeug==3.0.2"))
    status, said = _audit(copy_of_the_locks)
    assert (status, said.count("werkzeug 3.0.2 has CVE-")) == (1, 4)


def test_p1_the_audit_is_part_of_what_ci_runs() -> None:
    makefile, ci = ((ROOT / name).read_text("utf-8") for name in ("Makefile", ".ci/run"))
    lint = makefile.partition("\nlint:")[2].partition("\n\n")[0]
    assert ("-m supply.audit" in lint, "make lint" in ci) == (True, True)


@pytest.mark.parametrize(
    ("version", "held"), [("3.0.9", False), ("3.1.0", True), ("3.1.1", False), ("2.3.1", True), ("2.3.2", False)]
)
def test_p1_an_advisory_is_about_a_span_of_versions(version: str, held: bool) -> None:
    assert bool(by_snapshot([Package("pypi", "Flask", version)])) is held


def test_p1_the_bill_of_materials_names_every_package_with_version_and_hashes() -> None:
    told = bill()
    rows = told["components"]
    assert isinstance(rows, list)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    named = {(row["name"], row["version"]) for row in rows}
    assert {(p.name, p.version) for p in python_packages(ROOT / "requirements/run.lock")} <= named
    assert named <= {(package.name, package.version) for package in everything()}
    assert all(row["hashes"] and row["purl"].startswith(("pkg:pypi/", "pkg:npm/")) for row in rows)


@pytest.mark.parametrize(
    ("version", "warned"), [((3, 11, 7), True), ((3, 11, 10), False), ((3, 12, 4), True), ((3, 13, 0), False)]
)
def test_p2_an_old_interpreter_is_named(
    version: tuple[int, ...], warned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert ("CVE-2024-6923" in (health.python_warning() or "")) is warned


@pytest.mark.parametrize(("version", "warned"), [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False)])
def test_p2_an_old_sqlite_is_named_to_hr_and_on_the_command_line(
    app: Flask, cast: Cast, client_of: ClientOf, version: tuple[int, ...], warned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    expected = warned and db.engine.dialect.name == "sqlite"
    page = client_of(cast.hana).get("/messages/nights").text
    assert ("has a known bug in its write-ahead log" in page) is expected
    assert any("write-ahead log" in sentence for sentence in health.known_faults()) is expected


@pytest.fixture
def own_file(tmp_path: Path) -> Iterator[tuple[Flask, Path]]:
    """An installation of its own, on SQLite, with an engine of its own."""
    file = tmp_path / "planner.sqlite"
    made = create_app({"PLANNER_DATABASE_URL": f"sqlite:///{file}", "PLANNER_DATA_DIR": str(tmp_path)})
    with made.app_context():
        yield made, file
        db.session.remove()
        db.engine.dispose()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_p10_nobody_else_reads_the_database_nor_what_lies_beside_it(own_file: tuple[Flask, Path]) -> None:
    _, file = own_file
    db.session.connection().exec_driver_sql("CREATE TABLE one (name TEXT)")
    db.session.commit()
    beside = [file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm"))]
    assert [_mode(path) for path in beside] == [0o600] * 3
    assert _mode(file.with_name("secret-key")) == 0o600


def test_p10_a_file_that_was_open_to_others_is_closed_at_the_start_and_told_of(tmp_path: Path) -> None:
    file = tmp_path / "planner.sqlite"
    file.touch(mode=0o644)
    file.chmod(0o644)
    address = f"sqlite:///{file}"
    assert open_to_others(address) == [file]
    create_app({"PLANNER_DATABASE_URL": address, "PLANNER_DATA_DIR": str(tmp_path)})
    assert (_mode(file), open_to_others(address)) == (0o600, [])


def test_p3_a_copy_is_closed_to_others_and_holds_no_secret(own_file: tuple[Flask, Path], tmp_path: Path) -> None:
    made, _ = own_file
    db.session.connection().exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
    db.session.connection().exec_driver_sql("INSERT INTO alembic_version VALUES ('x')")
    db.session.commit()
    copy = tmp_path / "copy.sqlite"
    backups.save_to(copy)
    assert (_mode(copy), str(made.config["SECRET_KEY"]).encode() in copy.read_bytes()) == (0o600, False)


@pytest.mark.parametrize("path", ["/metrics", "/healthz/detail"])
def test_p8_how_the_house_stands_is_told_to_nobody_without_the_token(
    app: Flask, cast: Cast, client_of: ClientOf, path: str
) -> None:
    def told(token: str | None, person: Person | None = None) -> int:
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return client_of(person).get(path, headers=headers).status_code

    assert [told(None), told(""), told("x"), told(None, cast.hana)] == [401] * 4
    app.config["PLANNER_HEALTH_TOKEN"] = TOKEN
    assert [told(None), told(""), told(TOKEN[:-1]), told(f"{TOKEN}x"), told(None, cast.hana)] == [401] * 5
    assert told(TOKEN) in (200, 503)


def test_p8_a_stranger_hears_that_it_lives_and_no_more(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/healthz").json == {"alive": True}
    assert client.get("/readyz").json == {"ready": False}


def test_p8_the_numbers_are_those_of_the_state(app: Flask) -> None:
    app.config["PLANNER_HEALTH_TOKEN"] = TOKEN
    text = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    numbers = dict(line.split() for line in text.splitlines() if not line.startswith("#"))
    assert numbers == {
        "planner_ready": "0", "planner_database_answers": "1", "planner_seconds_since_the_worker_looked": "-1",
        "planner_oldest_due_seconds": "0",
    }  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _headers(port: int, path: str) -> dict[str, str]:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return dict(answer.headers)
        except urllib.error.HTTPError as error:
            return dict(error.headers)
        except OSError:
            time.sleep(0.1)
    pytest.fail("The server did not start.")


def test_p9_no_answer_of_the_real_server_names_what_it_runs_on(tmp_path: Path) -> None:
    port = _free_port()
    environment = {"PLANNER_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(
        [sys.executable, "-m", "planner.cli", "web", "--port", str(port)], cwd=ROOT, env=environment
    ) as server:
        try:
            told = [_headers(port, path) for path in ("/healthz", "/nowhere", "/static/nothing.js")]
        finally:
            server.terminate()
    found = {name.lower(): value for headers in told for name, value in headers.items()}
    assert (found["server"], "x-powered-by" in found, "via" in found) == ("", False, False)
    text = " ".join(f"{name}: {value}" for headers in told for name, value in headers.items()).lower()
    assert [name for name in ("granian", "werkzeug", "flask", "python", "gunicorn") if name in text] == []


UNSAFE = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "jsonpickle", "joblib", "yaml"}
UNSAFE_WORDS = {"PickleType", "SQLAlchemyJobStore", "RedisJobStore", "MongoDBJobStore"}


def _names(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").partition(".")[0], *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= {node.func.id} & {"eval", "exec"}
        elif isinstance(node, ast.Attribute):
            found |= {node.attr} & UNSAFE_WORDS
    return found


def test_p11_nothing_that_is_stored_is_ever_run() -> None:
    """No pickle and its kin, no job store that pickles, no eval: whoever can write into the database runs nothing here."""
    files = [*(ROOT / "planner").rglob("*.py"), *(ROOT / "migrations").rglob("*.py"), ROOT / "wsgi.py"]
    banned = UNSAFE | UNSAFE_WORDS | {"eval", "exec"}
    assert (len(files) > 300, {str(path): _names(path) & banned for path in files if _names(path) & banned}) == (
        True,
        {},
    )


def test_p11_the_timetable_of_the_worker_is_kept_in_memory_alone() -> None:
    text = (ROOT / "planner/jobs/timetable.py").read_text("utf-8") + (ROOT / "planner/jobs/worker.py").read_text(
        "utf-8"
    )
    assert ("jobstore" in text.lower(), "Scheduler" in text) == (False, True)
