"""Lists as files: CSV that spreadsheets open, and in which no cell runs as a formula."""

import csv
import io
from collections.abc import Iterable

from flask import Response

from planner.domain.text import cell_safe


def csv_answer(name: str, rows: Iterable[list[str]]) -> Response:
    """Rows of text as a download; the mark at the start makes Excel read UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([cell_safe(cell) for cell in row] for row in rows)
    answer = Response(out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
