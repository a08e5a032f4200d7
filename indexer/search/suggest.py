"""What is being typed -> what it may become: the last keyword, completed from the index.

Asked at every letter, so the index is asked twice at most: what begins so, and what it may be the pinyin of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain
from typing import Literal

from indexer.message import says
from indexer.search.slips import weight
from indexer.store import Completion, Guesses, Snapshot, Spelling
from indexer.text.fold import HAN, fold
from indexer.text.pinyin import readings

MAX_CHARACTERS = 100
"""Of what is longer nothing is completed."""

MAX_SUGGESTED = 8
MAX_SUGGESTED_TITLES = 3
MAX_SUGGESTED_NAMES = 2
"""Neither titles nor names take more than half of what is suggested."""

_READINGS_TRIED = 2
_PAIRS_WEIGHED = 24
"""Of two characters many only happen to meet."""
_LONGER_WEIGHED = 4
"""Longer texts take long to count."""
_LAST = re.compile(r"\S+$")
_PLAIN = re.compile(r"\w[\w.%#+·&'-]*")
"""A keyword without operators, as a normal form."""
_SPELT = re.compile(f"([{HAN}]*)([a-zü']+)")
_FAMILIES = (("“", "”"), ("「", "」"), ("『", "』"))
_DOUBLE = '"＂“”„‟'


SuggestionKind = Literal["word", "title", "source", "author", "pinyin"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the last keyword may become."""

    text: str = field(metadata=says("补全成的文字。"))
    kind: SuggestionKind = field(
        metadata=says("是什么：word 词，title 标题，source 来源，author 作者，pinyin 拼音对应的汉字。")
    )
    reports: int = field(metadata=says("多少篇报告有它。"))
    query: str = field(metadata=says("补全之后的整个检索式。"))


def suggest(snapshot: Snapshot, typed: str, most: int = MAX_SUGGESTED) -> tuple[Suggestion, ...]:
    """At most `most` suggestions: words, then what Latin letters stand for, then names, each those of the
    most reports first; then titles, the newest first.

    None where nothing is being typed, or what is no plain keyword. Raises `OutOfTime` and `IndexUnusable`.
    """
    last = _LAST.search(typed)
    if len(typed) > MAX_CHARACTERS or last is None or most < 1:
        return ()
    text, before = fold(last[0]), typed[: last.start()].lstrip()
    if not _PLAIN.fullmatch(text) or sum(map(before.count, _DOUBLE)) % 2:
        return ()
    held = snapshot.complete(text, most + 1)
    titles = [*_titles(held, before)][: min(MAX_SUGGESTED_TITLES, most // 2)]
    names = [*_names(held, before)][: min(MAX_SUGGESTED_NAMES, most // 2)]
    room = most - len(titles) - len(names)
    spelt = _spelt(snapshot, text, before, room)
    words = [*_words(held, text, before)][: max(room - len(spelt), room // 2)]
    return (*words, *spelt[: room - len(words)], *names, *titles)


def _words(held: tuple[Completion, ...], text: str, before: str) -> Iterator[Suggestion]:
    for word, kind, reports in held:
        if kind == "word" and word != text:
            yield Suggestion(word, "word", reports, before + word)


def _names(held: tuple[Completion, ...], before: str) -> Iterator[Suggestion]:
    for name, kind, reports in sorted(held, key=lambda one: (-one.reports, one.text)):
        if kind in ("source", "author") and (value := _quoted(name, bare=True)):
            yield Suggestion(name, kind, reports, f"{before}{kind}:{value}")


def _titles(held: tuple[Completion, ...], before: str) -> Iterator[Suggestion]:
    for title, kind, reports in held:
        if kind == "title" and (value := _quoted(title)):
            yield Suggestion(title, "title", reports, before + value)


def _spelt(snapshot: Snapshot, text: str, before: str, most: int) -> list[Suggestion]:
    """The Chinese that Latin letters stand for, perhaps behind Chinese characters already typed.

    Characters that only happen to meet are left out, unless there is nothing else.
    """
    if not (parts := _SPELT.fullmatch(text)):
        return []
    read = readings(parts[2], prefix=True)[:_READINGS_TRIED]
    asked = [_guesses((*parts[1], *one.choices)) for one in read if len(parts[1]) + len(one.choices) > 1]
    found = set(chain(*snapshot.spell(asked))) if asked else set()
    likely = [one for one in found if weight(one.text, one.reports) == one.reports] or found
    best = nsmallest(most, likely, key=lambda one: (-one.reports, one.text))
    return [Suggestion(one.text, "pinyin", one.reports, before + one.text) for one in best]


def _guesses(choices: tuple[str, ...]) -> Guesses:
    return Guesses((Spelling(choices, _PAIRS_WEIGHED if len(choices) == 2 else _LONGER_WEIGHED),))


def _quoted(text: str, bare: bool = False) -> str | None:
    """In the first quotation marks that the text does not hold itself; None where it holds all kinds."""
    if bare and re.fullmatch(r"\w+", text):
        return text
    for opening, closing in _FAMILIES:
        if not set(text) & set(_DOUBLE if opening in _DOUBLE else opening + closing):
            return opening + text + closing
    return None
