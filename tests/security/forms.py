"""Every form there is, found on the pages that links lead to, with what a browser would send: a new field is found, too."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.test import TestResponse
from wtforms import Form as PlainForm
from wtforms.fields import EmailField, HiddenField, PasswordField, StringField, TextAreaField

import planner
import planner.web.forms
from tests.browser.walk import view_at

TYPED = {"text", "textarea", "email", "password", "search", "url", "tel", "date", "time", "number", "hidden", "month"}
"""Kinds of fields in which anything can be sent."""


@dataclass
class SeenForm:
    """A form as a page shows it: `given` is what would be sent untouched, `kinds` the fields that take text, and what they are."""

    page: str
    action: str
    method: str
    given: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    enctype: str = ""

    @property
    def typed(self) -> list[str]:
        """The fields that take text."""
        return list(self.kinds)

    def sent(self, texts: dict[str, str]) -> dict[str, list[str]]:
        """What a browser sends when these texts stand in these fields."""
        data: dict[str, list[str]] = {}
        for key, value in self.given:
            data.setdefault(key, []).append(value)
        return {**data, **{name: [text] for name, text in texts.items()}}


class _Reader(HTMLParser):
    """Collects the forms of a page, its tags, and its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.forms: list[SeenForm] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self._form: SeenForm | None = None
        self._area: str | None = None
        self._select: tuple[str, list[str], str | None] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag == "script" and not found.get("src", "").startswith("/static/") and "json" not in found.get("type", ""):
            self.tags.add("script of somebody else")
        self.attributes |= set(found)
        self.addresses += [found[name] for name in ("href", "src", "action", "formaction") if name in found]
        if tag == "form":
            action = urljoin(self.page, found.get("action", "") or self.page)
            self._form = SeenForm(
                self.page, action, found.get("method", "get").lower(), enctype=found.get("enctype", "")
            )
            self.forms.append(self._form)
        elif self._form is not None:
            self._in_form(self._form, tag, found)

    def _in_form(self, form: SeenForm, tag: str, found: dict[str, str]) -> None:
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "file", "button", "image"):
            if kind not in ("checkbox", "radio") or "checked" in found:
                form.given.append((name, found.get("value", "on" if kind == "checkbox" else "")))
            if kind in TYPED and name != "csrf_token":
                form.kinds[name] = tag if tag == "textarea" else kind
        elif tag == "textarea" and name:
            self._area, self._text = name, ""
            form.kinds[name] = tag if tag == "textarea" else kind
        elif tag == "select" and name:
            self._select = (name, [], None)
        elif tag == "option" and self._select is not None:
            chosen, options, one = self._select
            options.append(found.get("value", ""))
            self._select = (chosen, options, found["value"] if "selected" in found and "value" in found else one)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form is not None and self._area:
            self._form.given.append((self._area, self._text.lstrip("\n")))
            self._area = None
        elif tag == "select" and self._form is not None and self._select is not None:
            name, options, chosen = self._select
            useful = chosen if chosen is not None else next(iter(options), "")
            self._form.given.append((name, useful))
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data


def read_page(address: str, text: str) -> _Reader:
    """What a browser would make of a page."""
    reader = _Reader(address)
    reader.feed(text)
    return reader


def forms_on(app: Flask, pages: Iterable[tuple[str, TestResponse]]) -> Iterator[SeenForm]:
    """The forms of these pages that take text and change something, one for each view and set of fields."""
    seen: set[tuple[str, ...]] = set()
    for address, answer in pages:
        if answer.mimetype != "text/html":
            continue
        for form in read_page(address, answer.text).forms:
            key = (endpoint_of(app, form), *sorted(set(form.typed)))
            if form.method == "post" and form.typed and key not in seen:
                seen.add(key)
                yield form


def endpoint_of(app: Flask, form: SeenForm) -> str:
    from werkzeug.exceptions import HTTPException

    try:
        endpoint, _ = app.url_map.bind("localhost").match(form.action.partition("?")[0], method="POST")
    except HTTPException:
        return view_at(app, form.action) or form.action
    return str(endpoint)


TEXTS = (StringField, TextAreaField, EmailField, PasswordField, HiddenField)


def fields_of_classes() -> set[str]:
    """The name of every text field of every form class of the house."""
    import importlib
    import pkgutil

    found = set()
    for module in pkgutil.iter_modules(planner.web.forms.__path__, "planner.web.forms."):
        for _, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, PlainForm | FlaskForm) and one.__module__.startswith("planner."):
                for name, unbound in inspect.getmembers(one, lambda value: hasattr(value, "field_class")):
                    if issubclass(unbound.field_class, TEXTS):
                        found.add(str(unbound.kwargs.get("name") or name))
    return found


def fields_of_views() -> set[str]:
    """The name of every field that a view reads past a form class: `request.form.get("x")`, found in the source."""
    found = set()
    for path in (Path(planner.__file__).parent / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "request.form.get",
                "request.form.getlist",
                "form.get",
            ):
                found |= {
                    one.value for one in node.args[:1] if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return found
