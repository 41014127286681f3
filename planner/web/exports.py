"""Lists as files: CSV that spreadsheets open, and in which no cell runs as a formula."""

import re
from collections.abc import Iterable

from flask import Response

from planner.domain.text import cell_safe

_SPLITS = re.compile(r'[",;\t\r\n]')


def csv_answer(name: str, rows: Iterable[list[str]]) -> Response:
    """Rows of text as a download; the mark at the start makes Excel read UTF-8."""
    text = "".join(f"{','.join(map(_quoted, row))}\r\n" for row in rows)
    answer = Response(f"\ufeff{text}", mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _quoted(cell: str) -> str:
    safe = cell_safe(cell)
    if not _SPLITS.search(safe):
        return safe
    doubled = safe.replace('"', '""')
    return f'"{doubled}"'
