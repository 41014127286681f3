"""The way from an empty program to a published year, step by step; it can be left and taken up again anywhere."""

from dataclasses import dataclass

from flask import current_app, url_for

from planner.actions.draft_changes import differences
from planner.domain.preparation import missing_launch
from planner.models import drafts
from planner.models.events import Event
from planner.models.generations import unfinished_of
from planner.models.programs import Program
from planner.models.versions import last_version


@dataclass(frozen=True)
class Step:
    """`act` is the label of the way there; `address` is empty where there is no page yet."""

    title: str
    sentence: str
    done: bool
    address: str = ""
    act: str = ""


def steps_of(program: Program) -> list[Step]:
    """In the order in which HR takes them; the first that is not done is the next."""
    events = drafts.draft_events(program.id)
    return [_people(), _week(program), _cadences(program), _generated(program, len(events)), *_last(program, events)]


def _people() -> Step:
    teams, leaders = len(drafts.working_teams()), len(drafts.working_leaders())
    sentence = f"{_count(teams, 'team')}, {_count(leaders, 'leader')}."
    if not teams:
        sentence = "Nobody is here yet: bring sites, teams, people and leaders in from a sheet."
    elif not leaders:
        sentence += " Nobody owes floor visits yet: name leaders."
    return Step("People and places", sentence, bool(teams and leaders), _address("people.index"), "People")


def _week(program: Program) -> Step:
    first, last = program.celebration_starts_on, program.celebration_ends_on
    address = url_for("programs.edit", program_id=program.id)
    if first is None or last is None:
        return Step("Celebration week", "No week is set.", False, address, "Set it")
    sentence = f"{first.day} {first:%B} to {last.day} {last:%B %Y}. {missing_launch(1 if program.launched_change else 0) or ''}"
    return Step("Celebration week", sentence.strip(), True, address, "Change")


def _cadences(program: Program) -> Step:
    names = ", ".join(cadence.name for cadence in program.cadences)
    sentence = (
        f"{names}." if names else "Choose how often teams are thanked, visited and asked: a set of presets will do."
    )
    return Step("Cadences", sentence, bool(names), url_for("programs.cadences", program_id=program.id), "Cadences")


def _generated(program: Program, count: int) -> Step:
    running = unfinished_of(program.id)
    if running is not None:
        return Step(
            "Generate", running.sentence, False, url_for("generations.show", generation_id=running.id), "See how far"
        )
    sentence = (
        f"The draft has {_count(count, 'event')}."
        if count
        else "Let Planner make a draft of the year; it takes less than a minute."
    )
    return Step("Generate", sentence, count > 0, url_for("generations.index", program_id=program.id), "Generate")


def _last(program: Program, events: list[Event]) -> list[Step]:
    version, waiting = last_version(program.id), len(differences(events))
    address = url_for("programs.draft", program_id=program.id)
    look = "What publishing would change, whom it would tell, and why each event is where it is."
    published = f"Version {version.number} is published." if version else "Nobody but HR sees anything yet."
    if version and waiting:
        published += f" {_count(waiting, 'event')} of the draft differ from it."
    return [
        Step("Look at the draft", look, version is not None, address, "Look"),
        Step("Publish", published, version is not None and not waiting, address, "Publish"),
    ]


def _address(endpoint: str) -> str:
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
