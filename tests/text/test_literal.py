"""Where a literal occurs: in the text, and not inside a longer number or Latin word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from indexer.text.fold import fold
from indexer.text.literal import LATIN, occurrences, occurs
from tests.support.scan_store import stands_in
from tests.support.strategies import pieces, texts

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.mark.parametrize(
    ("literal", "text", "found"),
    [
        ("亿元", "30亿元", True),
        ("0亿", "30亿元", False),
        ("10", "2010年", False),
        ("10", "第10年", True),
        ("2023", "2023年", True),
        ("18", "5.18亿元", False),
        ("5", "5.18亿元", False),
        ("5.18", "5.18亿元", True),
        ("10", "共10.", True),
        ("ai", "paid", False),
        ("ai", "ai2", True),
        ("168", "chenkai168", True),
        ("é", "café", False),
        (".", "5.18", True),
        ("c#", "用c#写", True),
    ],
)
def test_whole_numbers_and_latin_words(literal: str, text: str, found: bool) -> None:
    assert occurs(text, literal) is found
    assert bool(list(occurrences(text, literal))) is found


def test_occurrences_may_overlap() -> None:
    assert list(occurrences("人人人", "人人")) == [0, 1]


@given(pieces.map(fold), pieces.map(fold))
def test_agrees_with_looking_at_every_place(text: str, literal: str) -> None:
    if literal:
        assert occurs(text, literal) is stands_in(text, literal) is bool(list(occurrences(text, literal)))


@given(pieces.map(fold))
def test_every_piece_of_a_text_is_found_in_it_unless_it_cuts_a_number_or_word(text: str) -> None:
    for start in range(len(text)):
        for end in range(start + 1, min(start + 5, len(text)) + 1):
            literal = text[start:end]
            assert occurs(text, literal) is stands_in(text, literal)


def looked_up(text: str, literal: str) -> list[int]:
    """The definition: at every offset, what stands before it, the literal, and what stands behind."""
    before = after = ""
    if re.match(f"[{LATIN}]", literal[0]):
        before = f"(?<![{LATIN}])"
    elif re.match("[0-9]", literal[0]):
        before = r"(?<![0-9])(?<![0-9]\.)"
    if re.match(f"[{LATIN}]", literal[-1]):
        after = f"(?![{LATIN}])"
    elif re.match("[0-9]", literal[-1]):
        after = r"(?!\.?[0-9])"
    return [at.start() for at in re.finditer(f"{before}(?={re.escape(literal)}{after})", text)]


def parts(text: str) -> Iterator[str]:
    yield from (text[at : at + length] for at in range(len(text)) for length in (1, 2, 3, 5))


@given(texts, texts)
def test_agrees_with_the_definition(text: str, other: str) -> None:
    for literal in {*parts(text), other} - {""}:
        found = looked_up(text, literal)
        assert list(occurrences(text, literal)) == found
        assert occurs(text, literal) is bool(found)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_agrees_with_the_definition_on_reports(seed: Path) -> None:
    text = fold(seed.read_text(encoding="utf-8"))
    for literal in set(parts(text[:500])):
        assert list(occurrences(text, literal)) == looked_up(text, literal)
