"""Answers as calendar programs write them, kept in replies/ with places for what is only known when a test runs."""

import base64
import quopri
from pathlib import Path

FOLDER = Path(__file__).parent / "replies"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.eml")))


def sample(name: str, uid: str, sequence: int = 0) -> bytes:
    """One answer as a mail, to the event with this UID and of this version."""
    mail, _, calendar = (FOLDER / f"{name}.eml").read_text("utf-8").partition("----calendar----\n")
    told = calendar.replace("{uid}", uid).replace("{sequence}", str(sequence)).replace("\n", "\r\n")
    return mailed(mail, told)


def mailed(mail: str, calendar: str) -> bytes:
    """The mail with the calendar in each of its places, encoded as that place says."""
    raw = calendar.encode()
    filled = mail.replace("\n", "\r\n").encode()
    filled = filled.replace(b"{calendar64}", base64.encodebytes(raw).replace(b"\n", b"\r\n"))
    filled = filled.replace(b"{calendarqp}", quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n"))
    return filled.replace(b"{calendar}", raw)


PLAIN_MAIL = (
    "From: {sender}\nTo: planner@example.org\nSubject: Re\nMessage-ID: <{number}@x>\nMIME-Version: 1.0\n{more}"
    "Content-Type: text/calendar; method={method}; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n{calendar}"
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20270301T101500Z\r\n"
    "{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"
)
ATTENDEE = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:elif@example.org\r\n"


def plain(
    uid: str,
    lines: str = ATTENDEE + "SEQUENCE:0\r\n",
    *,
    sender: str = "elif@example.org",
    more: str = "",
    method: str = "REPLY",
    charset: str = "utf-8",
    calendar: str = CALENDAR,
) -> bytes:
    """A short answer with whatever a test wants to be wrong with it."""
    told = calendar.replace("{uid}", uid).replace("{lines}", lines)
    values = {"{sender}": sender, "{more}": more, "{method}": method, "{charset}": charset, "{number}": str(len(told))}
    mail = PLAIN_MAIL
    for place, value in values.items():
        mail = mail.replace(place, value)
    return mailed(mail, told)
