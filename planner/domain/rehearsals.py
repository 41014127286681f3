"""What a rehearsed year comes to: messages per person and week, the busiest day, and who would get more than the cap."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.instants import wall
from planner.domain.kindness import Haste
from planner.domain.weeks import monday_of

UNCOUNTED = frozenset({"digest", "sign-in", "test"})
"""The digest is what the cap folds messages into; a sign-in link and “send me this one” were asked for."""


@dataclass(frozen=True)
class Mail:
    """One mail that reached a mailbox; `zone` is the reader's, `haste` why it did not ask whether the week was full."""

    person_id: int
    person: str
    name: str
    sent_at: datetime
    zone: str
    haste: Haste | None = None

    @property
    def day(self) -> date:
        return wall(self.sent_at, self.zone).date()

    @property
    def counts(self) -> bool:
        """Whether it counts towards the cap."""
        return self.name not in UNCOUNTED


@dataclass(frozen=True)
class PersonsYear:
    """`hastes` maps the Monday of a week to the mails that count towards the cap, in order; weeks with none are left out."""

    person_id: int
    person: str
    mails: int
    digests: int
    hastes: dict[date, tuple[Haste | None, ...]]

    @property
    def weeks(self) -> dict[date, int]:
        """How many mails of each week count."""
        return {week: len(mails) for week, mails in self.hastes.items()}

    @property
    def most(self) -> int:
        """The most in one week."""
        return max(self.weeks.values(), default=0)

    def over(self, cap: int) -> dict[date, int]:
        """Weeks with more than the cap."""
        return {week: count for week, count in self.weeks.items() if count > cap}

    def needless(self, cap: int) -> tuple[date, ...]:
        """Weeks in which a mail beyond the cap could have waited: there must be none."""
        return tuple(week for week, mails in self.hastes.items() if None in mails[cap:])

    def why(self, week: date) -> dict[Haste, int]:
        """How many mails of a week went however many there were, by reason."""
        return dict(Counter(haste for haste in self.hastes[week] if haste is not None).most_common())


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

    def needless(self, cap: int) -> tuple[PersonsYear, ...]:
        """Of these, who would by a mail that could have waited."""
        return tuple(person for person in self.people if person.needless(cap))


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
    weeks: dict[date, tuple[Haste | None, ...]] = {}
    for mail in sorted(mails, key=lambda one: one.sent_at):
        if mail.counts:
            week = monday_of(mail.day)
            weeks[week] = (*weeks.get(week, ()), mail.haste)
    digests = sum(mail.name == "digest" for mail in mails)
    return PersonsYear(mails[0].person_id, mails[0].person, len(mails), digests, weeks)
