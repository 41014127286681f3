"""Reading csw-bench/1, refusing nonsense with a sentence that names the place.

Longer than most files: one short reader for each record of `problem.py`, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from planner.planning.plan import Occurrence
from planner.planning.problem import (
    FORMAT,
    ActivityKind,
    Budget,
    CelebrationWeek,
    Closure,
    LastEvent,
    Leader,
    Policy,
    Problem,
    Quota,
    Shift,
    Site,
    Team,
    Track,
    Visit,
    Weights,
)
from planner.planning.reading import Place, ProblemRefused


class Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Named)
KNOWN = {f.name for f in fields(Problem)} | {"format", "horizon", "policy_rules"}


def read(data: Mapping[str, object]) -> Problem:
    top = Place(data, "")
    if top["format"].text() != FORMAT:
        raise ProblemRefused(f'format: expected "{FORMAT}".')
    start, days, slot = _horizon(top)
    sites = _each(top, "sites", lambda place: _site(place, days))
    shifts = _each(top, "shifts", _shift)
    kinds = _each(top, "kinds", _kind)
    tracks = _each(top, "tracks", lambda place: _track(place, _ids(kinds)))
    visit = _visit(top["visit"])
    site_ids, leader_ids = _ids(sites), {place["id"].text() for place in top["leaders"].items()}
    names = (site_ids, _ids(shifts), leader_ids)
    teams = _each(top, "teams", lambda place: _team(place, start, days // 7, visit, tracks, names))
    problem = Problem(
        name=top["name"].text(),
        start=start,
        days=days,
        slot_minutes=slot,
        sites=sites,
        shifts=shifts,
        teams=teams,
        kinds=kinds,
        tracks=tracks,
        csw=_celebration(top["csw"], _ids(kinds)),
        visit=visit,
        leaders=_each(top, "leaders", lambda place: _leader(place, site_ids)),
        policies=_each(top, "policies", lambda place: _policy(place, _ids(teams), leader_ids, days // 7)),
        max_sessions_per_week=top["policy_rules"]["max_sessions_per_week"].whole(0),
        months=_each(top, "months", _budget),
        quarters=_each(top, "quarters", _budget),
        weights=_weights(top.maybe("weights")),
        extra={key: value for key, value in data.items() if key not in KNOWN},
    )
    pins = tuple(_pin(place, problem) for place in (top.maybe("pins") or Place([], "pins")).items())
    return Problem(**{f.name: getattr(problem, f.name) for f in fields(Problem) if f.name != "pins"}, pins=pins)


def _horizon(top: Place) -> tuple[date, int, int]:
    place = top["horizon"]
    start, days = place["start"].date(), place["days"].whole(7, 742)
    if start.weekday() != 0:
        raise place["start"].refuse(f"{start} is not a Monday.")
    if days % 7:
        raise place["days"].refuse(f"{days} is not a whole number of weeks.")
    return start, days, top["slot_minutes"].whole(1, 60)


def _each(top: Place, key: str, reader: Callable[[Place], T]) -> tuple[T, ...]:
    seen: set[str] = set()
    for place in top[key].items():
        name = place["id"].text()
        if name in seen:
            raise place["id"].refuse(f'"{name}" is used twice.')
        seen.add(name)
    return tuple(reader(place) for place in top[key].items())


def _ids(things: Sequence[Named]) -> set[str]:
    return {thing.id for thing in things}


def _site(place: Place, days: int) -> Site:
    optional = {name: place.maybe(name) for name in ("name", "country", "subdiv", "vertical")}
    words = {name: found.text() for name, found in optional.items() if found}
    load = place.maybe("soft_visit_load")
    return Site(
        id=place["id"].text(),
        name=words.pop("name", place["id"].text()),
        tz=_zone(place["tz"]),
        holidays={Place(day, where.path).date(): where.text() for day, where in place["holidays"].pairs()},
        blackouts=_closures(place["blackouts"]),
        peak_weeks=_closures(place["peak_weeks"]),
        peak_weekdays=_weekdays(place["peak_weekdays"]),
        volume=_row(place["volume"], days, "day"),
        hosts=place["hosts"].whole(0),
        committee_minutes=_row(place["committee_minutes"], days // 7, "week"),
        soft_week_load=place["soft_week_load"].whole(0),
        soft_visit_load=load.whole(0) if load else None,
        **words,
    )


def _zone(place: Place) -> str:
    try:
        ZoneInfo(place.text())
    except (KeyError, ValueError, OSError):
        raise place.refuse(f'"{place.value}" is not a time zone like Europe/Dublin.') from None
    return place.text()


def _closures(place: Place) -> tuple[Closure, ...]:
    return tuple(_closure(item) for item in place.items())


def _closure(place: Place) -> Closure:
    start, end, reason = place["start"].date(), place["end"].date(), place.maybe("reason")
    if end < start:
        raise place["end"].refuse(f"{end} is before the start, {start}.")
    return Closure(start, end, reason.text() if reason else "closed")


def _weekdays(place: Place) -> tuple[int, ...]:
    return tuple(item.whole(0, 6) for item in place.items())


def _row(place: Place, length: int, unit: str) -> tuple[int, ...]:
    row = tuple(item.whole(0) for item in place.items())
    if len(row) != length:
        raise place.refuse(f"has {len(row)} values; expected one a {unit}, {length}.")
    return row


def _shift(place: Place) -> Shift:
    return Shift(place["id"].text(), place["start"].time(), place["end"].time())


def _kind(place: Place) -> ActivityKind:
    name = place.maybe("name")
    return ActivityKind(
        id=place["id"].text(),
        name=name.text() if name else place["id"].text(),
        minutes=place["minutes"].whole(1, 1440),
        cost_fixed=place["cost_fixed"].whole(0),
        cost_per_head=place["cost_per_head"].whole(0),
        committee_minutes=place["committee_minutes"].whole(0),
    )


def _track(place: Place, kinds: Collection[str]) -> Track:
    low = place["min_gap_days"].whole(1)
    name = place.maybe("name")
    track = Track(
        id=place["id"].text(),
        name=name.text() if name else place["id"].text(),
        count=place["count"].whole(0),
        ideal_gap_days=place["ideal_gap_days"].whole(1),
        tolerance_days=place["tolerance_days"].whole(0),
        min_gap_days=low,
        max_gap_days=place["max_gap_days"].whole(low),
        kinds=tuple(item.one_of(kinds, "activity kind") for item in place["kinds"].items()),
    )
    if track.count and not track.kinds:
        raise place["kinds"].refuse("a track needs at least one kind.")
    return track


def _celebration(place: Place, kinds: Collection[str]) -> CelebrationWeek:
    week = _closure(place)
    return CelebrationWeek(
        week.start, week.end, tuple(item.one_of(kinds, "activity kind") for item in place["kinds"].items())
    )


def _visit(place: Place) -> Visit:
    low = place["min_gap_weeks"].whole(1)
    return Visit(
        minutes=place["minutes"].whole(1, 1440),
        count=place["count"].whole(0),
        ideal_gap_weeks=place["ideal_gap_weeks"].whole(1),
        tolerance_weeks=place["tolerance_weeks"].whole(0),
        min_gap_weeks=low,
        max_gap_weeks=place["max_gap_weeks"].whole(low),
    )


def _team(
    place: Place, start: date, weeks: int, visit: Visit, tracks: tuple[Track, ...], names: tuple[set[str], ...]
) -> Team:
    """A team without a past (new this year) is planned as if its last events lay one ideal gap back."""
    sites, shifts, leaders = names
    past = place.maybe("history") or Place({}, f"{place.path}.history")
    week, leader = place.maybe("last_visit_week"), place.maybe("last_visit_leader")
    cap, used = place.maybe("off_phone_week"), place.maybe("off_phone_used")
    return Team(
        id=place["id"].text(),
        site=place["site"].one_of(sites, "site"),
        shift=place["shift"].one_of(shifts, "shift"),
        workdays=_weekdays(place["workdays"]),
        size=place["size"].whole(0),
        history={track.id: _last(past.maybe(track.id), start, track) for track in tracks},
        last_visit_week=week.whole(high=-1) if week else -visit.ideal_gap_weeks,
        last_visit_leader=leader.one_of(leaders, "leader") if leader else None,
        off_phone_week=cap.whole(0) if cap else None,
        off_phone_used=_row(used, weeks, "week") if used else (),
    )


def _last(place: Place | None, start: date, track: Track) -> LastEvent:
    if place is None:
        return LastEvent(start - timedelta(days=track.ideal_gap_days), None)
    when, kind = place["date"].date(), place.maybe("kind")
    if when >= start:
        raise place["date"].refuse(f"{when} is not before the year, which starts on {start}.")
    return LastEvent(when, kind.text() if kind else None)


def _leader(place: Place, sites: Collection[str]) -> Leader:
    quota, low = place["quota"], place["quota"]["min"].whole(0)
    return Leader(
        id=place["id"].text(),
        level=place["level"].text(),
        home=place["home"].one_of(sites, "site"),
        quota=Quota(low, quota["target"].whole(0), quota["max"].whole(low)),
        max_trips_per_quarter=place["max_trips_per_quarter"].whole(0),
        max_visits_home_day=place["max_visits_home_day"].whole(0),
        max_visits_trip_day=place["max_visits_trip_day"].whole(0),
        max_load_week=place["max_load_week"].whole(0),
        unavailable=_closures(place["unavailable"]),
        busy=tuple(_busy(item) for item in place["busy"].items()),
    )


def _busy(place: Place) -> tuple[datetime, datetime]:
    ends = list(place.items())
    if len(ends) != 2:
        raise place.refuse("expected two instants, from and to.")
    start, end = ends[0].instant(), ends[1].instant()
    if end < start:
        raise place.refuse("ends before it starts.")
    return (start, end)


def _policy(place: Place, teams: Collection[str], leaders: Collection[str], weeks: int) -> Policy:
    first = place["window_start_week"].whole(0, weeks - 1)
    participants = tuple(item.one_of(teams, "team") for item in place["participants"].items())
    if not participants:
        raise place["participants"].refuse("a policy review needs at least one team.")
    return Policy(
        id=place["id"].text(),
        pain=place["pain"].whole(0),
        owner=place["owner"].one_of(leaders, "leader"),
        participants=participants,
        minutes=place["minutes"].whole(1, 1440),
        window_start_week=first,
        window_end_week=place["window_end_week"].whole(first),
    )


def _budget(place: Place) -> Budget:
    period = _closure(place)
    return Budget(place["id"].text(), period.start, period.end, place["budget"].whole(0))


def _weights(place: Place | None) -> Weights:
    if place is None:
        return Weights()
    return Weights(**{f.name: found.whole(0) for f in fields(Weights) if (found := place.maybe(f.name))})


def _pin(place: Place, problem: Problem) -> Occurrence:
    pin = Occurrence.read(place)
    for name, things in problem.named.items():
        if getattr(pin, name) is not None:
            place[name].one_of(things.keys(), name)
    return pin
