"""How somebody looks at the calendar: program, filters and draft or published, read from the address and written back into every link."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, request, url_for

from planner import clock
from planner.domain.kinds import KINDS, kind_by_slug
from planner.models.calendar import Filters, Look
from planner.models.names import leader_names, shift_names, site_names, team_names
from planner.models.programs import Program, program_with
from planner.web.access import can, me

KEPT = ("site", "team", "leader", "kind", "shift", "show")


@dataclass(frozen=True)
class Choice:
    """One filter as the form draws it: its name in the address, its label, what can be chosen and what is."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Looking:
    """A look together with the part of the address that carries it."""

    look: Look
    args: dict[str, str]

    @property
    def program(self) -> Program:
        return self.look.program

    @property
    def narrowed(self) -> bool:
        return any(name != "show" for name in self.args)

    def url(self, endpoint: str, **more: date | str | int | None) -> str:
        """An address in this program that keeps the filters; arguments given as None fall away."""
        values: dict[str, Any] = {"program_id": self.program.id, **self.args, **more}
        return url_for(endpoint, **values)


def looking_at(program_id: int) -> Looking:
    """The look that the request asks for; 404 for a program that is not there. A filter that makes no sense is no filter."""
    program = program_with(program_id)
    if program is None:
        abort(404)
    kind = kind_by_slug(request.args.get("kind", ""))
    filters = Filters(
        **{name: _number(name) for name in ("site", "team", "leader", "shift")}, kind=kind.key if kind else None
    )
    args = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return Looking(Look(program, me(), filters, _wants_draft(program)), args)


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _wants_draft(program: Program) -> bool:
    """HR sees the draft when they ask for it, or when it holds something that was not published."""
    if not can("see the draft"):
        return False
    show = request.args.get("show")
    return program.draft_changed if show not in ("draft", "published") else show == "draft"


def day_asked(name: str) -> date | None:
    """A day from the address, None when there is none or it is no day."""
    try:
        return date.fromisoformat(request.args.get(name, "")[:10])
    except ValueError:
        return None


def today_in(program: Program) -> date:
    """Today on the clocks of the program's zone."""
    from planner.domain.instants import wall

    return wall(clock.now(), program.zone).date()


def choices(looking: Looking) -> list[Choice]:
    """The filters for the form: four questions, whatever their number."""
    named = {"site": site_names(), "team": team_names(), "shift": shift_names(), "leader": leader_names()}
    options = {name: [(str(number), label) for number, label in found] for name, found in named.items()}
    options["kind"] = [(kind.slug, kind.label) for kind in KINDS.values()]
    return [Choice(name, name.capitalize(), found, looking.args.get(name, "")) for name, found in options.items()]
