"""Handing in a sheet: a file, or what was copied from a spreadsheet."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import Optional


class SheetForm(FlaskForm):
    file = FileField("File", description=".xlsx, or .csv with commas, semicolons or tabs.")
    pasted = TextAreaField(
        "Or paste from a sheet",
        [Optional()],
        description="Select the cells with their column names, copy, and paste here.",
    )
