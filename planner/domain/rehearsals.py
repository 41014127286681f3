"""What a rehearsed year comes to: messages per person and week, the busiest day, and who would get more than the cap."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.instants import wall
from planner.domain.weeks import monday_of

UNCOUNTED = frozenset({"digest", "sign-in"})
"""The digest is what the cap folds messages into; a sign-in link was asked for."""


@dataclass(frozen=True)
class Mail:
    """One mail that reached a mailbox; `zone` is the reader's."""

    person_id: int
    person: str
    name: str
    sent_at: datetime
    zone: str

    @property
    def day(self) -> date:
        return wall(self.sent_at, self.zone).date()

    @property
    def counts(self) -> bool:
        """Whether it counts towards the cap."""
        return self.name not in UNCOUNTED


@dataclass(frozen=True)
class PersonsYear:
    """`weeks` maps the Monday of a week to the mails that count towards the cap; weeks with none are left out."""

    person_id: int
    person: str
    mails: int
    digests: int
    weeks: dict[date, int]

    @property
    def most(self) -> int:
        """The most in one week."""
        return max(self.weeks.values(), default=0)

    def over(self, cap: int) -> dict[date, int]:
        """Weeks with more than the cap."""
        return {week: count for week, count in self.weeks.items() if count > cap}


@dataclass(frozen=True)
class Figures:
    """`people` are in order of their busiest week; `busiest` is None when nothing was sent."""

    mails: int
    people: tuple[PersonsYear, ...]
    by_name: dict[str, int]
    busiest: tuple[date, int] | None

    def over_cap(self, cap: int) -> tuple[PersonsYear, ...]:
        """Who would get more than `cap` mails in some week, the digest not counted."""
        return tuple(person for person in self.people if person.most > cap)


def figures_of(mails: Iterable[Mail]) -> Figures:
    """Counted in each reader's own days and weeks."""
    all_mails = list(mails)
    of_person: dict[int, list[Mail]] = {}
    for mail in all_mails:
        of_person.setdefault(mail.person_id, []).append(mail)
    people = sorted(map(_year_of, of_person.values()), key=lambda one: (-one.most, -one.mails, one.person))
    days = Counter(mail.day for mail in all_mails)
    busiest = min(days.items(), key=lambda pair: (-pair[1], pair[0])) if days else None
    by_name = Counter(mail.name for mail in all_mails)
    return Figures(len(all_mails), tuple(people), dict(by_name.most_common()), busiest)


def _year_of(mails: list[Mail]) -> PersonsYear:
    weeks = Counter(monday_of(mail.day) for mail in mails if mail.counts)
    digests = sum(mail.name == "digest" for mail in mails)
    return PersonsYear(mails[0].person_id, mails[0].person, len(mails), digests, dict(sorted(weeks.items())))
