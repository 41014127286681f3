"""What a contact centre is there for: the everyday roles and the strategic ones from which its role statement is put together."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CentreRole:
    """`goals` are keys of the goals of a program that carry the role; `strategic` ones need a sponsor to come true."""

    key: str
    name: str
    strategic: bool
    note: str = ""


ROLES: dict[str, CentreRole] = {
    role.key: role
    for role in (
        CentreRole("everyday", "Settle bills and other everyday matters", strategic=False),
        CentreRole("technical", "Help when something does not work", strategic=False),
        CentreRole("sales", "Sell what fits", strategic=False),
        CentreRole("collect", "Collect what is owed", strategic=False),
        CentreRole("loyalty", "Make customers want to come back", strategic=True),
        CentreRole("brand", "Keep what the brand promises", strategic=True),
        CentreRole(
            "efficient", "Serve well enough at the least cost", strategic=True,
            note="Honest, if that is the aim. Loyalty seldom follows from it.",
        ),
        CentreRole(
            "improve", "Make our own processes and rules better", strategic=True,
            note="Policy reviews and their agents’ seats serve this.",
        ),
        CentreRole(
            "listen", "Gather what customers tell us and pass it on", strategic=True,
            note="Insights and the touch points serve this.",
        ),
    )
}  # fmt: skip


def split(keys: list[str]) -> tuple[list[CentreRole], list[CentreRole]]:
    """The operational and the strategic roles among `keys`, in the order of the table; unknown keys are left out."""
    chosen = [role for key, role in ROLES.items() if key in keys]
    return [role for role in chosen if not role.strategic], [role for role in chosen if role.strategic]


def remarks(keys: list[str]) -> list[str]:
    """What is worth thinking about in this choice, a sentence each."""
    _, strategic = split(keys)
    found = []
    if keys and not strategic:
        found.append("All of these are everyday roles. Which one says why the centre is worth its money?")
    if "efficient" in keys and "loyalty" in keys:
        found.append("Least cost and loyalty pull against each other: say in the statement which one gives way.")
    return found
