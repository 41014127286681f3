"""The rules a second time, slowly and in the most obvious way, on the bare JSON: what `check` is held against.

Longer than most files, as it is one rule after the other and shares nothing with the planner.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
DAY, WEEK, MINUTE = timedelta(days=1), timedelta(weeks=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Seen:
    """An event with everything that follows from it. `days` has a shift date for each of `teams`."""

    what: Json
    start: datetime
    end: datetime
    teams: list[Json]
    days: list[date]

    @property
    def site(self) -> str:
        return str(self.teams[0]["site"])

    @property
    def day(self) -> date:
        return self.days[0]


class Oracle:
    """One problem and one plan. `broken` counts units by rule, `cost` is the sum of all parts."""

    def __init__(self, data: Json, plan: Json) -> None:
        self.data, self.plan, self.broken = data, plan, Counter[str]()
        self.first = date.fromisoformat(data["horizon"]["start"])
        self.beyond: date = self.first + DAY * data["horizon"]["days"]
        self.weeks = data["horizon"]["days"] // 7
        self.by = {name: {x["id"]: x for x in data[name]} for name in ("sites", "shifts", "teams", "kinds", "tracks")}
        self.by |= {name: {x["id"]: x for x in data[name]} for name in ("leaders", "policies")}
        self.seen = [found for what in plan["occurrences"] if (found := self.look(what)) is not None]
        self.whole = [e for e in self.seen if all(self.in_year(day) for day in e.days)]
        for event in self.seen:
            self.placing(event)
        self.team_rules()
        self.leader_rules()
        self.shared_rules()
        self.cost = self.recognition_cost() + self.visit_cost() + self.session_cost()

    # -- one event

    def look(self, what: Json) -> Seen | None:
        """None for what names something unknown, which is one broken rule and no more."""
        pairs = [
            ("team", "teams"),
            ("kind", "kinds"),
            ("track", "tracks"),
            ("leader", "leaders"),
            ("policy", "policies"),
        ]
        if any(key in what and what[key] not in self.by[name] for key, name in pairs):
            self.broken["H01"] += 1
            return None
        start = datetime.fromisoformat(what["start"]).astimezone(UTC)
        if "policy" in what:
            policy = self.by["policies"][what["policy"]]
            teams, minutes = [self.by["teams"][name] for name in policy["participants"]], policy["minutes"]
        else:
            teams = [self.by["teams"][what["team"]]]
            thing = self.by["kinds"][what["kind"]] if "kind" in what else self.data["visit"]
            minutes = thing["minutes"]
        end = start + MINUTE * minutes
        if start.minute % self.data["slot_minutes"] or start.second:
            self.broken["H01"] += 1
        if "track" in what and what["kind"] not in self.by["tracks"][what["track"]]["kinds"]:
            self.broken["H01"] += 1
        shifts = [self.shift_date(team, start, end) for team in teams]
        self.broken["H03"] += shifts.count(None)
        locals_ = [self.local(team["site"], start).date() for team in teams]
        return Seen(what, start, end, teams, [day or other for day, other in zip(shifts, locals_, strict=True)])

    def local(self, site: str, when: datetime) -> datetime:
        return when.astimezone(ZoneInfo(self.by["sites"][site]["tz"]))

    def shift_date(self, team: Json, start: datetime, end: datetime) -> date | None:
        shift, zone = self.by["shifts"][team["shift"]], ZoneInfo(self.by["sites"][team["site"]]["tz"])
        for day in (self.local(team["site"], start).date(), self.local(team["site"], start).date() - DAY):
            until = day + DAY if shift["end"] <= shift["start"] else day
            opens = datetime.fromisoformat(f"{day}T{shift['start']}").replace(tzinfo=zone).astimezone(UTC)
            closes = datetime.fromisoformat(f"{until}T{shift['end']}").replace(tzinfo=zone).astimezone(UTC)
            if day.weekday() in team["workdays"] and opens <= start and end <= closes:
                return day
        return None

    def in_year(self, day: date) -> bool:
        return self.first <= day < self.beyond

    def within(self, day: date, periods: list[Json]) -> bool:
        return any(str(period["start"]) <= day.isoformat() <= str(period["end"]) for period in periods)

    def week(self, day: date) -> int:
        return (day - self.first).days // 7

    def placing(self, event: Seen) -> None:
        kind, week = event.what["type"], self.data["csw"]
        for team, day in zip(event.teams, event.days, strict=True):
            if not self.in_year(day):
                self.broken["H03"] += 1
                continue
            site = self.by["sites"][team["site"]]
            last = self.local(site["id"], event.end - MINUTE).date()
            for touched in {day, self.local(site["id"], event.start).date(), last}:
                if touched.isoformat() in site["holidays"]:
                    self.broken["H04"] += 1
                elif self.within(touched, site["blackouts"]):
                    self.broken["H05"] += 1
            shut = day.isoformat() in site["holidays"] or self.within(day, site["blackouts"])
            quiet = kind in ("recognition", "session")
            self.broken["H06"] += quiet and not shut and self.within(day, site["peak_weeks"])
            self.broken["H06"] += kind == "recognition" and day.weekday() in site["peak_weekdays"]
            inside = week["start"] <= day.isoformat() <= week["end"]
            self.broken["H07"] += (quiet and inside) or (kind == "csw" and not inside)

    # -- teams

    def of(self, kind: str, **match: str) -> list[Seen]:
        found = [e for e in self.whole if e.what["type"] == kind]
        return [e for e in found if all(e.what.get(key) == value for key, value in match.items())]

    def recognised(self, team: Json, track: Json) -> list[Seen]:
        events = self.of("recognition", team=team["id"], track=track["id"])
        return sorted(events, key=lambda e: (e.day, e.what["kind"]))

    def visited(self, team: Json) -> list[Seen]:
        return sorted(self.of("visit", team=team["id"]), key=lambda e: e.start)

    def team_rules(self) -> None:
        for team in self.data["teams"]:
            for track in self.data["tracks"]:
                events = self.recognised(team, track)
                self.broken["H02"] += len(events) != track["count"]
                ends = [date.fromisoformat(team["history"][track["id"]]["date"]), *(e.day for e in events)]
                gaps = [(later - sooner).days for sooner, later in pairwise(ends)]
                low, high = track["min_gap_days"], track["max_gap_days"]
                self.broken["H10"] += sum(not low <= gap <= high for gap in gaps)
                self.broken["H10"] += bool(events) and (self.beyond - ends[-1]).days > high
            celebrated = sorted(e.what["kind"] for e in self.of("csw", team=team["id"]))
            self.broken["H02"] += celebrated != sorted(self.data["csw"]["kinds"])
            days = Counter(e.day for e in self.whole if "kind" in e.what and e.what["team"] == team["id"])
            self.broken["H08"] += sum(count - 1 for count in days.values())
            there = [
                e for e in self.seen for t, d in zip(e.teams, e.days, strict=True) if t is team and self.in_year(d)
            ]
            self.broken["H09"] += self.overlaps(there)
            self.visit_rules(team)
        for policy in self.data["policies"]:
            self.broken["H02"] += len(self.of("session", policy=policy["id"])) != 1

    def visit_rules(self, team: Json) -> None:
        rule, visits = self.data["visit"], self.visited(team)
        self.broken["H02"] += len(visits) != rule["count"]
        weeks = [team["last_visit_week"], *(self.week(e.day) for e in visits)]
        low, high = rule["min_gap_weeks"], rule["max_gap_weeks"]
        self.broken["H11"] += sum(not low <= later - sooner <= high for sooner, later in pairwise(weeks))
        self.broken["H11"] += bool(visits) and self.weeks - weeks[-1] > high

    def overlaps(self, events: list[Seen]) -> int:
        ordered = sorted(events, key=lambda e: (e.start, e.end))
        return sum(later.start < sooner.end for sooner, later in pairwise(ordered))

    # -- leaders

    def led(self, leader: Json) -> list[Seen]:
        owned = {policy["id"] for policy in self.data["policies"] if policy["owner"] == leader["id"]}
        return [e for e in self.whole if e.what.get("leader") == leader["id"] or e.what.get("policy") in owned]

    def leader_rules(self) -> None:
        for leader in self.data["leaders"]:
            mine = self.led(leader)
            self.broken["H12"] += self.overlaps(mine)
            for event in mine:
                at_home = self.local(leader["home"], event.start).date()
                days = {at_home} if "policy" in event.what else {event.day, self.local(event.site, event.start).date()}
                self.broken["H13"] += any(self.within(day, leader["unavailable"]) for day in days)
                busy = [[datetime.fromisoformat(end) for end in pair] for pair in leader["busy"]]
                self.broken["H13"] += any(begin < event.end and event.start < end for begin, end in busy)
            visits = [e for e in mine if "leader" in e.what]
            self.caps(leader, visits)
            home = {e.start: self.local(leader["home"], e.start).date() for e in mine}
            load = Counter(self.week(e.day if "leader" in e.what else home[e.start]) for e in mine)
            self.broken["H16"] += sum(max(0, count - leader["max_load_week"]) for count in load.values())
            self.quarters(leader, visits)

    def caps(self, leader: Json, visits: list[Seen]) -> None:
        for day in {e.day for e in visits}:
            sites = Counter(e.site for e in visits if e.day == day)
            self.broken["H14"] += len(sites) > 1
            for site, count in sites.items():
                cap = leader["max_visits_home_day" if site == leader["home"] else "max_visits_trip_day"]
                self.broken["H15"] += max(0, count - cap)

    def journeys(self, leader: Json, visits: list[Seen]) -> set[tuple[date, str]]:
        return {(e.day, e.site) for e in visits if e.site != leader["home"]}

    def quarters(self, leader: Json, visits: list[Seen]) -> None:
        for quarter in range(self.weeks // 13):
            here = [e for e in visits if self.week(e.day) // 13 == quarter]
            quota = leader["quota"]
            self.broken["H17"] += max(0, quota["min"] - len(here)) + max(0, len(here) - quota["max"])
            self.broken["H18"] += max(0, len(self.journeys(leader, here)) - leader["max_trips_per_quarter"])

    # -- what all share

    def shared_rules(self) -> None:
        hosted = [e for e in self.whole if "kind" in e.what]
        for site in self.data["sites"]:
            here = sorted((e for e in hosted if e.site == site["id"]), key=lambda e: e.start)
            for number, event in enumerate(here):
                running = 1 + sum(other.end > event.start for other in here[:number])
                self.broken["H19"] += running > site["hosts"]
            for week, cap in enumerate(site["committee_minutes"]):
                used = [
                    self.by["kinds"][e.what["kind"]] for e in here if "track" in e.what and self.week(e.day) == week
                ]
                self.broken["H20"] += sum(kind["committee_minutes"] for kind in used) > cap
        for budget in self.data["months"] + self.data["quarters"]:
            spent = sum(self.price(e) for e in hosted if budget["start"] <= e.day.isoformat() <= budget["end"])
            self.broken["H21"] += spent > budget["budget"]
        held = Counter[int]()
        for policy in self.data["policies"]:
            for event in self.of("session", policy=policy["id"])[:1]:
                held[self.week(event.day)] += 1
                inside = policy["window_start_week"] <= self.week(event.day) <= policy["window_end_week"]
                self.broken["H22"] += not inside
        cap = self.data["policy_rules"]["max_sessions_per_week"]
        self.broken["H22"] += sum(max(0, count - cap) for count in held.values())
        for pin in self.data["pins"]:
            self.broken["H23"] += not any(self.same(pin, what) for what in self.plan["occurrences"])

    def price(self, event: Seen) -> int:
        kind = self.by["kinds"][event.what["kind"]]
        return int(kind["cost_fixed"] + kind["cost_per_head"] * event.teams[0]["size"])

    def same(self, pin: Json, what: Json) -> bool:
        apart = {key: value for key, value in pin.items() if key != "start"}
        here = {key: value for key, value in what.items() if key != "start"}
        return apart == here and datetime.fromisoformat(pin["start"]) == datetime.fromisoformat(what["start"])

    # -- what it costs

    def recognition_cost(self) -> int:
        weights, cost = self.data["weights"], 0
        for team in self.data["teams"]:
            volume = self.by["sites"][team["site"]]["volume"]
            for track in self.data["tracks"]:
                past, events = team["history"][track["id"]], self.recognised(team, track)
                days = [date.fromisoformat(past["date"]), *(e.day for e in events)]
                gaps = [(later - sooner).days for sooner, later in pairwise(days)]
                off = [max(0, abs(gap - track["ideal_gap_days"]) - track["tolerance_days"]) for gap in gaps]
                kinds = [None, past["kind"], *(e.what["kind"] for e in events)]
                cost += weights["space_day"] * sum(off) + self.repeats(kinds, weights["rot_prev"], weights["rot_prev2"])
                cost += weights["volume"] * sum(volume[(e.day - self.first).days] for e in events)
        for site in self.data["sites"]:
            load = Counter(self.week(e.day) for e in self.of("recognition") if e.site == site["id"])
            cost += weights["load"] * sum(max(0, count - site["soft_week_load"]) for count in load.values())
        return int(cost)

    def repeats(self, names: list[str | None], again: int, before: int) -> int:
        """The first two names are those before the year; the one before the last year's is not known."""
        cost = 0
        for place in range(2, len(names)):
            if names[place] == names[place - 1]:
                cost += again
            elif names[place] == names[place - 2]:
                cost += before
        return cost

    def visit_cost(self) -> int:
        weights, rule, cost = self.data["weights"], self.data["visit"], 0
        for team in self.data["teams"]:
            visits = self.visited(team)
            weeks = [team["last_visit_week"], *(self.week(e.day) for e in visits)]
            gaps = [later - sooner for sooner, later in pairwise(weeks)]
            off = [max(0, abs(gap - rule["ideal_gap_weeks"]) - rule["tolerance_weeks"]) for gap in gaps]
            names = [None, team["last_visit_leader"], *(e.what["leader"] for e in visits)]
            cost += weights["visit_week"] * sum(off)
            cost += self.repeats(names, weights["same_leader"], weights["same_leader2"])
            levels = [self.by["leaders"][e.what["leader"]]["level"] for e in visits]
            cost += weights["no_senior"] * (not any(level != "manager" for level in levels))
        for leader in self.data["leaders"]:
            mine = self.of("visit", leader=leader["id"])
            cost += weights["trip"] * len(self.journeys(leader, mine))
            for quarter in range(self.weeks // 13):
                count = sum(self.week(e.day) // 13 == quarter for e in mine)
                cost += weights["over_target"] * max(0, count - leader["quota"]["target"])
        return int(cost)

    def session_cost(self) -> int:
        cost = 0
        for policy in self.data["policies"]:
            for event in self.of("session", policy=policy["id"])[:1]:
                cost += policy["pain"] * max(0, self.week(event.day) - policy["window_start_week"])
        return int(self.data["weights"]["policy_delay"] * cost)
