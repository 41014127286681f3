"""What a rehearsed year comes to: counted where the reader is, the digest beside the cap."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from planner.domain.kindness import Haste
from planner.domain.rehearsals import Mail, figures_of
from tests.domain.times import utc

MONDAY = utc(2027, 3, 1, 9)


def mail(sent_at: datetime, person: int = 1, name: str = "visit-brief", zone: str = "Europe/Dublin") -> Mail:
    return Mail(person, f"Person {person}", name, sent_at, zone)


def test_a_week_is_the_readers_own() -> None:
    late_on_sunday_in_tampa = utc(2027, 3, 1, 3)
    figures = figures_of([mail(late_on_sunday_in_tampa, zone="America/New_York"), mail(MONDAY, person=2)])
    assert {person.person_id: person.weeks for person in figures.people} == {
        1: {date(2027, 2, 22): 1},
        2: {date(2027, 3, 1): 1},
    }


def test_the_digest_is_a_mail_but_does_not_count_towards_the_cap() -> None:
    figures = figures_of([mail(MONDAY, name="digest"), mail(MONDAY), mail(MONDAY + timedelta(days=2))])
    (person,) = figures.people
    assert (figures.mails, person.mails, person.digests, person.most) == (3, 3, 1, 2)


def test_who_is_over_the_cap_is_named_with_the_week() -> None:
    week = [mail(MONDAY + timedelta(days=day)) for day in range(3)]
    figures = figures_of([*week, mail(MONDAY, person=2)])
    assert [(one.person_id, one.over(2)) for one in figures.over_cap(2)] == [(1, {date(2027, 3, 1): 3})]
    assert figures.over_cap(3) == ()


def test_the_busiest_day_is_the_first_of_those_with_the_most() -> None:
    figures = figures_of([mail(MONDAY + timedelta(days=7)), mail(MONDAY)])
    assert figures.busiest == (date(2027, 3, 1), 1)


def test_a_year_without_mails_has_no_busiest_day() -> None:
    assert (figures_of([]).busiest, figures_of([]).people) == (None, ())


def test_who_is_over_by_what_cannot_wait_is_named_with_the_reasons() -> None:
    hastes = [None, Haste.eve, Haste.told, Haste.eve]
    week = [replace(mail(MONDAY + timedelta(days=day)), haste=haste) for day, haste in enumerate(hastes)]
    (person,) = figures_of(week).people
    assert (person.over(3), person.why(date(2027, 3, 1))) == ({date(2027, 3, 1): 4}, {Haste.eve: 2, Haste.told: 1})
    assert (person.needless(1), person.needless(0)) == ((), (date(2027, 3, 1),))


def test_a_mail_beyond_the_cap_that_could_have_waited_is_one_too_many() -> None:
    week = [replace(mail(MONDAY), haste=Haste.eve), mail(MONDAY + timedelta(days=1))]
    figures = figures_of(week[::-1])
    assert (figures.needless(1), figures.needless(2)) == (figures.people, ())
