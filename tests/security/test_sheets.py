"""N3 to N7: sheets that go out run nothing, and sheets that come in can neither fill the memory nor write a file nor read one."""

import csv
import io
import shutil
import subprocess
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.actions.imports.files import read_file
from planner.actions.imports.texts import LONGEST_CELL, MOST_COLUMNS, MOST_LINES
from planner.cli import planner as command
from planner.domain.refusals import Refused
from planner.domain.text import cell_safe
from planner.models.base import db
from planner.models.people import Person
from planner.web.exports import csv_answer
from tests.cast import Cast
from tests.security.payloads import FORMULAS
from tests.sheets import as_xlsx

ClientOf = Callable[[Person | None], FlaskClient]

RUNS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet takes for the start of something to work out."""


def runs(cell: str) -> bool:
    return cell.lstrip(" \u00a0\t\r\n\0").startswith(RUNS)


@pytest.mark.parametrize("payload", FORMULAS)
def test_n3_no_cell_runs_and_its_text_stays(app: Flask, payload: str) -> None:
    text = csv_answer("x.csv", [[payload, f"ok;{payload}", payload, "plain"], ["a", payload, 'b"c', payload]]).get_data(
        as_text=True
    )
    for delimiter in ",;\t":
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))
        assert [cell for row in rows for cell in row if runs(cell)] == [], delimiter
    [first, _] = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    told = [cell.replace("'", "") for cell in first]
    assert told == [payload, f"ok;{payload}", payload, "plain"]


def test_n3_every_column_of_every_list_is_defused_its_head_too(
    app: Flask, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every list there is goes through one door; behind it each cell of each list is made a formula."""
    seen: list[str] = []
    for module in ("visits", "orphans", "promises", "visit_figures", "off_phone"):

        def poisoned(name: str, rows: Iterator[list[str]]) -> object:
            seen.append(name)
            return csv_answer(name, [[FORMULAS[0]] * len(row) for row in rows])

        monkeypatch.setattr(f"planner.web.{module}.csv_answer", poisoned)
    from tests.calendars import make_program

    program = make_program(cast)
    for path in ("/visits", "/orphans", "/promises", "/visits/figures", f"/programs/{program.id}/off-phone"):
        answer = client_of(cast.hana).get(f"{path}?format=csv")
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))
        assert (answer.status_code, answer.mimetype, rows != []) == (200, "text/csv", True), path
        assert [cell for row in rows for cell in row if runs(cell)] == [], path
    assert len(set(seen)) == 5


def test_n3_nobody_writes_csv_past_that_door() -> None:
    import planner

    written = [
        path.name for path in Path(planner.__file__).parent.rglob("*.py") if "text/csv" in path.read_text("utf-8")
    ]
    assert written == ["exports.py"]


def test_n3_a_spreadsheet_program_shows_text(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("There is no LibreOffice on this machine.")
    source = tmp_path / "x.csv"
    source.write_text("\r\n".join(cell_safe(payload).strip() for payload in FORMULAS), "utf-8")
    subprocess.run([office, "--headless", "--convert-to", "html", "--outdir", str(tmp_path), str(source)], check=True)
    assert ">2<" not in (tmp_path / "x.html").read_text("utf-8")


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as told:
        read_file(data)
    return told.value.sentence


COLUMNS = ",".join(["Name"] * 10_000)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Name\n" + b"x" * (LONGEST_CELL + 1), f"Line 2 has a cell of more than {LONGEST_CELL:,} characters."),
        (b'Name\n"' + b"x" * 2_000_000 + b'"', "A cell on line 2 is too long"),
        (b"x" * 2_000_000, "A cell on line 1 is too long"),
        (b"Name\na\0b", "This is not a text that Planner can read."),
        (COLUMNS.encode(), f"Line 1 has more than {MOST_COLUMNS} columns."),
        (b"Name" + b"," * 10_000 + b"x", f"Line 1 has more than {MOST_COLUMNS} columns."),
        (b"Name\n" + b"x\n" * MOST_LINES, f"This sheet has more than {MOST_LINES:,} lines."),
        (as_xlsx({"People": [["Name"], ["x" * (LONGEST_CELL + 1)]]}), f"People, line 2 has a cell of more than {LONGEST_CELL:,}"),
        (as_xlsx({"People": [["Name"] * (MOST_COLUMNS + 1)]}), f"People, line 1 has more than {MOST_COLUMNS} columns."),
        (as_xlsx({"People": [["Name"], *[["x"]] * MOST_LINES]}), f"The sheet People has more than {MOST_LINES:,} lines."),
    ],
    ids=["cell", "2 MB cell", "2 MB head", "NUL", "10k columns", "10k commas", "lines", "xlsx cell", "xlsx columns", "xlsx lines"],
)  # fmt: skip
def test_n4_a_sheet_beyond_its_caps_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    assert refusal(data).startswith(words)


def test_n4_just_as_much_as_may_be_is_read() -> None:
    wide = ",".join(["Name"] * MOST_COLUMNS) + "," * 500
    [sheet] = read_file(f"{wide}\n{'x' * LONGEST_CELL}\n".encode() + b"x\n" * (MOST_LINES - 2))
    assert (len(sheet.lines), len(sheet.lines[0].cells)) == (MOST_LINES, MOST_COLUMNS)


