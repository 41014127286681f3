"""Invitations as calendar programs understand them (iMIP): one attendee a mail, METHOD in the body equal to the mail's own.

Outlook refuses a mail whose two methods differ; an ORGANIZER that is not the sender loses the buttons; REQUEST with STATUS:CANCELLED
leaves the event where it is.
"""

from datetime import datetime
from email.utils import parseaddr

from icalendar import Calendar, Component, Event, vCalAddress, vText

from planner.domain.text import header_text
from planner.models.events import PublishedEvent
from planner.models.invitations import Invitation

PRODUCT = "-//Planner//Invitations//EN"
_OWN = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "UID", "COLOR")
"""Properties of the feed's entry that an invitation writes for itself, or leaves out."""


def request(
    invitation: Invitation, event: PublishedEvent, sender: str, stamp: datetime, *, wants_answer: bool = True
) -> bytes:
    """An invitation to the event as it is published, in UTC as in feeds. Raises ValueError for one that was never rendered.

    `wants_answer` False asks for no answer, where nobody would read it.
    """
    entry = Event.from_ical(event.fragment)
    for name in _OWN:
        entry.pop(name, None)
    _identify(entry, invitation, sender, stamp, wants_answer)
    entry.add("STATUS", "CONFIRMED")
    entry.add("TRANSP", "TRANSPARENT" if invitation.all_day else "OPAQUE")
    return _calendar("REQUEST", entry)


def cancellation(invitation: Invitation, sender: str, stamp: datetime) -> bytes:
    """Takes an invitation back: what was last told of it, marked as cancelled."""
    entry = Event()
    _identify(entry, invitation, sender, stamp, wants_answer=False)
    _add_times(entry, invitation)
    entry.add("SUMMARY", f"Cancelled: {header_text(invitation.title)}")
    entry.add("STATUS", "CANCELLED")
    entry.add("TRANSP", "TRANSPARENT")
    return _calendar("CANCEL", entry)


def refusal(invitation: Invitation, sender: str, stamp: datetime) -> bytes:
    """The answer to a proposed time: it stays as it was last told. The number is that of the invitation, which stands."""
    entry = Event()
    _identify(entry, invitation, sender, stamp, wants_answer=False)
    _add_times(entry, invitation)
    entry.add("SUMMARY", header_text(invitation.title))
    entry.add("COMMENT", "It stays at its time.")
    return _calendar("DECLINECOUNTER", entry)


def _identify(entry: Component, invitation: Invitation, sender: str, stamp: datetime, wants_answer: bool) -> None:
    entry.add("UID", invitation.uid)
    entry.add("DTSTAMP", stamp)
    entry.add("SEQUENCE", invitation.sequence)
    entry.add("ORGANIZER", vCalAddress(f"mailto:{parseaddr(sender)[1]}"))
    entry.add("ATTENDEE", _attendee(invitation, wants_answer))


def _attendee(invitation: Invitation, wants_answer: bool) -> vCalAddress:
    """The one who is asked; what they answered before stands as long as the time does."""
    address = vCalAddress(f"mailto:{invitation.address}")
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(_STATUS.get(invitation.answer.value, "NEEDS-ACTION"))
    address.params["RSVP"] = vText("TRUE" if wants_answer else "FALSE")
    address.params["CN"] = vText(header_text(invitation.person.name))
    return address


_STATUS = {"accepted": "ACCEPTED", "tentative": "TENTATIVE", "declined": "DECLINED"}


def _add_times(entry: Component, invitation: Invitation) -> None:
    if invitation.all_day:
        entry.add("DTSTART", invitation.starts_at.date())
        return
    entry.add("DTSTART", invitation.starts_at)
    entry.add("DTEND", invitation.ends_at)


def _calendar(method: str, entry: Component) -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    calendar.add_component(entry)
    text: bytes = calendar.to_ical(sorted=False)
    return text
