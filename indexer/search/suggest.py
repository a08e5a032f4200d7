"""What is being typed -> what it may become: the last keyword, completed from the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import Literal

from indexer.search.spelling import weight
from indexer.store import Completion, Spelt, Store
from indexer.text.fold import HAN, fold
from indexer.text.pinyin import readings

MAX_CHARACTERS = 100
"""Of what is longer nothing is completed."""

_TITLES, _NAMES = 3, 2
_READINGS = 2
_PAIRS, _LONGER = 24, 4
"""So many are considered: of pairs many only happen to meet, longer texts take long to count."""
_LAST = re.compile(r"\S+$")
_PLAIN = re.compile(r"\w[\w.%#+·&'-]*")
"""A keyword without operators, as a normal form."""
_SPELT = re.compile(f"([{HAN}]*)([a-zü']+)")
_FAMILIES = (("“", "”"), ("「", "」"), ("『", "』"))
_DOUBLE = '"＂“”„‟'


SuggestionKind = Literal["word", "title", "source", "author", "pinyin"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`text` completes the last keyword, `query` is all that was typed with it; `reports` have it.

    Of kind "pinyin" are the characters that Latin letters stand for.
    """

    text: str
    kind: SuggestionKind
    reports: int
    query: str


def suggest(store: Store, typed: str, most: int = 8) -> tuple[Suggestion, ...]:
    """At most `most` suggestions: words, then what Latin letters stand for, then names, each those of the
    most reports first, then titles, the newest first.

    None where nothing is being typed, or what is no plain keyword. Raises `IndexUnusable`.
    """
    last = _LAST.search(typed)
    if len(typed) > MAX_CHARACTERS or last is None or most < 1:
        return ()
    text, before = fold(last[0]), typed[: last.start()].lstrip()
    if not _PLAIN.fullmatch(text) or sum(map(before.count, _DOUBLE)) % 2:
        return ()
    held = store.complete(text, most + 1)
    titles = [*_titles(held, before)][: min(_TITLES, most // 2)]
    names = [*_names(held, before)][: min(_NAMES, most // 2)]
    room = most - len(titles) - len(names)
    spelt = _spelt(store, text, before, room)
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


def _spelt(store: Store, text: str, before: str, most: int) -> list[Suggestion]:
    """The Chinese that Latin letters stand for, perhaps behind Chinese characters already typed.

    Characters that only happen to meet are left out, unless there is nothing else.
    """
    if not (parts := _SPELT.fullmatch(text)):
        return []
    found: set[Spelt] = set()
    for reading in readings(parts[2], prefix=True)[:_READINGS]:
        choices = (*tuple(parts[1]), *reading.choices)
        if len(choices) > 1:
            found.update(store.spell(choices, _PAIRS if len(choices) == 2 else _LONGER))
    likely = [one for one in found if weight(one.text, one.reports) == one.reports] or found
    best = nsmallest(most, likely, key=lambda one: (-one.reports, one.text))
    return [Suggestion(one.text, "pinyin", one.reports, before + one.text) for one in best]


def _quoted(text: str, bare: bool = False) -> str | None:
    """In the first quotation marks that the text does not hold itself; None where it holds all kinds."""
    if bare and re.fullmatch(r"\w+", text):
        return text
    for opening, closing in _FAMILIES:
        if not set(text) & set(_DOUBLE if opening in _DOUBLE else opening + closing):
            return opening + text + closing
    return None
