"""Cells that hold one word of a known list: roles, levels, zones, countries and their parts."""

from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from planner.actions.imports.cells import plain
from planner.actions.imports.sheets import Cell, Wrong
from planner.domain.instants import zone_names
from planner.domain.states import LeaderLevel, Role

ROLES = MappingProxyType(
    {
        "hr": Role.hr,
        "human resources": Role.hr,
        "lead": Role.lead,
        "team lead": Role.lead,
        "team leader": Role.lead,
        "supervisor": Role.lead,
        "leader": Role.executive,
        "executive": Role.executive,
        "director": Role.executive,
        "manager": Role.executive,
        "assistant": Role.assistant,
        "agent": Role.agent,
        "viewer": Role.viewer,
    }
)
LEVELS = frozenset(level.value for level in LeaderLevel)
_NAMED_DIFFERENTLY = MappingProxyType(
    {"uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "holland": "NL"}
)


def role(cell: Cell) -> Role:
    """A role as sheets call it. Raises Wrong."""
    text = plain(cell).lower()
    if text not in ROLES:
        raise Wrong(f"“{text[:40]}” is not a role. Use hr, lead, executive, assistant, agent or viewer.")
    return ROLES[text]


def level(cell: Cell) -> LeaderLevel:
    """How far from the floor a leader is. Raises Wrong."""
    text = plain(cell).lower()
    if text not in LEVELS:
        raise Wrong(f"“{text[:40]}” is not a leader's level. Use executive, director or manager.")
    return LeaderLevel(text)


@cache
def _zones() -> dict[str, str]:
    return {zone.lower(): zone for zone in zone_names()}


def zone(cell: Cell) -> str:
    """An IANA zone, however it is capitalised. Raises Wrong, with the nearest name."""
    text = plain(cell)
    known = _zones()
    wanted = text.lower().replace(" ", "_")
    if wanted in known:
        return known[wanted]
    by_city = [zone for key, zone in known.items() if key.rpartition("/")[2] == wanted.rpartition("/")[2]]
    near = by_city or [known[key] for key in get_close_matches(wanted, known, n=1)]
    hint = f" Did you mean {near[0]}?" if near else ""
    raise Wrong(f"“{text[:60]}” is not a time zone such as Europe/Dublin.{hint}")


@cache
def _countries() -> dict[str, str]:
    """Codes and English names, in lower case, to codes."""
    from babel import Locale

    named = {n.lower(): code for code, n in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}
    return {**named, **{code.lower(): code for code in named.values()}, **_NAMED_DIFFERENTLY}


def country(cell: Cell) -> str:
    """A country's two letters, from the letters or the English name. Raises Wrong."""
    text = plain(cell)
    if text.lower() not in _countries():
        raise Wrong(f"“{text[:60]}” is not a country. Use two letters such as IE, US or PH.")
    return _countries()[text.lower()]
