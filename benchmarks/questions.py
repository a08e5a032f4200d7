"""What is asked: words and literals drawn from the corpus itself, and how many reports hold them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

import numpy as np
import numpy.typing as npt

from benchmarks.asked import CHECKED_QUESTIONS, LENGTHS, TENTH, WARM_UP, Asked, Parts, Truth
from benchmarks.corpus import SEED
from benchmarks.prepare import Prepared
from indexer.text.words import words

_Flags = npt.NDArray[np.bool_]


def draw(reports: Sequence[Prepared], count: int) -> dict[str, tuple[Parts, ...]]:
    """For each kind `WARM_UP + count` questions, always the same for the same reports."""
    random = Random(SEED)
    wanted = range(WARM_UP + count)
    drawn: dict[str, tuple[Parts, ...]] = {
        "and": tuple(_words(random, [_one(random, reports)] * 2) for _ in wanted),
        "or": tuple(
            _words(random, [_one(random, reports) for _ in range(random.randint(2, 3))]) for _ in wanted
        ),
    }
    for length in LENGTHS:
        drawn[f"literal {length}"] = tuple((_substring(random, reports, length),) for _ in wanted)
    return drawn


def mixed_of(drawn: dict[str, tuple[Parts, ...]]) -> list[str]:
    """As many as there are of each kind, in turn: one word, two words, two or three, a passage as keyword, a
    longer one, one in quotation marks."""
    mixed = [
        text
        for pair, several, short, middle, long in zip(
            *(drawn[kind] for kind in ("and", "or", "literal 3", "literal 6", "literal 10")), strict=True
        )
        for text in (pair[0], " ".join(pair), " ".join(several), middle[0], long[0], f"“{short[0]}”")
    ]
    return mixed[: len(drawn["and"])]


def check(reports: Sequence[Prepared], drawn: dict[str, tuple[Parts, ...]]) -> list[Asked]:
    """The questions with their right totals, counted by brute force."""
    padded = [f" {report.words} " for report in reports]
    return [
        Asked(kind, questions, _totals(kind, questions[:CHECKED_QUESTIONS], reports, padded))
        for kind, questions in drawn.items()
    ]


def _totals(
    kind: str, questions: Sequence[Parts], reports: Sequence[Prepared], padded: Sequence[str]
) -> dict[Truth, tuple[int, ...]]:
    joined = np.logical_or if kind == "or" else np.logical_and
    by_words, by_either = [], []
    for parts in questions:
        literal = [_flags([part in report.text for report in reports]) for part in parts]
        worded = read = literal
        if not kind.startswith("literal"):
            worded = [_having((part,), padded) for part in parts]
            read = [_having(words(part), padded) for part in parts]
        by_words.append(joined.reduce(worded))
        by_either.append(joined.reduce([*map(np.logical_or, read, literal)]))
    return {
        "words": _counts(by_words),
        "words or literal": _counts(by_either),
        "words, a tenth": _counts([one[::TENTH] for one in by_words]),
    }


def _having(wanted: Sequence[str], padded: Sequence[str]) -> _Flags:
    """The reports that have every one of the words."""
    return _flags([all(f" {word} " in text for word in wanted) for text in padded])


def _flags(held: list[bool]) -> _Flags:
    return np.array(held, dtype=np.bool_)


def _counts(flags: list[_Flags]) -> tuple[int, ...]:
    return tuple(int(one.sum()) for one in flags)


def _one(random: Random, reports: Sequence[Prepared]) -> Prepared:
    return reports[random.randrange(len(reports))]


_WORD = re.compile("(?:^| )([\u4e00-\u9fa5]{2,})(?= |$)")


def _words(random: Random, reports: Sequence[Prepared]) -> Parts:
    """A Chinese word of each report, all different; a report without one gives a word of all others."""
    found: dict[str, None] = {}
    for report in reports:
        held = sorted({*_WORD.findall(report.words)} - {*found}) or ["发展"]
        found[held[random.randrange(len(held))]] = None
    return tuple(found)


def _substring(random: Random, reports: Sequence[Prepared], length: int) -> str:
    """Chinese characters in a row; what borders on letters or digits has rules of its own in jianbao."""
    chinese = re.compile(f"[\u4e00-\u9fa5]{{{length}}}")
    for _ in range(10_000):
        text = _one(random, reports).text
        start = random.randrange(max(1, len(text) - length))
        if found := chinese.match(text, start):
            return found[0]
    raise ValueError(f"the corpus has hardly any {length} Chinese characters in a row")
