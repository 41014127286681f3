"""What pages and files say about minutes off the phones: lines of one event, a table of teams and weeks, rows to export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.instants import wall
from planner.domain.off_phone import OFF_PHONE, week_of
from planner.models.events import Event, EventRow
from planner.models.off_phone import events_off_phone, hours_of, minutes_by_week
from planner.models.teams import Team, teams_of_site

WEEKS = 8


@dataclass(frozen=True)
class OffPhoneLine:
    """Minutes of a team in a week, and its cap."""

    team: str
    used: int
    cap: int | None

    @property
    def over(self) -> bool:
        return self.cap is not None and self.used > self.cap

    @property
    def words(self) -> str:
        """ "45 of 60 minutes"."""
        return f"{self.used} minutes" if self.cap is None else f"{self.used} of {self.cap} minutes"


@dataclass(frozen=True)
class TeamWeeks:
    team: Team
    cells: list[OffPhoneLine]


def off_phone_of(event: Event) -> list[OffPhoneLine]:
    """The teams that a drafted event takes off the phones, with their whole week; none for what takes nobody away."""
    if event.kind not in OFF_PHONE or event.all_day or event.cancelled:
        return []
    teams = [event.team] if event.team else teams_of_site(event.site_id) if event.site_id else []
    day = event.wall_start.date()
    events = events_off_phone(Event, day, day)
    mine = next((one for one in events if one.event_id == event.id), None)
    taken = [team for team in teams if team.active and mine is not None and mine.takes(team)]
    weeks = minutes_by_week(taken, events)
    return [_line(team, weeks[team.id][week_of(event.starts_at, hours_of(team), team.site.zone)]) for team in taken]


def _line(team: Team, used: int) -> OffPhoneLine:
    return OffPhoneLine(team.name, used, team.off_phone_cap)


def weeks_from(monday: date) -> list[date]:
    return [monday + timedelta(days=7 * number) for number in range(WEEKS)]


def table(teams: list[Team], mondays: list[date], row: EventRow) -> list[TeamWeeks]:
    """A row a team: four questions, however many teams and weeks."""
    minutes = minutes_by_week(teams, events_off_phone(row, mondays[0], mondays[-1] + timedelta(days=6)))
    return [TeamWeeks(team, [_line(team, minutes[team.id][monday]) for monday in mondays]) for team in teams]


def export_rows(teams: list[Team], mondays: list[date], row: EventRow) -> Iterator[list[str]]:
    """What a workforce planner needs: who is away from when to when, a row a team and event, on the team's own clock."""
    yield [
        "Team",
        "Site",
        "Shift",
        "Week",
        "Day",
        "From",
        "To",
        "Zone",
        "People",
        "Waves",
        "Minutes each",
        "Event",
        "Cap a week",
    ]
    events = events_off_phone(row, mondays[0], mondays[-1] + timedelta(days=6))
    for team in teams:
        for event in events:
            monday = week_of(event.starts_at, hours_of(team), team.site.zone)
            if monday in mondays and event.takes(team):
                start, end = wall(event.starts_at, team.site.zone), wall(event.ends_at, team.site.zone)
                cap = "" if team.off_phone_cap is None else str(team.off_phone_cap)
                people = -(-team.size // max(1, event.waves))
                yield [
                    team.name, team.site.name, team.shift.name, monday.isoformat(), start.date().isoformat(), f"{start:%H:%M}",
                    f"{end:%H:%M}", team.site.zone, str(people), str(event.waves), str(event.minutes), event.title, cap,
                ]  # fmt: skip
