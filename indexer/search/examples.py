"""What to try in an index that one does not know yet: a few questions out of its own newest titles, each of
which finds something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from math import sqrt
from typing import Literal

from indexer.query import parse
from indexer.ranking.weights import idf
from indexer.store import Match, Snapshot
from indexer.text.fold import HAN
from indexer.text.words import is_question

ExampleKind = Literal["both", "exact", "without", "source"]
"""Two words; a phrase in quotation marks; one word without another; a word in one source."""

_TITLES = 40
_MAX_TITLE = 60
"""Of a report without a title so much of its first paragraph is taken."""
_MAX_COUNTED = 60
"""To count a word takes a millisecond or two among a hundred thousand reports."""
_CHINESE = re.compile(f"[{HAN}]+")
_NUMERAL = re.compile("[〇零一二三四五六七八九十百千万亿两第年月日]")
_SHORTEST_PHRASE = 4
_SOURCE = re.compile(r"\w{2,8}")
"""A name that can be typed as it is, and is short."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and what it shows."""

    q: str
    kind: ExampleKind


@dataclass(frozen=True, slots=True)
class _Title:
    """A title's `words`, the most telling first, one of which begins its `phrase`."""

    words: tuple[str, ...]
    worth: float
    phrase: str
    source: str


def examples(snapshot: Snapshot) -> tuple[Example, ...]:
    """The same for the same commit; of an index without titles to take them from, fewer or none."""
    held = snapshot.holdings(_TITLES)
    pieces = [_pieces(match) for match in held.latest]
    words = [*islice(filter(_is_word, dict.fromkeys(chain.from_iterable(pieces))), _MAX_COUNTED)]
    having = _having(snapshot, words)
    entitled = _having(snapshot, [f"title:{word}" for word in words])
    worth = {
        word: _worth(word, count, titles, held.reports)
        for (word, count), titles in zip(having.items(), entitled.values(), strict=True)
    }
    titles = [
        _title(some, match.known.source, worth) for some, match in zip(pieces, held.latest, strict=True)
    ]
    return tuple(_asked(titles, having))


def _worth(word: str, having: int, entitled: int, reports: int) -> float:
    """Best are long words that stand in many titles, and seldom in reports that are called otherwise."""
    return len(word) * entitled / sqrt(max(1, having)) * idf(having, reports)


def _having(snapshot: Snapshot, questions: Sequence[str]) -> Mapping[str, int]:
    """How many reports each question finds."""
    counts = snapshot.counts([parse(one) for one in questions]) if questions else ()
    return {one: count.total for one, count in zip(questions, counts, strict=True)}


def _pieces(match: Match) -> tuple[str, ...]:
    """A title as it was cut."""
    normal, block = match.normal, match.normal.title or 0
    first, text = normal.begins[block], normal.blocks[block][:_MAX_TITLE]
    shown = match.original(block) if normal.is_even[block] else text
    edges = [at for at in range(len(text) + 1) if normal.borders[first + at]]
    return tuple(shown[start:end] for start, end in pairwise(edges))


def _is_word(piece: str) -> bool:
    """Whether it may tell what a title is about."""
    is_name = 2 <= len(piece) <= 5 and _CHINESE.fullmatch(piece) is not None
    return is_name and not _NUMERAL.search(piece) and not is_question(piece)


def _title(pieces: Sequence[str], source: str, worth: Mapping[str, float]) -> _Title:
    words = sorted({*pieces} & {*worth}, key=lambda word: (-worth[word], word))
    phrases = (_phrase(pieces, word) for word in words)
    best = sum(worth[word] for word in words[:2])
    return _Title(tuple(words), best, next(filter(None, phrases), ""), source)


def _phrase(pieces: Sequence[str], word: str) -> str:
    """The word with what follows it, up to the next whole word; "" where no Chinese does."""
    text = word
    for piece in pieces[pieces.index(word) + 1 :]:
        if not _CHINESE.fullmatch(piece):
            return ""
        text += piece
        if len(piece) > 1 and len(text) >= _SHORTEST_PHRASE:
            return text
    return ""


def _asked(titles: Sequence[_Title], having: Mapping[str, int]) -> Iterator[Example]:
    """One question of each kind, out of a title that answers it; each, where it may, of another subject."""
    used: set[str] = set()
    for kind, ask in _KINDS.items():
        for title in sorted(titles, key=lambda one: (not used.isdisjoint(one.words), -one.worth)):
            if q := ask(title, having):
                used.update(title.words[:2])
                yield Example(q, kind)
                break


def _both(title: _Title, having: Mapping[str, int]) -> str:
    return " ".join(title.words[:2]) if len(title.words) > 1 else ""


def _exact(title: _Title, having: Mapping[str, int]) -> str:
    return f"“{title.phrase}”" if title.phrase else ""


def _without(title: _Title, having: Mapping[str, int]) -> str:
    """More reports have the first word than the other: some have it alone."""
    best = sorted(title.words[:3], key=having.__getitem__)
    return f"{best[-1]} -{best[0]}" if best and having[best[-1]] > having[best[0]] else ""


def _of_source(title: _Title, having: Mapping[str, int]) -> str:
    return f"{title.words[0]} 来源:{title.source}" if title.words and _SOURCE.fullmatch(title.source) else ""


_KINDS: Mapping[ExampleKind, Callable[[_Title, Mapping[str, int]], str]] = {
    "both": _both,
    "exact": _exact,
    "without": _without,
    "source": _of_source,
}
