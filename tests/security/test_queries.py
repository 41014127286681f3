"""N1, N2, W16 and W18: what is typed into an address or a field is never part of a question to the database, of a header, or too much."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

import planner
from planner.models.base import Base, db, writing
from planner.models.message_log import LogFilters, messages_matching
from planner.models.people import LONGEST_SEARCH, PER_PAGE, Person, literally, people_matching, searched
from tests.calendars import make_program
from tests.cast import Cast
from tests.security.payloads import SQL
from tests.security.test_walks import _doors

ClientOf = Callable[[Person | None], FlaskClient]
WEB = Path(planner.__file__).parent / "web"


def asked_for() -> set[str]:
    """The name of every parameter that a view reads from an address: `request.args.get("x")` and its kin, found in the source."""
    found = {"format", "next"}
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = ast.unparse(node) if isinstance(node, ast.Call | ast.Subscript) else ""
            if re.match(r"(request\.(args|values)|args|asked)(\.get(list)?)?[(\[]", text):
                found |= {
                    one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
            if isinstance(node, ast.For | ast.comprehension):
                continue
    words = re.findall(
        r"request\.args\[name\] for name in \(([^)]*)\)", "\n".join(p.read_text("utf-8") for p in WEB.rglob("*.py"))
    )
    return found | {name for group in words for name in re.findall(r'"([^"]+)"', group)}


EVERY = 20
"""Each view gets every so many-th text: all of them to all took minutes."""


def tables() -> list[int]:
    return [len(db.session.execute(table.select()).all()) for table in Base.metadata.sorted_tables]


def test_n1_and_w16_nothing_in_an_address_breaks_a_question_or_a_header(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    """Every view that reads its address gets texts in every parameter there is, and every text comes to views."""
    make_program(cast)
    reading = {
        door.endpoint: door.address
        for door in _doors(app)
        if door.method == "GET" and re.search(r"request\.(args|values)|looking_at", _source(app, door.endpoint))
    }
    names = sorted(asked_for())
    assert (len(reading) > 25, len(names) > 30) == (True, True)
    client, before, wrong = client_of(cast.hana), tables(), []
    payloads = [
        *SQL,
        "x\r\nSet-Cookie: evil=1",
        "x\nX-Evil: 1",
        "%0d%0aX-Evil: 1",
        "//evil.example",
        "javascript:alert(1)",
        "A" * 5000,
    ]
    for turn, text in enumerate(payloads):
        asked = dict.fromkeys(names, text)
        for address in list(reading.values())[turn % EVERY :: EVERY]:
            answer = client.get(address, query_string=asked)
            headers = str(answer.headers).lower()
            bad = answer.status_code >= 500 or "evil=1" in headers.split("location")[0] or "\nx-evil" in headers
            if bad or "evil.example" in answer.headers.get("Location", ""):
                wrong.append((address, text[:40], answer.status_code))
    assert (wrong, tables()) == ([], before)


def _source(app: Flask, endpoint: str) -> str:
    module = app.view_functions[endpoint].__module__
    return (Path(planner.__file__).parent.parent / f"{module.replace('.', '/')}.py").read_text("utf-8")


IN_A_PATH = (
    "%0d%0aX-Evil:%201",
    "%0aSet-Cookie:%20evil=1",
    "%0d",
    "%E5%98%8A%E5%98%8DX-Evil:1",
    "..%2f..%2f",
    quote("' or 1=1--"),
)


def test_w16_nothing_in_a_path_does_either(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client, wrong = client_of(cast.hana), []
    for turn, door in enumerate(_doors(app)):
        text, bare = IN_A_PATH[turn % len(IN_A_PATH)], door.address.rstrip("/")
        for address in {door.address.replace("word", text), f"{bare}/{text}", f"{bare}{text}"} - {
            f"/{text}",
            text,
            door.address,
        }:
            answer = client.get(address)
            broken = answer.status_code >= 500 and door.endpoint != "health.readyz"
            if broken or any("evil" in name.lower() or "\n" in value for name, value in answer.headers):
                wrong.append((address, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    "where", ["/sign-in?next=%0d%0aX-Evil:1", "/sign-in?next=//evil.example", "/feeds/x/%0d%0aX-Evil:1.ics"]
)
def test_w16_strangers_break_no_header(app: Flask, where: str) -> None:
    answer = app.test_client().get(where)
    assert (answer.status_code < 500, "evil" in str(answer.headers).lower()) == (True, False)


def questions() -> Iterator[tuple[str, str]]:
    """Every piece of SQL that is written as text in the program, as its source."""
    for path in sorted(Path(planner.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {
                "text",
                "exec_driver_sql",
                "execute",
            }:
                for argument in node.args[:1]:
                    yield path.name, ast.unparse(argument) if _is_built(argument) else ""


def _is_built(argument: ast.expr) -> bool:
    """Whether a text is put together from pieces, one of which could be somebody's."""
    pieces = isinstance(argument, ast.JoinedStr) and any(isinstance(one, ast.FormattedValue) for one in argument.values)
    added = isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add | ast.Mod)
    formatted = isinstance(argument, ast.Call) and ast.unparse(argument.func).endswith(".format")
    return pieces or added or formatted


