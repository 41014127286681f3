"""The three people as whom a newcomer looks around."""

from planner.domain.states import LeaderLevel
from planner.models.leaders import leaders_active
from planner.models.people import Person, person_by_email
from planner.models.teams import active_teams

HR_ADDRESS = "hana.hr@demo.example"


def guests() -> list[tuple[str, Person]]:
    """HR, a team lead and an executive of the demo, each with what they are."""
    hr = person_by_email(HR_ADDRESS)
    lead = next((team.lead for team in active_teams() if team.lead), None)
    executive = next((leader.person for leader in leaders_active() if leader.level is LeaderLevel.executive), None)
    found = (("HR", hr), ("Team lead", lead), ("Executive", executive))
    return [(role, person) for role, person in found if person is not None]
