"""People by hand: added, changed, deactivated with all that follows, and never the last one in HR."""

from datetime import timedelta

import pytest

from planner.actions.absences import add_absence, remove_absence
from planner.actions.leaders import LeaderFacts, save_leader
from planner.actions.people import PersonFacts, deactivate, reactivate, save_person
from planner.actions.sign_ins import Browser, begin_sign_in
from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.domain.states import LeaderLevel, MessageState, Role
from planner.models.accounts import Account
from planner.models.base import db, writing
from planner.models.feeds import Feed, feeds_of
from planner.models.leaders import leader_of, leaders_assisted_by
from planner.models.messages import Message
from planner.models.people import active_hr, people_matching
from planner.models.sign_ins import sign_ins_of
from planner.models.teams import teams_led_by
from tests.cast import Cast
from tests.conftest import StoppedClock


def _message(cast: Cast, clock: StoppedClock, key: str, state: MessageState) -> None:
    with writing():
        db.session.add(
            Message(
                key=key, name="visit", recipient_id=cast.tomas.id, about="person", about_id=cast.tomas.id, state=state,
                due_at=clock.now(), next_try_at=clock.now(), expires_at=clock.now() + timedelta(days=1), message_id=key,
                made_at=clock.now(),
            )
        )  # fmt: skip


def test_somebody_new_can_sign_in(cast: Cast, clock: StoppedClock) -> None:
    person = save_person(None, PersonFacts("Zoe New", " Zoe@Example.org ", Role.agent), by=cast.hana, now=clock.now())
    assert (person.email, db.session.get(Account, person.id) is not None) == ("zoe@example.org", True)


def test_one_address_belongs_to_one_person(cast: Cast, clock: StoppedClock) -> None:
    with pytest.raises(Refused) as caught:
        save_person(None, PersonFacts("Zoe", "MALLORY@example.org", Role.agent), by=cast.hana, now=clock.now())
    assert (caught.value.field, caught.value.sentence) == (
        "email",
        "Mallory Doe has this address already. That person was deactivated and can be brought back.",
    )


def test_a_late_save_is_told_so(cast: Cast, clock: StoppedClock) -> None:
    facts = PersonFacts("Ana Lopez", "ana@example.org", Role.lead)
    old = cast.ana.revision
    save_person(cast.ana, facts, by=cast.hana, now=clock.now(), revision=old)
    with pytest.raises(ChangedMeanwhile, match="Ana Lopez was changed by somebody else while this page was open"):
        save_person(cast.ana, facts, by=cast.hana, now=clock.now(), revision=old)


def test_the_last_one_in_hr_stays_and_keeps_the_role(cast: Cast, clock: StoppedClock) -> None:
    sentence = "Hana Novak is the only one in HR. Give somebody else the role HR first."
    with pytest.raises(Refused, match=sentence):
        deactivate(cast.hana, by=cast.hana, now=clock.now())
    with pytest.raises(Refused, match=sentence):
        save_person(cast.hana, PersonFacts("H", "hana@example.org", Role.agent), by=cast.hana, now=clock.now())
    assert active_hr() == [cast.hana]


def test_deactivating_ends_sessions_feeds_messages_and_the_lead(cast: Cast, clock: StoppedClock) -> None:
    with writing():
        feed = Feed(person=cast.tomas, scope="team", scope_ref="billing", token_hash="a" * 64, made_at=clock.now())
        db.session.add(feed)
    _message(cast, clock, "waiting", MessageState.pending)
    _message(cast, clock, "gone", MessageState.sent)
    begin_sign_in(cast.tomas, "password", Browser("127.0.0.1", "Firefox"), now=clock.now())
    deactivate(cast.tomas, by=cast.hana, now=clock.now())
    states = {message.key: message.state for message in db.session.query(Message)}
    assert states == {"waiting": MessageState.cancelled, "gone": MessageState.sent}
    assert (cast.tomas.active, feeds_of(cast.tomas), teams_led_by(cast.tomas)) == (False, [], [])
    assert (sign_ins_of(cast.tomas.id), feed.revoked_at) == ([], clock.now())


def test_bringing_somebody_back_opens_no_old_feed(cast: Cast, clock: StoppedClock) -> None:
    reactivate(cast.mallory, by=cast.hana, now=clock.now())
    assert (cast.mallory.active, feeds_of(cast.mallory)) == (True, [])


def test_the_visits_of_a_leader_rise(cast: Cast, clock: StoppedClock) -> None:
    with pytest.raises(Refused, match="The visits rise from least to owed to most"):
        save_leader(cast.tomas, LeaderFacts(LeaderLevel.manager, cast.dublin, 3, 2, 4), by=cast.hana, now=clock.now())
    facts = LeaderFacts(LeaderLevel.manager, cast.dublin, 1, 2, 4, assistant=cast.tomas)
    with pytest.raises(Refused, match="Nobody is their own assistant"):
        save_leader(cast.tomas, facts, by=cast.hana, now=clock.now())


def test_saving_duties_makes_a_leader(cast: Cast, clock: StoppedClock) -> None:
    facts = LeaderFacts(LeaderLevel.manager, cast.dublin, 1, 2, 4, assistant=cast.ravi)
    save_leader(cast.tomas, facts, by=cast.hana, now=clock.now())
    assert [leader.person.name for leader in leaders_assisted_by(cast.ravi)] == ["Elif Kaya", "Tomas Byrne"]


def test_absences_neither_run_backwards_nor_overlap(cast: Cast, clock: StoppedClock) -> None:
    leader = leader_of(cast.elif_)
    assert leader is not None
    today = clock.now().date()
    absence = add_absence(leader, today, today + timedelta(days=4), by=cast.hana, now=clock.now(), reason="leave")
    with pytest.raises(Refused, match="Elif Kaya is away from 2027-03-01 to 2027-03-05 already"):
        add_absence(leader, today + timedelta(days=4), today + timedelta(days=9), by=cast.hana, now=clock.now())
    with pytest.raises(Refused, match="The last day is before the first"):
        add_absence(leader, today, today - timedelta(days=1), by=cast.hana, now=clock.now())
    remove_absence(absence, by=cast.hana, now=clock.now())
    assert leader.absences == []


def test_people_are_found_by_name_address_role_site_and_team(cast: Cast) -> None:
    def names(**asked: object) -> list[str]:
        return [person.name for person in people_matching(**asked)]  # type: ignore[arg-type]  # keywords as they come

    assert names(words="LOPEZ") == ["Ana Lopez"]
    assert names(words="nils@") == ["Nils Berg"]
    assert names(words="%%") == []
    assert names(role=Role.lead) == ["Nils Berg", "Tomas Byrne"]
    assert names(site_id=cast.tampa.id) == ["Nils Berg"]
    assert names(team_id=cast.billing.id) == ["Ana Lopez", "Tomas Byrne"]
    assert names(gone=True) == ["Mallory Doe"]
