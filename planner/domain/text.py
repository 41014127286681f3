"""What text people may type: cleaned where that is harmless, refused with a sentence where it would deceive.

Control characters break calendars for whole teams, direction marks make a name read as another, and an encoded word
in a mail header once turned a title into a blind copy. Lengths are caps for storage, not style.
"""

import re
import unicodedata
from collections.abc import Container

NAME_LONGEST = 120
TITLE_LONGEST = 200
TEXT_LONGEST = 5000

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e")
"""Of these, what turns whatever stands around it; the others keep to themselves and are wanted in a text of two directions."""
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Blank, and yet letters, marks or signs by their category."""
_NONCHARACTERS = frozenset("\ufffe\uffff")
_FORMAT_SHOWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters that are seen: they stand around numbers in Arabic, Syriac and Kaithi."""
_TAGS = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
"""The flags of England, Scotland and Wales; a tag anywhere else is there to hide."""
# Persian, Indic and emoji spelling need the joiners; between ASCII letters they only hide.
_JOINERS = frozenset("\u200c\u200d")
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_FORMULA_STARTS = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")
_SEPARATORS = frozenset(";\t\r\n")
_BEGINS_CELL = re.compile(r"([;\t\r\n])")
_SPELT_WITH = frozenset(("LATIN", "CYRILLIC", "GREEK"))
"""Scripts whose letters look like one another's."""
_ASCII_FOR = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "œ": "oe"}
)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Zl", "Zp")


def _is_lone_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def _is_dropped(character: str) -> bool:
    return _is_control(character) or character == "\ufeff" or character in _NONCHARACTERS


def _is_invisible(character: str) -> bool:
    if character in _INVISIBLE or character in _NONCHARACTERS:
        return True
    return unicodedata.category(character) == "Cf" and character not in _JOINERS and character not in _FORMAT_SHOWN


def has_encoded_word(text: str) -> bool:
    """Whether mail programs would read a part of it as code: “=?…?=”. By two looks: an expression takes the square of the length."""
    start = text.find("=?")
    return start >= 0 and text.find("?=", start + 2) >= 0


def clean(text: str) -> str:
    """Text as it is stored: NFC, line ends as \\n, no control characters but \\n and tab, nothing around it."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text.strip()  # most text, and a year of events is cleaned whenever it is published
    text = _LINE_ENDS.sub("\n", text)
    kept = ("\ufffd" if _is_lone_surrogate(c) else c for c in text if c in "\n\t" or not _is_dropped(c))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _hidden_joiner(text: str) -> bool:
    return any(
        character in _JOINERS and (text[:place][-1:].isascii() or text[place + 1 : place + 2].isascii())
        for place, character in enumerate(text)
    )


def refuse(text: str, what: str = "The name", longest: int = NAME_LONGEST) -> str | None:
    """Why a name or title (one line, shown everywhere) cannot be taken; None when it can.

    `what` begins the sentence: "The team's name", "The title".
    """
    if not text.strip():
        return f"{what} is empty: give it at least one letter."
    if len(text) > longest:
        return f"{what} has {len(text)} characters; {longest} is the most."
    if any(_is_control(c) or _is_lone_surrogate(c) for c in text):
        return f"{what} has a line break or an invisible control character in it: type it again by hand."
    if any(c in _BIDI for c in text):
        return f"{what} has a mark in it that turns the reading direction: type it again by hand."
    if _hidden_joiner(text) or (not text.isascii() and any(_is_invisible(c) for c in _TAGS.sub("", text))):
        return f"{what} has an invisible character in it: type it again by hand."
    if has_encoded_word(text):
        return f"{what} has “=?…?=” in it, which mail programs read as code: leave it out."
    return None


def refuse_long(text: str, what: str = "The text", longest: int = TEXT_LONGEST) -> str | None:
    """Why a longer text cannot be taken; None when it can. Other faults of a text are cleaned, not refused."""
    if len(text) > longest:
        return f"{what} has {len(text)} characters; {longest} is the most."
    if not text.isascii() and any(c in _TURNING for c in text):
        return f"{what} has a mark in it that turns the reading direction of what follows: type it again by hand."
    return None


def mixed_word(text: str) -> str | None:
    """The first word whose letters come from two scripts that look alike, such as “Аdmin” with a Cyrillic А; None as a rule."""
    if text.isascii():
        return None
    return next((word for word in re.findall(r"[^\W\d_]+", text) if len(_scripts_of(word)) > 1), None)


def _scripts_of(word: str) -> set[str]:
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in word} & _SPELT_WITH


def refuse_link(text: str, what: str = "A link") -> str | None:
    """Why a web address that people are led to cannot be taken; None when it can, and for none at all."""
    if not text:
        return None
    if not text.lower().startswith(("https://", "http://")):
        return f"{what} begins with https:// or http://."
    if any(c.isspace() or not c.isprintable() for c in text):
        return f"{what} has no space and no invisible character in it: copy it again."
    return None


def header_safe(text: str) -> bool:
    """Whether text may stand in a mail header or a calendar's head line as it is."""
    if text.isascii() and text.isprintable():
        return not has_encoded_word(text)
    return not (has_encoded_word(text) or any(_is_control(c) or _is_lone_surrogate(c) for c in text))


def header_text(text: str) -> str:
    """Text made safe for a mail header: one line, and no encoded word."""
    one_line = " ".join(clean(text).split())
    return one_line.replace("=?", "= ?").replace("?=", "? =")


def cell_safe(text: str) -> str:
    """Text for a cell of an exported table: what a spreadsheet would run as a formula gets an apostrophe.

    A spreadsheet that splits at semicolons sees more cells than there are, quoted or not: what follows one is looked at, too.
    """
    if not _BEGINS_CELL.search(text):
        return _harmless(text)
    return _harmless("".join(_harmless(part) if place else part for place, part in enumerate(_BEGINS_CELL.split(text))))


def _harmless(cell: str) -> str:
    runs = cell.startswith(_FORMULA_STARTS) or cell.lstrip().startswith(_FORMULA_STARTS)
    return f"'{cell}" if runs and cell not in _SEPARATORS else cell


def slugify(text: str, taken: Container[str] = (), longest: int = 60) -> str:
    """A short name for addresses: a-z, 0-9 and hyphens, never empty, and not one of those `taken`."""
    folded = unicodedata.normalize("NFKD", text.translate(_ASCII_FOR)).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:longest].rstrip("-") or "item"
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
