"""Sheets that HR brings in: read, judged line by line, shown, and then written in one transaction or not at all.

`files` turns bytes into rows, `columns` and `lines` into facts, `gather` into things, `judge` compares them
with what is known, `write` keeps them.
"""
