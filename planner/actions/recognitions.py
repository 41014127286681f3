"""Thanking: named people, the deed, and who may read it, settled before it is written."""

from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.awards import refuse_award
from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.domain.text import clean, refuse, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.names_in_texts import Names
from planner.models.people import Person
from planner.models.recognitions import Consent, Recognition, Visibility
from planner.models.teams import Team

NAMES_LONGEST = 300
BEHAVIOUR_LONGEST = 200
NOMINATOR_LONGEST = 120


@dataclass(frozen=True)
class Thanks:
    """What somebody wants to say. `names` as the people are called; `behaviour` is what they did."""

    names: str
    behaviour: str
    story: str = ""
    measure: str = ""
    visibility: Visibility = Visibility.team
    nominator: str = ""
    """Who told the giver of it; credited beside the giver."""
    consent: Consent = Consent.inside
    named: bool = True


def thank(
    thanks: Thanks,
    *,
    giver: Person,
    team: Team | None,
    given_on: date,
    now: datetime,
    event_id: int | None = None,
    floor_visit_id: int | None = None,
) -> Recognition:
    """Writes the thanks down. Raises Refused without names or deed, and for talk or handle time alone."""
    _refuse_odd(thanks, team)
    with writing():
        recognition = Recognition(
            giver_id=giver.id,
            team_id=team.id if team else None,
            given_on=given_on,
            made_at=now,
            event_id=event_id,
            floor_visit_id=floor_visit_id,
            names=clean(thanks.names),
            nominator=clean(thanks.nominator)[:NOMINATOR_LONGEST],
            behaviour=clean(thanks.behaviour),
            story=clean(thanks.story),
            measure=clean(thanks.measure),
            visibility=thanks.visibility,
            consent=thanks.consent,
            named=thanks.named,
        )
        db.session.add(recognition)
        db.session.flush()
        note(
            "thank",
            "recognition",
            recognition.id,
            f"{giver.name} thanked {recognition.shown_names}.",
            by=giver,
            now=now,
        )
        return recognition


def _refuse_odd(thanks: Thanks, team: Team | None) -> None:
    found = {
        "names": refuse(thanks.names, "The field with the names", NAMES_LONGEST),
        "behaviour": refuse_award(thanks.behaviour, thanks.measure)
        or refuse(thanks.behaviour, "What they did", BEHAVIOUR_LONGEST),
        "story": refuse_long(thanks.story, "The story"),
        "team": "Say of which team they are: thanks for a team need one." if _needs_team(thanks, team) else None,
    }
    for field, sentence in found.items():
        if sentence:
            raise Refused(sentence, field)


def _needs_team(thanks: Thanks, team: Team | None) -> bool:
    return team is None and thanks.visibility is not Visibility.everyone


def may_take_back(story: Recognition, person: Person) -> bool:
    """Whoever is thanked, whoever wrote it, and HR."""
    called = (person.name, *(person.name.split()[:1] if story.team_id == person.team_id else ()))
    thanked = Names(called, ()).in_text(story.names)
    return thanked or story.giver_id == person.id or person.role is Role.hr


def take_back(story: Recognition, *, by: Person, now: datetime) -> None:
    """The story leaves every page, pack, feed and mail to come. Raises Refused for somebody who has no say in it."""
    if not may_take_back(story, by):
        raise Refused("Those who are thanked, whoever wrote it and HR can take it back.")
    with writing():
        story.withdrawn_at = now
        note("take back", "recognition", story.id, "A story was taken back: it is shown nowhere.", by=by, now=now)


def put_back(recognition_id: int, *, by: Person, now: datetime) -> None:
    """Shows it again. Raises Refused for somebody who has no say in it."""
    with writing():
        story = db.session.get(Recognition, recognition_id)
        if story is None or not may_take_back(story, by):
            raise Refused("Those who are thanked, whoever wrote it and HR can put it back.")
        story.withdrawn_at = None
        note("put back", "recognition", story.id, "A story that was taken back is shown again.", by=by, now=now)


def agree(story: Recognition, consent: Consent, *, named: bool, by: Person, now: datetime) -> None:
    """What those who are thanked agree to from now on. Raises Refused for somebody who has no say in it."""
    if not may_take_back(story, by):
        raise Refused("Those who are thanked, whoever wrote it and HR say what it may be used for.")
    with writing():
        story.consent, story.named = consent, named
        said = "in public as well" if consent is Consent.public else "inside only"
        note("agree", "recognition", story.id, f"A story may be told {said}.", by=by, now=now)
