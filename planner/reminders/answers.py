"""Answer links: who answers, about which commitment, with which one act. Signed, and good until a day that they name."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer


class Act(StrEnum):
    """What one link does, and nothing else."""

    done = "done"
    move = "move"
    cannot = "cannot"
    snooze = "snooze"
    unsubscribe = "unsubscribe"
    accept = "accept"
    decline = "decline"


EXAMPLE = "example"
"""Stands for the token in a mail that somebody else looks at."""

OF_COMMITMENTS = (Act.done, Act.move, Act.cannot, Act.snooze)
"""What can be said about something owed."""


@dataclass(frozen=True)
class Answer:
    """`thing` is a commitment's number; for `unsubscribe` the name of the message, for `accept` and `decline` the number of the question
    to a substitute."""

    person_id: int
    thing: str
    act: Act


class AnswerWrong(Exception):
    """The link was not made here, or was cut off on its way."""


class AnswerExpired(Exception):
    """The link was right once."""


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="planner answer", signer_kwargs={"digest_method": hashlib.sha256})


def answer_token(secret: str, answer: Answer, until: datetime) -> str:
    """The token of a link that works up to `until`."""
    return str(_signer(secret).dumps([answer.person_id, answer.thing, answer.act.value, int(until.timestamp())]))


def read_answer(secret: str, token: str, now: datetime) -> Answer:
    """What a token says. Raises AnswerWrong or AnswerExpired."""
    try:
        person, thing, act, until = _signer(secret).loads(token)
        answer = Answer(int(person), str(thing), Act(act))
        ends = datetime.fromtimestamp(int(until), UTC)
    except (BadSignature, ValueError, TypeError):
        raise AnswerWrong from None
    if now > ends:
        raise AnswerExpired
    return answer
