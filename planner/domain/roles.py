"""Who may do what, in one table that HR can read. Every page, command and address asks `may` and nothing else.

"own" means: about oneself, one's own team (a lead), or one's own leader (an assistant).
"""

from types import MappingProxyType
from typing import Literal

from planner.domain.states import Role

Reach = Literal["any", "own"]

hr, lead, executive, assistant, agent, viewer = Role


def _rule(everything: tuple[Role, ...] = (), own: tuple[Role, ...] = ()) -> MappingProxyType[Role, Reach]:
    table: dict[Role, Reach] = dict.fromkeys(everything, "any")
    table.update(dict.fromkeys(own, "own"))
    return MappingProxyType(table)


_EVERYONE = (hr, lead, executive, assistant, agent, viewer)
_STAFF = (hr, lead, executive, assistant, agent)

# act                                everything                              only what is their own
ACTS: MappingProxyType[str, MappingProxyType[Role, Reach]] = MappingProxyType(
    {
        "see own page": _rule(_EVERYONE),
        "see the calendar": _rule(_EVERYONE),
        "see the draft": _rule((hr,)),
        "edit the plan": _rule((hr,)),
        "publish": _rule((hr,)),
        "try scenarios": _rule((hr,)),
        "ask why": _rule((hr,), own=(lead,)),
        "edit the program": _rule((hr,)),
        "edit the catalogue": _rule((hr,)),
        "edit ladders": _rule((hr,)),
        "edit settings": _rule((hr,)),
        "see people": _rule((hr, lead, executive, assistant)),
        "edit people": _rule((hr,)),
        "import people": _rule((hr,)),
        "edit accounts": _rule((hr,)),
        "edit people's data": _rule((hr,)),
        "record a visit": _rule((hr,), own=(lead, executive, assistant)),
        "promise at an event": _rule((hr,), own=(lead, executive, assistant)),
        "record what happened": _rule((hr,), own=(lead,)),
        "report an absence": _rule((hr,), own=(lead, executive, assistant)),
        "find a substitute": _rule((hr,), own=(lead, executive, assistant)),
        "answer for a commitment": _rule((hr,), own=(lead, executive, assistant, agent)),
        "see visits": _rule((hr, executive), own=(lead, assistant)),
        "thank somebody": _rule(_STAFF),
        "pass on an insight": _rule(_STAFF),
        "see insights": _rule((hr, executive), own=(lead, assistant, agent)),
        "see the board": _rule(_EVERYONE),
        "see themes": _rule((hr, executive), own=(lead,)),
        "edit the routing": _rule((hr,)),
        "see promises": _rule((hr, executive), own=(lead, assistant, agent)),
        "see orphans": _rule((hr,)),
        "see policies": _rule(_EVERYONE),
        "add policies": _rule((hr,)),
        "edit policies": _rule((hr,), own=(lead, executive)),
        "name a rule": _rule(_STAFF),
        "place a rule": _rule((hr, lead, executive, agent)),
        "sort named rules": _rule((hr,)),
        "run a review": _rule((hr,), own=(lead, executive)),
        "see launches": _rule(_EVERYONE),
        "plan a launch": _rule((hr, executive)),
        "say what callers told": _rule(_STAFF),
        "acknowledge a change": _rule((hr,), own=(lead,)),
        "see the strategy": _rule(_EVERYONE),
        "edit the strategy": _rule((hr,)),
        "see coverage": _rule((hr, lead, executive, assistant, viewer)),
        "see reports": _rule((hr, executive, viewer), own=(lead, assistant)),
        "let programs read": _rule((hr,), own=(lead, executive, assistant, agent, viewer)),
        "make a feed": _rule((hr,), own=(lead, executive, assistant, agent, viewer)),
        "set a calendar": _rule((hr,), own=(lead, executive, assistant, agent)),
        "see messages": _rule((hr,), own=(lead, executive, assistant, agent)),
        "see everybody's messages": _rule((hr,)),
        "read the inbox": _rule((hr,), own=(lead, executive, assistant, agent, viewer)),
        "choose a way": _rule((hr,), own=(lead, executive, assistant, agent, viewer)),
        "set a team's chat": _rule((hr,), own=(lead,)),
        "see the outbox": _rule((hr,)),
        "see the audit log": _rule((hr,)),
    }
)


def may(role: Role, act: str, *, own: bool = False) -> bool:
    """Whether somebody with `role` may do `act`; `own` says that the thing is theirs.

    Raises KeyError for an act the table lacks: a page with a misspelt act must fail in its first test.
    """
    reach = ACTS[act].get(role)
    return reach == "any" or (own and reach == "own")


def acts_of(role: Role) -> dict[str, Reach]:
    """What a role may do, for the page that explains roles."""
    return {act: rule[role] for act, rule in ACTS.items() if role in rule}
