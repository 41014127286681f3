"""By which way messages come: somebody chooses it for themselves, HR for anybody; a team's chat; and a test of either."""

from datetime import datetime

from planner.domain.refusals import Refused
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.messages import redirect_waiting
from planner.models.people import Person
from planner.models.teams import Team
from planner.models.ways import TeamChat, Way, chat_of, way_of
from planner.reminders.channels import REGISTRY, chat
from planner.reminders.channels.chat_addresses import ChatAddress, read_chat_address
from planner.reminders.channels.contract import Handover, NotSent
from planner.reminders.envelope import Letter, Parts, write_mail
from planner.reminders.letterhead import Letterhead


def choose_way(person: Person, channel: str, address: str, *, by: Person, now: datetime) -> None:
    """From now on, messages come this way; what waits takes it too. An empty address keeps the one that is known. Raises Refused."""
    kind = REGISTRY.get(channel)
    if kind is None:
        raise Refused("Choose one of the ways.", "channel")
    known = way_of(person.id)
    keeps = not address.strip() and known is not None and known.address and known.channel == channel
    place = None if keeps or not kind.takes_address else read_chat_address(address)
    with writing():
        way = way_of(person.id) or Way(person_id=person.id)
        way.channel, way.chosen_at = channel, now
        if place is not None or not kind.takes_address:
            way.address, way.label = (place.address, place.label) if place else ("", "")
        db.session.add(way)
        redirect_waiting(person.id, channel)
        sentence = f"Messages to {person.name} come {_in_words(channel, way.label)}."
        note("choose way", "person", person.id, sentence, by=by, now=now)


def _in_words(channel: str, label: str) -> str:
    words = REGISTRY[channel].label
    return f"{words[0].lower()}{words[1:]}{f' ({label})' if label else ''}"


def choose_team_chat(team: Team, address: str, *, by: Person, now: datetime) -> None:
    """What happens to the team's events is posted there as well, from now on. Raises Refused."""
    place = read_chat_address(address)
    with writing():
        kept = chat_of(team.id) or TeamChat(team_id=team.id)
        kept.address, kept.label, kept.chosen_at = place.address, place.label, now
        db.session.add(kept)
        sentence = f"Events of {team.name} are posted to a chat ({place.label})."
        note("choose team chat", "team", team.id, sentence, by=by, now=now)


def drop_team_chat(team: Team, *, by: Person, now: datetime) -> None:
    """Nothing is posted any more, and the address is forgotten."""
    with writing():
        kept = chat_of(team.id)
        if kept is not None:
            db.session.delete(kept)
            sentence = f"Events of {team.name} are posted to no chat any more."
            note("drop team chat", "team", team.id, sentence, by=by, now=now)


def send_test(place: Way | TeamChat, whose: str, letterhead: Letterhead, now: datetime) -> None:
    """Writes to a chat at once. Raises Refused with the other side's words when it was not taken."""
    known = ChatAddress(place.address, place.label)
    channel = REGISTRY[chat.NAME].open(letterhead)
    try:
        channel.send(_test_letter(known, whose, letterhead, now), Handover())
    except NotSent as failure:
        raise Refused(f"It did not arrive. {failure.words}") from None
    finally:
        channel.close()


def _test_letter(place: ChatAddress, whose: str, letterhead: Letterhead, now: datetime) -> Letter:
    subject, text = "A test from Planner", f"It works: messages for {whose} come here.\n{letterhead.base_url}"
    message_id = f"test-{now.timestamp():.0f}@{letterhead.domain}"
    parts = Parts(subject, text, "")
    mail = write_mail(parts, sender=letterhead.sender, to="test@localhost", name="", message_id=message_id, now=now)
    return Letter(mail, subject, text, "", short=text, address=place.address)
