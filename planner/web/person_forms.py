"""Filling the forms about people, and reading them back into facts."""

from planner.actions.leaders import LeaderFacts
from planner.actions.people import PersonFacts
from planner.domain.refusals import Refused
from planner.domain.states import LeaderLevel, Role
from planner.models.leaders import Leader
from planner.models.people import Person, person_by_email
from planner.models.sites import all_sites, site_with
from planner.models.teams import all_teams, team_with
from planner.web.forms.people import LeaderForm, PersonForm

NONE = ("", "None")


def person_form(team_id: int | None = None) -> PersonForm:
    """The form with what can be chosen; the team that a person is in stays a choice when it was deactivated."""
    form = PersonForm()
    form.site.choices = [NONE, *((str(site.id), site.name) for site in all_sites())]
    teams = [team for team in all_teams() if team.active or team.id == team_id]
    form.team.choices = [NONE, *((str(team.id), f"{team.name}, {team.site.name}") for team in teams)]
    return form


def leader_form() -> LeaderForm:
    form = LeaderForm(prefix="leader-")
    form.home.choices = [(str(site.id), site.name) for site in all_sites()]
    return form


def person_values(person: Person) -> dict[str, str]:
    """The person as the form's fields hold it."""
    return {
        "name": person.name,
        "email": person.email,
        "role": person.role.value,
        "site": str(person.site_id or ""),
        "team": str(person.team_id or ""),
        "zone": person.zone or "",
    }


def leader_values(leader: Leader | None, person: Person) -> dict[str, str]:
    """The leader's duties as the form's fields hold them; what is usual for somebody who has none yet."""
    if leader is None:
        usual = {"visits_least": "1", "visits_owed": "2", "visits_most": "4", "trips_most": "4", "assistant": ""}
        return {"level": LeaderLevel.executive.value, "home": str(person.site_id or ""), **usual}
    figures = {
        name: str(getattr(leader, name)) for name in ("visits_least", "visits_owed", "visits_most", "trips_most")
    }
    assistant = leader.assistant.email if leader.assistant else ""
    return {"level": leader.level.value, "home": str(leader.home_id), **figures, "assistant": assistant}


def person_facts(form: PersonForm) -> PersonFacts:
    """What the form says."""
    return PersonFacts(
        name=form.name.data or "",
        email=str(form.value("email")),
        role=Role(form.role.data),
        site=site_with(int(form.site.data)) if form.site.data else None,
        team=team_with(int(form.team.data)) if form.team.data else None,
        zone=str(form.value("zone")) if form.zone.data else None,
    )


def leader_facts(form: LeaderForm) -> LeaderFacts:
    """What the form says. Raises Refused when the assistant or the home is nobody or nowhere."""
    home = site_with(int(form.home.data)) if form.home.data else None
    if home is None:
        raise Refused("Choose the home site.", "home")
    figures = {
        name: int(str(form.value(name))) for name in ("visits_least", "visits_owed", "visits_most", "trips_most")
    }
    return LeaderFacts(
        level=LeaderLevel(form.level.data),
        home=home,
        assistant=person_with_address(form.assistant.data, "assistant"),
        **figures,
    )


def person_with_address(address: str | None, field: str) -> Person | None:
    """The person whose address was typed; None when the field was left empty. Raises Refused when nobody has it."""
    if not (address or "").strip():
        return None
    person = person_by_email(str(address))
    if person is None:
        raise Refused(f"Nobody here has the address {address}. Add the person first, or correct the spelling.", field)
    return person
