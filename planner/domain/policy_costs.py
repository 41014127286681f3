"""What a rule costs, in hours a year: contacts, the minutes of agents and of customers in each, and those who must ask again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

MONTHS = 12
SECONDS_AN_HOUR = 3600
YEAR_DAYS = 365
REMEASURE_DAYS = 90
"""So many days after a rule changed, somebody counts again."""
PAIN_LEAST, PAIN_MOST = 1, 5


@dataclass(frozen=True)
class Cost:
    """The ledger line of a rule. `customer_seconds` is what passes on the customer's clock, waiting included; of 100 contacts that the
    rule touches, `repeats_in_100` come back, and each costs the same again.
    """

    contacts_a_month: int = 0
    agent_seconds: int = 0
    customer_seconds: int = 0
    repeats_in_100: int = 0


@dataclass(frozen=True)
class Hours:
    """Hours, exact: of agents and of customers."""

    agents: Fraction = Fraction(0)
    customers: Fraction = Fraction(0)

    @property
    def total(self) -> Fraction:
        return self.agents + self.customers

    def __add__(self, other: "Hours") -> "Hours":
        return Hours(self.agents + other.agents, self.customers + other.customers)

    def __sub__(self, other: "Hours") -> "Hours":
        return Hours(self.agents - other.agents, self.customers - other.customers)

    def times(self, share: Fraction) -> "Hours":
        return Hours(self.agents * share, self.customers * share)


def hours_a_year(cost: Cost) -> Hours:
    """What the rule takes in twelve months."""
    contacts = Fraction(cost.contacts_a_month * MONTHS * (100 + cost.repeats_in_100), 100)
    return Hours(contacts * cost.agent_seconds / SECONDS_AN_HOUR, contacts * cost.customer_seconds / SECONDS_AN_HOUR)


def given_back(before: Cost, after: Cost) -> Hours:
    """Hours a year that a change gives back; less than nought when it made things worse."""
    return hours_a_year(before) - hours_a_year(after)


def so_far(a_year: Hours, since: date, until: date) -> Hours:
    """What has been given back between two days, `until` not counted; nothing before it began."""
    days = max(0, (until - since).days)
    return a_year.times(Fraction(days, YEAR_DAYS))


def total(several: Iterable[Hours]) -> Hours:
    """All of them together."""
    found = Hours()
    for one in several:
        found += one
    return found


def whole(hours: Fraction) -> int:
    """Whole hours for reading, halves away from nought."""
    rounded = int(abs(hours) + Fraction(1, 2))
    return rounded if hours >= 0 else -rounded


def remeasured_on(changed_on: date) -> date:
    """The day by which the rule's cost is counted again."""
    return changed_on + timedelta(days=REMEASURE_DAYS)


def pain_of(work: int, penalty: int) -> int:
    """How much a rule hurts, 1 to 5: the mean of work for agents and penalty on customers, halves upwards."""
    return (work + penalty + 1) // 2


def objections(cost: Cost) -> dict[str, str]:
    """What cannot be, field by field; empty when the line makes sense."""
    found = {}
    if not 0 <= cost.contacts_a_month <= 10_000_000:
        found["contacts_a_month"] = "Contacts a month are a whole number, nought or more."
    for name, who in (("agent_seconds", "an agent"), ("customer_seconds", "a customer")):
        if not 0 <= getattr(cost, name) <= 30 * 24 * SECONDS_AN_HOUR:
            found[name] = f"The minutes of {who} are nought or more, a month at most."
    if not 0 <= cost.repeats_in_100 <= 1000:
        found["repeats_in_100"] = "Out of 100 contacts, from 0 to 1000 come again."
    return found
