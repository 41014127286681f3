"""Files: every encoding and delimiter that spreadsheets write, and what is refused before it can do harm."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from planner.actions.imports.files import read_file
from planner.actions.imports.sheets import Formula, Line, Sheet
from planner.domain.refusals import Refused
from tests.sheets import as_csv, as_xlsx

ROWS = [["Site", "Zone"], ["Kraków", "Europe/Warsaw"]]
LINES = (Line(1, ("Site", "Zone")), Line(2, ("Kraków", "Europe/Warsaw")))


def _refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read_file(data)
    return caught.value.sentence


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str) -> None:
    assert read_file(as_csv(ROWS, delimiter, encoding)) == (Sheet("", LINES),)


def test_a_text_of_old_windows_is_read_in_its_own_letters() -> None:
    data = as_csv([["Site"], ["Málaga – Süd"]], encoding="cp1252")
    assert read_file(data)[0].lines[1].cells == ("Málaga – Süd",)


def test_a_line_that_names_the_delimiter_is_obeyed_and_counted() -> None:
    assert read_file(b"sep=;\nSite;Zone\nRome;x\n")[0].lines == (Line(2, ("Site", "Zone")), Line(3, ("Rome", "x")))


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    data = b'Policy,Why\r\n"Hold","two\r\nlines"\r\n\r\nNext,one\r\n'
    assert [line.number for line in read_file(data)[0].lines] == [1, 2, 5]


def test_a_workbook_is_read_as_its_text_is() -> None:
    assert read_file(as_xlsx({"Sites": ROWS})) == (Sheet("Sites", LINES),)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=9).filter(
    lambda text: text[:1] != "="
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_whatever_stands_in_a_text_comes_out_of_it(rows: list[list[str]]) -> None:
    data = as_csv([["Site", "Zone", "x", "y"], *rows])
    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert [line.cells for line in read_file(data)[0].lines[1:]] == kept


def test_a_formula_of_a_workbook_is_seen_as_one_and_a_text_is_not() -> None:
    book = Workbook(write_only=True)
    book.create_sheet("Sheet").append(["=1+1", "plain"])
    file = io.BytesIO()
    book.save(file)
    assert read_file(file.getvalue())[0].lines[0].cells == (Formula("=1+1"), "plain")


def test_hidden_sheets_are_left_alone() -> None:
    book = Workbook(write_only=True)
    book.create_sheet("Sheet").append(["Site"])
    hidden = book.create_sheet("Notes")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert [sheet.name for sheet in read_file(file.getvalue())] == ["Sheet"]


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return file.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = _zip({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * (65 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert _refusal(bomb) == "This workbook unpacks to more than 64 MB. Keep only the sheets that Planner needs."


def test_a_workbook_whose_entities_explode_is_refused() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{entities}]><w>&a11;</w>'.encode()
    good = zipfile.ZipFile(io.BytesIO(as_xlsx({"Sites": ROWS})))
    parts = {name: good.read(name) for name in good.namelist()}
    assert _refusal(_zip({**parts, "xl/workbook.xml": bomb})).startswith("This workbook declares a document type.")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            b"PK\x03\x04 not a zip",
            "This workbook is damaged. Open it in your spreadsheet program and save it again as .xlsx.",
        ),
        (_zip({"mimetype": b"x"}), "This is not an .xlsx workbook. Save the sheet as .xlsx or .csv."),
        (
            b"\xd0\xcf\x11\xe0old",
            "This workbook is in the old .xls form, or protected by a password. Save it as .xlsx without a password.",
        ),
        (b"%PDF-1.7", "This is a PDF. Save the sheet itself as .xlsx or .csv."),
        (b"ab\0c,d", "This is not a text that Planner can read. Save the sheet as .xlsx or as .csv (UTF-8)."),
        (b"a\x81b", "The letters of this file cannot be read. Save the sheet as .xlsx or as .csv (UTF-8)."),
        (b"\n , \n", "There is nothing in this file. It needs a line of column names and lines below it."),
        (
            b'Site,Zone\n"Rome,x\n' + b"a,b\n" * 60,
            "A quotation mark on line 2 is never closed. Close it or leave it out.",
        ),
        (b"Site\n" + b"x\n" * 10_001, "This sheet has more than 10,000 lines. Split it in two."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, sentence: str) -> None:
    assert _refusal(data) == sentence


@given(st.binary(max_size=300))
def test_no_bytes_bring_anything_but_sheets_or_a_refusal(data: bytes) -> None:
    fields: set[str | None] = set()
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"Site,Zone\n"):
        try:
            assert read_file(start + data)
        except Refused as refusal:
            fields.add(refusal.field)
    assert fields <= {"file"}
