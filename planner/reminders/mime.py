"""Mails as bytes, written by a few careful lines: Python's own way costs more than looking a message up and marking it sent together.

Whatever is not plain (a name with an umlaut or a comma, a subject with a dash) is coded by Python's own policy and remembered. Texts are
coded in C, so that no body can hold a boundary: these begin with "=_", which neither quoted-printable nor base64 ever writes.
"""

import hashlib
import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import parseaddr
from functools import lru_cache

LONGEST_LINE = 900
"""Of a header that is not folded; a line may hold 998 characters."""
_ODD_ENDS = re.compile(r"\r\n?")
_WORDS = r"[A-Za-z0-9'_+/-]+"
_PLAIN_NAME = re.compile(rf"{_WORDS}(?: {_WORDS})*")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True)
class Mail:
    """A mail as it travels. `sender` and `to` are bare addresses for the envelope, `message_id` stands without its brackets; every line of
    `raw` ends with CRLF."""

    sender: str
    to: str
    message_id: str
    raw: bytes


@lru_cache(maxsize=2048)
def mailbox(header: str, name: str, address: str) -> tuple[bytes, str]:
    """The line of a header that names one person, and the bare address. Both were found safe for a header before."""
    if _PLAIN_ADDRESS.fullmatch(address) and (not name or _PLAIN_NAME.fullmatch(name)):
        return line(header, f"{name} <{address}>" if name else address), address
    local, _, domain = address.rpartition("@")
    written = str(Address(display_name=name, username=local, domain=domain))
    parsed = SMTP.header_store_parse(header, written)[1]
    return _folded(header, written), parseaddr(str(parsed))[1]


def line(header: str, text: str) -> bytes:
    """The line of a header, of text that was found safe.

    Plain text stays on its line: Python puts a subject that is a little too long on the next one, after an empty first line.
    """
    if text.isascii() and len(text) <= LONGEST_LINE:
        return f"{header}: {text}\r\n".encode()
    return _folded(header, text)


@lru_cache(maxsize=512)
def _folded(header: str, text: str) -> bytes:
    parsed = SMTP.header_store_parse(header, text)[1]
    plain = str(parsed)
    if plain.isascii() and len(plain) <= LONGEST_LINE:
        return f"{header}: {plain}\r\n".encode()
    return SMTP.fold_binary(header, parsed)


def text_part(text: str, subtype: str) -> bytes:
    """A text as a part of a mail, with its headers."""
    coded = b2a_qp(_ODD_ENDS.sub("\n", text).encode(), istext=True).replace(b"\n", b"\r\n")
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode() + coded + (b"" if coded.endswith(b"\n") else b"\r\n")


@lru_cache(maxsize=64)
def calendar_part(calendar: bytes, parameters: str, disposition: str = "") -> bytes:
    """An iCalendar object as a part of a mail."""
    head = f"Content-Type: text/calendar; {parameters}\r\nContent-Transfer-Encoding: base64\r\n"
    head += f"Content-Disposition: {disposition}\r\n" if disposition else ""
    return f"{head}\r\n".encode() + encodebytes(calendar).replace(b"\n", b"\r\n")


def multipart(kind: str, parts: Iterable[bytes], key: str) -> bytes:
    """Parts put together, with the headers of the whole. The boundary is made of `key`, so that a repeat is the same to the byte."""
    boundary = b"=_" + hashlib.sha256(f"{kind} {key}".encode()).hexdigest()[:24].encode()
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind.encode(), boundary)
    return head + b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts) + b"--%s--\r\n" % boundary
