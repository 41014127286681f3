"""From the bytes of a file, or a pasted text, to sheets of cells. What a file is, its content says, not its name."""

from planner.actions.imports.sheets import Sheet
from planner.actions.imports.texts import read_text
from planner.actions.imports.workbooks import read_workbook
from planner.domain.refusals import Refused

ZIP = b"PK"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_NOT_SHEETS = {
    OLD_OFFICE: "This workbook is in the old .xls form, or protected by a password. Save it as .xlsx without a password.",
    b"%PDF": "This is a PDF. Save the sheet itself as .xlsx or .csv.",
    b"\x89PNG": "This is a picture. Save the sheet itself as .xlsx or .csv.",
    b"\xff\xd8\xff": "This is a picture. Save the sheet itself as .xlsx or .csv.",
}


def read_file(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx workbook, or the one sheet of a text with commas, semicolons or tabs. Raises Refused."""
    for start, sentence in _NOT_SHEETS.items():
        if data.startswith(start):
            raise Refused(sentence, "file")
    sheets = read_workbook(data) if data.startswith(ZIP) else (read_text(data),)
    if not any(sheet.lines for sheet in sheets):
        raise Refused("There is nothing in this file. It needs a line of column names and lines below it.", "file")
    return sheets