class Endless(io.BytesIO):
    """A stream that has a gigabyte, and counts what was taken of it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        count = 1_000_000_000 - self.taken if size is None or size < 0 else size
        self.taken += count
        return b"x" * min(count, 10_000_000)

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  # whatever can be written into
        buffer[:] = self.read(len(buffer))
        return len(buffer)


def test_n4_a_gigabyte_is_refused_before_it_is_read(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    for length, terminated in (("1000000000", False), ("", True)):
        stream = Endless()
        told = {"wsgi.input": stream, "CONTENT_LENGTH": length, "wsgi.input_terminated": terminated}
        answer = client_of(cast.hana).post(
            "/people/import", content_type="multipart/form-data; boundary=x", environ_overrides=told
        )
        assert answer.status_code == 413, (length, answer.status_code)
        assert stream.taken <= 2 * app.config["MAX_CONTENT_LENGTH"]


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return file.getvalue()


def unpacked(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


BOOK = unpacked(as_xlsx({"People": [["Name", "E-mail"], ["Zoe", "zoe@example.org"]]}))


def _liar() -> bytes:
    """A directory that says ten bytes of a part that has sixty million."""
    bomb = packed({**BOOK, "xl/worksheets/sheet1.xml": b"<" * 60_000_000})
    where = bomb.rindex(b"xl/worksheets/sheet1.xml") - 46
    return bomb[: where + 24] + (10).to_bytes(4, "little") + bomb[where + 28 :]


def _nested() -> bytes:
    return packed({f"lib {n}.zip": packed({"a": b"0" * 5_000_000}) for n in range(16)})


BOMBS: dict[str, Callable[[], bytes]] = {
    "a bomb as large as may be": lambda: packed({**BOOK, "xl/media/x.bin": b"0" * 60_000_000}),
    "a bomb": lambda: packed({**BOOK, "xl/media/x.bin": b"0" * 70_000_000}),
    "bombs in a bomb": _nested,
    "bombs in a book": lambda: packed({**BOOK, "xl/embeddings/x.zip": _nested(), "xl/media/y.bin": b"0" * 40_000_000}),
    "a liar": _liar,
    "ten thousand parts": lambda: packed({**BOOK, **{f"xl/x{n}": b"" for n in range(10_000)}}),
}
"""Made where they are asked for: whoever collects the tests need not."""


@pytest.mark.parametrize("name", BOMBS)
def test_n5_a_bomb_is_refused_and_not_unpacked(name: str) -> None:
    bomb = BOMBS[name]()
    tracemalloc.start()
    try:
        sentence = refusal(bomb)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert ("workbook" in sentence, most < 20_000_000) == (True, True), (sentence, most)


def test_n5_a_sheet_that_repeats_itself_is_no_bomb() -> None:
    [sheet] = read_file(as_xlsx({"People": [["Name", "Team"], *[["Zoe", "Billing"]] * 4_000]}))
    assert len(sheet.lines) == 4_001


OUTSIDE = ("../../evil.txt", "/tmp/evil.txt", "..\\..\\evil.txt", "xl/../../../evil.txt", "C:\\evil.txt")


@pytest.mark.parametrize("name", OUTSIDE)
def test_n6_a_name_inside_a_file_is_never_a_place_to_write_to(
    cast: Cast, client_of: ClientOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Nothing is unpacked to the disk, and what a file is called is a title and no path."""
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    before = sorted(tmp_path.rglob("*"))
    answer = client_of(cast.hana).post(
        "/people/import",
        data={"file": (io.BytesIO(packed({**BOOK, name: b"evil"})), name)},
        content_type="multipart/form-data",
    )
    assert (answer.status_code, sorted(tmp_path.rglob("*"))) == (302, before)
    assert not Path("/tmp/evil.txt").exists()
    from planner.models.uploads import Upload

    [kept] = db.session.query(Upload)
    assert "/" not in kept.name
    assert "\\" not in kept.name


def test_n6_a_link_in_an_archive_is_no_backup_and_no_sheet(app: Flask, tmp_path: Path) -> None:
    from click.testing import CliRunner

    archive = tmp_path / "backup.tar"
    with tarfile.open(archive, "w") as tar:
        link = tarfile.TarInfo("planner.sqlite")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
        tar.addfile(tarfile.TarInfo("../../evil.txt"), io.BytesIO())
    told = refusal(archive.read_bytes())
    assert told.startswith("This is not a text")
    done = CliRunner().invoke(command, ["restore", str(archive), "--yes"])
    assert isinstance(done.exception, Refused)
    assert "is not a sound database of Planner" in done.exception.sentence


def _declares(text: str) -> dict[str, bytes]:
    sheet = BOOK["xl/worksheets/sheet1.xml"].decode()
    return {
        **BOOK,
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{text}{sheet[sheet.index("<worksheet") :]}'.encode(),
    }


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
DECLARED = {
    "a billion laughs": f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>',
    "a file of the server": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "an address inside": '<!DOCTYPE x SYSTEM "http://169.254.169.254/latest/meta-data/">',
    "one that blows up by the square": f'<!DOCTYPE x [<!ENTITY a "{"ha" * 10_000}">]>',
}


@pytest.mark.parametrize("name", DECLARED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_n7_a_workbook_that_declares_entities_is_refused(name: str, encoding: str) -> None:
    parts = _declares(DECLARED[name])
    text = parts["xl/worksheets/sheet1.xml"].decode().replace('version="1.0"', f'version="1.0" encoding="{encoding}"')
    assert refusal(packed({**parts, "xl/worksheets/sheet1.xml": text.encode(encoding)})).startswith(
        "This workbook declares a document type."
    )


def test_n7_nothing_else_reads_xml() -> None:
    import planner

    readers = ("xml.etree", "xml.dom", "xml.sax", "lxml", "xmltodict")
    found = [
        (path.name, word)
        for path in Path(planner.__file__).parent.rglob("*.py")
        for word in readers
        if f"import {word}" in (text := path.read_text("utf-8")) or f"from {word}" in text
    ]
    assert found == []
