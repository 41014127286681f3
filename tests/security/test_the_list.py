"""The list of 108 threats: each has a promise on docs/security.md and tests of its number, and every test that the page names exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
COUNTS = {"F": 14, "I": 10, "M": 10, "W": 21, "A": 17, "Z": 9, "N": 13, "O": 3, "P": 11}
"""How many threats each letter has."""
NUMBERS = [f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)]
ROW = re.compile(r"^\| ([A-Z]\d+) \| (.+?) \| (.*?) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PREFIX = re.compile(r"test_([a-z]\d+(?:_(?:and_|to_)?[a-z]\d+)*)_")


def numbers_of(test: str) -> set[str]:
    """The threats that a test is named by: test_m1_…, test_w1_and_w2_…, test_w9_to_w14_…."""
    found = PREFIX.match(test)
    words = found[1].upper().split("_") if found else []
    told = [word for word in words if word not in ("AND", "TO")]
    for place, word in enumerate(words):
        if word == "TO":
            letter, first, last = words[place - 1][0], int(words[place - 1][1:]), int(words[place + 1][1:])
            told += [f"{letter}{number}" for number in range(first, last)]
    return set(told) & set(NUMBERS)


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests of a file; none for a file that is not there."""
    file = ROOT / path
    tree = ast.parse(file.read_text("utf-8")) if file.exists() else ast.Module([], [])
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def page() -> str:
    """The page of promises."""
    return (ROOT / "docs/security.md").read_text("utf-8")


def test_the_names_of_tests_are_read_as_people_read_them() -> None:
    assert numbers_of("test_w9_to_w14_every_answer") == {"W9", "W10", "W11", "W12", "W13", "W14"}
    assert numbers_of("test_i1_and_i3_and_i6_no_text") == {"I1", "I3", "I6"}
    assert (numbers_of("test_l3_and_f4_access"), numbers_of("test_f57_nobody"), numbers_of("test_a_page")) == (
        {"F4"},
        set(),
        set(),
    )


def test_every_threat_of_the_list_has_a_test_of_its_number() -> None:
    shown: set[str] = set()
    for path in (ROOT / "tests/security").glob("test_*.py"):
        for name in names_in(path.relative_to(ROOT).as_posix()):
            shown |= numbers_of(name)
    assert (len(NUMBERS), [number for number in NUMBERS if number not in shown]) == (108, [])


def test_every_threat_has_one_promise_on_the_page_and_a_test_of_its_number_beside_it() -> None:
    rows = ROW.findall(page())
    assert [number for number, _, _ in rows] == NUMBERS
    assert [number for number, promise, _ in rows if not promise.endswith(".")] == []
    beside = {
        number: {told for _, name in NAMED.findall(cell) for told in numbers_of(name)} for number, _, cell in rows
    }
    assert [number for number in NUMBERS if number not in beside[number]] == []


def test_every_test_that_the_page_names_exists() -> None:
    named = NAMED.findall(page())
    assert (len(named) > 108, [f"{path}::{name}" for path, name in named if name not in names_in(path)]) == (True, [])


def test_who_finds_a_hole_finds_where_to_report_it() -> None:
    told = (ROOT / "SECURITY.md").read_text("utf-8")
    assert [word for word in ("docs/security.md", "Supported versions", "How to report") if word not in told] == []
    for name in ("README.md", "CONTRIBUTING.md"):
        assert "SECURITY.md" in (ROOT / name).read_text("utf-8"), name