def _is_ours(name: str, source: str) -> bool:
    """How a transaction begins, and settings of a connection: words of the program's own."""
    return name == "base.py" and source.startswith(("f'BEGIN {", "f'PRAGMA {"))


def test_n1_no_question_is_put_together_from_text() -> None:
    found = list(questions())
    assert [(name, source) for name, source in found if source and not _is_ours(name, source)] == []
    assert len(found) > 20


@pytest.mark.parametrize(
    "words", ["%", "%%%%%%%%%%", "_", "__", "a%b", "\\", "\\%", "!", "!!", "!%", "[a-z]", "*", "?"]
)
def test_n2_signs_of_a_search_stand_for_themselves(cast: Cast, words: str) -> None:
    with writing():
        cast.ana.name = f"Ana {words} Lopez"
        cast.vera.name = "aXb VeraQ"
    found = [person.name for person in people_matching(words).items]
    if len(words) > 1:
        assert found == [cast.ana.name]
    else:
        assert len(found) == people_matching("").total


def test_n2_a_search_is_two_letters_at_least_and_bounded(cast: Cast) -> None:
    assert (searched("a"), searched("é"), searched(" ab "), len(searched("x" * 9_999))) == (
        "",
        "é",
        "ab",
        LONGEST_SEARCH,
    )
    assert literally("50%_!") == "50!%!_!!"
    with writing():
        db.session.add_all(
            Person(name=f"Twin {number}", email=f"t{number}@example.org", role=cast.ana.role, site=cast.dublin)
            for number in range(80)
        )
    page = people_matching("twin")
    assert (len(page.items), page.total, PER_PAGE) == (50, 80, 50)
    assert messages_matching(LogFilters(words="%")).total == messages_matching(LogFilters()).total


def test_n2_a_search_costs_no_more_for_its_signs(cast: Cast, app: Flask) -> None:
    """Steps of SQLite's machine, not seconds: a pattern of signs is one literal text."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts no steps.")

    def steps(words: str) -> int:
        count = 0

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        raw = db.session.connection().connection.dbapi_connection
        assert raw is not None
        raw.set_progress_handler(step, 10)
        people_matching(words)
        raw.set_progress_handler(None, 0)
        return count

    plain = steps("x" * 30)
    assert all(steps(words) <= 2 * plain + 50 for words in ("%" * 30, "_" * 30, "%_" * 15, "!%" * 15))


def test_w18_ten_megabytes_and_five_thousand_parts_are_too_much(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    import io
    import resource

    client = client_of(cast.hana)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = [
        client.post("/recognitions/new", data={"story": "x" * 10_000_000}),
        client.post(
            "/recognitions/new",
            data={"story": "x" * 2_500_000, "file": (io.BytesIO(b"x"), "x")},
            content_type="multipart/form-data",
        ),
        client.post("/recognitions/new", data={f"f{n}": "x" for n in range(5_000)}, content_type="multipart/form-data"),
        client.post(
            "/people/import",
            data={"file": (io.BytesIO(b"x" * 10_000_000), "x.csv")},
            content_type="multipart/form-data",
        ),
    ]
    assert [answer.status_code for answer in told] == [413] * 4
    assert all("too large" in answer.text for answer in told)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000


@pytest.mark.parametrize(
    "host", ["evil.test", "localhost\r\nX-Evil: 1", "a b", "%0d%0a", "", "[::1", "localhost:x", "x" * 5000]
)
@pytest.mark.parametrize("path", ["/", "/people", "/nothing", "/feeds/x.ics", "/static/x"])
def test_w16_a_host_that_is_not_ours_is_refused_and_breaks_nothing(
    cast: Cast, client_of: ClientOf, host: str, path: str
) -> None:
    answer = client_of(None).get(path, environ_overrides={"HTTP_HOST": host})
    assert answer.status_code in (200, 400, 404) if path == "/feeds/x.ics" or not host else answer.status_code == 400
    assert "evil" not in f"{answer.headers}{answer.text}".lower()
