"""Which answers count: those that fit the invitation exactly as it was last sent, from whom it was sent to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.invitations import Invited, Reply, refused
from tests.domain.times import utc

ASKED = utc(2027, 3, 1, 9)
OURS = "planner@example.org"
INVITED = Invited("elif@example.org", sequence=3, asked_at=ASKED, live=True, over=False)
REPLY = Reply(
    method="REPLY",
    sender="elif@example.org",
    attendee="elif@example.org",
    uid="1@planner.events",
    status="ACCEPTED",
    sequence=3,
    stamp=ASKED + timedelta(hours=1),
    organizer=OURS,
)
MAY = frozenset({"elif@example.org", "ravi@example.org"})


def verdict(reply: Reply, invited: Invited | None = INVITED) -> str | None:
    return refused(reply, invited, MAY, OURS)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"status": "TENTATIVE"},
        {"status": "DECLINED"},
        {"sender": "ravi@example.org"},
        {"organizer": ""},
        {"sequence": None},
        {"stamp": None},
        {"method": "COUNTER", "status": "TENTATIVE"},
        {"method": "COUNTER", "status": "NEEDS-ACTION", "proposed": (ASKED, ASKED)},
        {"sequence": None, "stamp": ASKED - timedelta(minutes=5)},
    ],
)
def test_an_answer_that_fits_counts(changes: dict[str, object]) -> None:
    assert verdict(replace(REPLY, **changes)) is None  # type: ignore[arg-type]  # fields of any type


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"method": "REQUEST"}, "It is no answer: its method is REQUEST."),
        ({"method": ""}, "It is no answer: its method is missing."),
        ({"organizer": "eve@example.org"}, "It answers an invitation of eve@example.org, not of planner@example.org."),
        ({"part_of_series": True}, "It answers one occurrence of a series, and Planner sends none."),
        ({"status": "DELEGATED"}, "It neither accepts nor declines: it says DELEGATED."),
        ({"status": ""}, "It neither accepts nor declines: it says nothing."),
        ({"sender": "eve@example.org"}, "It was sent by eve@example.org, who does not answer for elif@example.org."),
        ({"sender": ""}, "It was sent by nobody, who does not answer for elif@example.org."),
        (
            {"spoofed": True},
            "The mail server says that this mail does not come from where elif@example.org has its mail.",
        ),
        ({"sequence": 2}, "It answers version 2 of the invitation; the latest is 3."),
        ({"sequence": 4}, "It answers version 4 of the invitation; the latest is 3."),
        (
            {"sequence": None, "stamp": ASKED - timedelta(hours=1)},
            "It does not say which version it answers, and is older than the latest.",
        ),
        ({"sequence": None, "stamp": None}, "It does not say which version it answers, and is older than the latest."),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_the_reason(changes: dict[str, object], reason: str) -> None:
    assert verdict(replace(REPLY, **changes)) == reason  # type: ignore[arg-type]  # fields of any type


@pytest.mark.parametrize(
    ("invited", "reason"),
    [
        (None, "Nobody with the address elif@example.org was invited to an event of this number."),
        (replace(INVITED, live=False), "The invitation was withdrawn."),
        (replace(INVITED, over=True), "The event is over."),
        (replace(INVITED, answered=ASKED + timedelta(hours=2)), "A later answer was read before it."),
    ],
)
def test_an_invitation_that_takes_no_answer_says_so(invited: Invited | None, reason: str) -> None:
    assert verdict(REPLY, invited) == reason


def test_the_same_stamp_may_be_said_again() -> None:
    assert verdict(REPLY, replace(INVITED, answered=REPLY.stamp)) is None
