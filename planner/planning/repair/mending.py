"""Mending a plan that a change has broken: ways for the streams that are hit, then for those that could make room."""

from __future__ import annotations

from collections import defaultdict

from planner.planning.calendar import Calendar, minute_of
from planner.planning.judge.check import Verdict
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.progress import Teller
from planner.planning.repair.holes import fill_holes
from planner.planning.repair.limits import Key, Limits, Taken
from planner.planning.repair.loosen import give_way
from planner.planning.repair.openings import Openings
from planner.planning.repair.streams import ReviewStream, Row, Stream, StreamKey, event_of, stream_key, streams_of
from planner.planning.repair.together import Together
from planner.planning.repair.ways import Way, Ways

MISPLACED = {"H01", "H03", "H04", "H05", "H06", "H07", "H13"}  # the occurrence itself stands in a wrong place
ROUNDS = 5  # times that neighbours of what is still broken may give way as well
EFFORT = 0.4  # deterministic seconds of the solver for one round, about nine times as many real ones
WAYS_IN_ALL, FEWEST_WAYS = 4000, 15  # offered to the solver: the cheapest of each stream, fewer where many are hit
BULK = 2  # from more missing events than this on, a stream is filled as if it were new


class Mending:
    """One repair. `least` is how many published occurrences change at the very least in a legal plan."""

    def __init__(self, problem: Problem, calendar: Calendar, published: Plan, verdict: Verdict, seed: int) -> None:
        self.problem, self.calendar, self.seed = problem, calendar, seed
        self.limits = Limits(problem, calendar)
        self.streams = streams_of(problem, calendar)
        known = set(published.occurrences)
        self.fast = set(problem.pins) | {what for what in known if self._frozen(what)}
        self.gone: dict[StreamKey, list[Occurrence]] = defaultdict(list)
        wrong = self._wrong(published, verdict)
        stays = [what for what in [*published.occurrences, *(set(problem.pins) - known)] if what not in wrong]
        self.rows: dict[StreamKey, Row] = {key: [] for key in self.streams}
        self.others: list[Occurrence] = []  # of no stream that the problem knows
        self.taken = Taken(self.limits)
        for what in stays:
            self._enter(what)
        self.ways = Ways(Openings(problem, calendar, self.limits, self.taken), self.fast, known)
        self.least = len(wrong)
        self.crowded = False  # some stream finds no room while all others stay

    def _frozen(self, what: Occurrence) -> bool:
        return self.calendar.not_before is not None and minute_of(what.start) < self.calendar.not_before

    def _wrong(self, published: Plan, verdict: Verdict) -> set[Occurrence]:
        """What cannot stay where it is, whatever else moves."""
        indexes = {item.occurrence for item in verdict.broken if item.code in MISPLACED}
        wrong = {what for index, what in enumerate(published.occurrences) if index in indexes or self._too_late(what)}
        wrong = {what for what in wrong if what not in self.fast}
        for what in wrong:
            self.gone[stream_key(what)].append(what)
        return wrong

    def _too_late(self, what: Occurrence) -> bool:
        """A review outside its window."""
        stream = self.streams.get(stream_key(what))
        if not isinstance(stream, ReviewStream):
            return False
        policy = stream.policy
        return not policy.window_start_week <= event_of(self.limits, what).day // 7 <= policy.window_end_week

    # -- the books

    def _enter(self, what: Occurrence) -> None:
        key = stream_key(what)
        if key not in self.rows or not self.limits.draws(what):
            self.others.append(what)
            return
        self.taken.enter(what)
        self.rows[key].append(event_of(self.limits, what))
        self.rows[key].sort(key=lambda event: (event.day, event.what.start))

    def _leave(self, what: Occurrence) -> None:
        key = stream_key(what)
        self.taken.leave(what)
        self.rows[key] = [event for event in self.rows[key] if event.what != what]

    def _take(self, way: Way) -> None:
        for what in way.dropped:
            self._leave(what)
        for what in way.added:
            self._enter(what)

    def plan(self) -> Plan:
        return Plan.of([*self.others, *(event.what for row in self.rows.values() for event in row)], self.problem.name)

    # -- the work

    def run(self, teller: Teller) -> Plan:
        self._fill_bulk()
        ways = self._hit()
        for number in range(ROUNDS):
            teller.say((number + 1) / (ROUNDS + 1), "Moving only what must move", at_once=True)
            chosen = self._chosen(ways)
            for way in chosen:
                self._take(way)
            broken = self.taken.broken()
            if number == 0:
                self._learn(ways, broken)
            if not broken or number == ROUNDS - 1 or teller.over():
                break
            rows = {key: row for key, row in self.rows.items() if key not in ways}
            more = give_way(self.ways, self.taken, self.streams, rows, broken)
            if not more:
                break
            for way in chosen:
                self._take(Way(way.added, way.dropped, 0, 0))
            ways |= more
        return self.plan()

    def _keep(self, stream: Stream, gone: tuple[Occurrence, ...]) -> None:
        """No legal year for a stream: then what stands wrong stays, as long as it is not too many."""
        for what in gone:
            if self.limits.draws(what) and len(self.rows[stream.key]) < stream.count:
                self._enter(what)

    def _learn(self, ways: dict[StreamKey, list[Way]], broken: list[Key]) -> None:
        """One more change is needed when those that are hit have no choice, and what they do breaks a shared limit.

        The same holds when a leader owes visits and no way of theirs is one of them: those would have come first.
        """
        every = [way for offered in ways.values() for way in offered]
        forced = bool(every) and not any(way.added for way in every)
        single = all(len(gone) <= 1 for gone in self.gone.values())
        owed = [key for key in broken if self.taken.used[key] < self.limits.least(key)]
        drawn = {key for way in every for what in way.added for key in self.limits.draws(what)}
        unserved = single and any(key not in drawn for key in owed)
        self.crowded = self.crowded or (bool(broken) and forced) or unserved
        self.least += self.crowded

    def _chosen(self, ways: dict[StreamKey, list[Way]]) -> list[Way]:
        """The best way for each stream, chosen while nothing stands that some way would let go."""
        if not ways:
            return []
        every = {what for offered in ways.values() for way in offered for what in way.dropped}
        for what in every:
            self.taken.leave(what)
        chosen, _ = Together(self.limits, self.taken, ways).solve(self.seed, EFFORT)
        for what in every:
            self.taken.enter(what)
        return list(chosen.values())

    def _bulky(self, key: StreamKey, stream: Stream) -> bool:
        return key[0] in ("recognition", "visit") and stream.count - len(self.rows[key]) > BULK

    def _fill_bulk(self) -> None:
        keys = {key for key, stream in self.streams.items() if self._bulky(key, stream)}
        if keys:
            for what in fill_holes(self.problem, self.calendar, self.plan().occurrences, keys, self.seed):
                self._enter(what)

    def _hit(self) -> dict[StreamKey, list[Way]]:
        found = {}
        for key, stream in self.streams.items():
            row, gone = self.rows[key], tuple(self.gone[key])
            if stream.broken(row):
                answer = self.ways.fewest(stream, row, gone)
                self.least += answer.drops
                self.crowded = self.crowded or not answer.fits
                if answer.ways:
                    found[key] = answer.ways
                else:
                    self._keep(stream, gone)
        each = max(FEWEST_WAYS, WAYS_IN_ALL // max(1, len(found)))
        return {key: ways[:each] for key, ways in found.items()}
