"""The forms of a page as a browser sees them: what each would send if its reader pressed the button and changed nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

QUIET = ("submit", "button", "image", "file", "reset")


@dataclass
class SentForm:
    """`pairs` is what would be sent; `written` names what a reader may write into, with its present text."""

    action: str
    method: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    chosen: set[str] = field(default_factory=set)

    def sent(self, *, without: Sequence[str] = (), **written: str) -> MultiDict[str, str]:
        """What is sent when the reader has written these in."""
        kept = [(name, value) for name, value in self.pairs if name not in written and name not in without]
        return MultiDict([*kept, *written.items()])

    @property
    def shared(self) -> bool:
        """Whether it says what it was opened with."""
        return any(name.rpartition("-")[2] == "was" for name, _ in self.pairs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self.form: SentForm | None = None
        self.text_of = self.select = ""
        self.text = ""
        self.options: list[tuple[str, bool]] = []
        self.multiple = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = SentForm(at.get("action", ""), at.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None and "disabled" not in at:
            self._field(tag, at)

    def _field(self, tag: str, at: dict[str, str]) -> None:
        if tag == "input" and "name" in at:
            self._input(at)
        elif tag == "textarea":
            self.text_of, self.text = at.get("name", ""), ""
        elif tag == "select":
            self.select, self.options, self.multiple = at.get("name", ""), [], "multiple" in at
        elif tag == "option":
            self.options.append((at.get("value", ""), "selected" in at))

    def _input(self, at: dict[str, str]) -> None:
        assert self.form is not None
        kind, name, value = at.get("type", "text"), at["name"], at.get("value", "")
        if kind in QUIET or (kind in ("checkbox", "radio") and "checked" not in at):
            return
        if kind in ("checkbox", "radio"):
            self.form.chosen.add(name)
            value = at.get("value", "on")
        elif kind != "hidden":
            self.form.written[name] = value
        self.form.pairs.append((name, value))

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif self.form is not None and tag == "textarea" and self.text_of:
            text = self.text.removeprefix("\r").removeprefix("\n")
            self.form.written[self.text_of] = text
            self.form.pairs.append((self.text_of, text))
            self.text_of = ""
        elif self.form is not None and tag == "select":
            picked = [value for value, ticked in self.options if ticked]
            if not picked and not self.multiple:
                picked = [value for value, _ in self.options[:1]]
            elif picked:
                self.form.chosen.add(self.select)
            self.form.pairs += [(self.select, value) for value in picked]


def forms_in(page: str) -> list[SentForm]:
    """Every form of a page, in its order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
