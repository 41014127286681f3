"""The parts of a mail, put together quickly: Python's own way costs more than looking the message up, writing it and marking it sent.

Most headers are the same in every mail; what they become is remembered. Texts are coded in C, as quoted-printable.
"""

import re
from binascii import b2a_qp
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from functools import lru_cache

LONGEST_LINE = 900
"""Of a header that is not folded; a line may hold 998 characters."""
_ODD_ENDS = re.compile(r"\r\n?")


class Remembering(EmailPolicy):
    """The policy SMTP, which knows what it has parsed and folded before."""

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        """Headers are never changed, so that mails may share them."""
        return (name, _parsed(name, value)) if isinstance(value, str) else super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """Whole lines of a header, as bytes."""
        return _folded(name, value)


@lru_cache(maxsize=2048)
def _parsed(name: str, value: str) -> str:
    parsed: str = SMTP.header_store_parse(name, value)[1]
    return parsed


@lru_cache(maxsize=2048)
def _folded(name: str, value: str) -> bytes:
    """Plain text stays on its line: Python puts a subject that is a little too long on the next one, after an empty first line."""
    text = str(value)
    if text.isascii() and len(text) <= LONGEST_LINE:
        return f"{name}: {text}\r\n".encode()
    return SMTP.fold_binary(name, value)


POLICY = Remembering(linesep=SMTP.linesep)


def text_part(text: str, subtype: str) -> EmailMessage:
    """A text as a part of a mail."""
    part = EmailMessage(policy=POLICY)
    write_text(part, text, subtype)
    return part


def write_text(part: EmailMessage, text: str, subtype: str) -> None:
    """Makes `text` the content of a part that has none."""
    coded = b2a_qp(_ODD_ENDS.sub("\n", text).encode(), istext=True)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(coded.decode("ascii"))
