"""A message about to be sent: its letter, or why there is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from planner.domain.states import MessageState
from planner.models.base import DatabaseTrouble
from planner.models.ledgers import Slip
from planner.models.messages import Message
from planner.reminders.envelope import Letter
from planner.reminders.letterhead import Letterhead
from planner.reminders.standing import Delayed, Fallen, standing
from planner.reminders.words import compose


@dataclass(frozen=True)
class Draft:
    """`truth` is the stamp at which it was looked at. Without a letter there is a verdict or an error."""

    number: int
    truth: int
    leases: int
    letter: Letter | None = None
    verdict: Fallen | Delayed | None = None
    error: str = ""

    @property
    def written(self) -> Letter:
        """The letter of a draft that has one."""
        if self.letter is None:
            raise ValueError("This message has no letter.")
        return self.letter

    def slip(self, owner: str, following: int | None) -> Slip:
        """What is written down once it has gone."""
        letter = self.written
        return Slip(self.number, owner, self.truth, letter.subject, letter.text, letter.folded, following)


def draft_of(message: Message, letterhead: Letterhead, now: datetime, truth: int) -> Draft:
    """The message as it stands now. Reads, changes nothing; an error of one message is kept in its draft."""
    verdict = standing(message, now)
    if verdict is not None:
        return Draft(message.id, truth, message.leases, verdict=verdict)
    try:
        letter = compose(message, letterhead, now)
    except DatabaseTrouble:
        raise
    except Exception as error:  # noqa: BLE001  # whatever is wrong with one message's data must not stop the others
        words = f"It cannot be written: {type(error).__name__}: {error}"
        return Draft(message.id, truth, message.leases, error=words)
    if letter is None:
        nothing = Fallen(MessageState.superseded, "It would have said nothing.")
        return Draft(message.id, truth, message.leases, verdict=nothing)
    return Draft(message.id, truth, message.leases, letter)


def next_letter(drafts: Iterable[Draft]) -> int | None:
    """The number of the next draft that will be sent."""
    return next((draft.number for draft in drafts if draft.letter is not None), None)
