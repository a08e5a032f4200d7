"""Neighbours of a keyword: the words or characters beside it, how often, and how much more often than chance.

What they are compared with are the reports that the occurrences stand in, all of their text: a word that is
frequent there anyhow is no neighbour of the keyword, however often it stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from math import log, log2
from time import perf_counter

from indexer.deadline import check
from indexer.message import says
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.search.asking import query_of
from indexer.search.contexts import span_asked
from indexer.search.escaping import csv_lines
from indexer.search.frequencies import Frequencies
from indexer.search.json_form import as_json, json_keys
from indexer.search.line_order import pinyin, sound
from indexer.search.parameters import Parameters, chosen, number, unpaged
from indexer.search.places import Place, Span, Unit, first_places
from indexer.store import Snapshot

MAX_COLLOCATES = 1000
_LEAST_LINES = 2
"""What stands beside the keyword once is there by chance."""


class CollocateOrder(StrEnum):
    """By a measure or by the number of lines, most first; or by the word, as it sounds."""

    LIKELIHOOD = "likelihood"
    LOGDICE = "logdice"
    COUNT = "count"
    LEFT = "left"
    RIGHT = "right"
    WORD = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collocate:
    """A word or character that stands beside the keyword."""

    text: str = field(metadata=says("相邻的词或字，规范写法。"))
    pinyin: str = field(metadata=says("它的拼音，不带声调。"))
    count: int = field(metadata=says("多少处的旁边有它。"))
    left: int = field(metadata=says("其中多少处在左边。"))
    right: int = field(metadata=says("其中多少处在右边。"))
    frequency: int = field(metadata=says("它在这些报告里一共出现多少次。"))
    likelihood: float = field(
        metadata=says("对数似然比 G²，越大越不像偶然；比偶然还少的为负。3.84 相当于 p < 0.05。")
    )
    logdice: float = field(metadata=says("logDice，最高 14；每低 1，搭配弱一半。与语料大小无关。"))
    url: str = field(metadata=says("这些行的地址：上下文里旁边有它的各处。"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collocates:
    """The neighbours in some order; no more than `places.MAX_PLACES` occurrences are looked at, the best
    reports first."""

    q: str = field(metadata=says("收到的检索式。"))
    read_as: str = field(metadata=says("实际理解成的检索式。"))
    unit: Unit = field(metadata=says("相邻的是词 word 还是字 character。"))
    left: int = field(metadata=says("左边看几个。"))
    right: int = field(metadata=says("右边看几个。"))
    reports: int = field(metadata=says("看了几篇报告。"))
    occurrences: int = field(metadata=says("看了多少处。"))
    complete: bool = field(metadata=says("false：后面还有，没有看到。"))
    size: int = field(metadata=says("这些报告一共多少个词或字，标点不计；频次和期望值由此而来。"))
    total: int = field(metadata=says("一共有多少个相邻的词或字，只出现一处的不计。"))
    took_ms: float = field(metadata=says("用时，毫秒。"))
    collocates: tuple[Collocate, ...] = field(metadata=says("相邻的词或字，按要求的顺序。"))


def log_likelihood(together: int, beside: int, frequency: int, size: int) -> float:
    """G²: how little like chance it is that of `beside` words beside the keyword `together` are this one,
    which stands `frequency` times among all `size` words. Negative where chance would have more there.

    T. Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics
    19 (1993); with the contingency table of S. Evert, "Corpora and collocations" (2008), for words in a span.
    """
    frequency = max(frequency, together)  # a word between two occurrences is beside both of them
    size = max(size, beside + frequency - together)
    cells = (
        (together, beside * frequency),
        (beside - together, beside * (size - frequency)),
        (frequency - together, (size - beside) * frequency),
        (size - beside - frequency + together, (size - beside) * (size - frequency)),
    )
    found = 2 * sum(seen * log(seen * size / expected) for seen, expected in cells if seen)
    return found if together * size >= beside * frequency else -found


def log_dice(together: int, occurrences: int, frequency: int) -> float:
    """14 + log2(2·f(x, y) / (f(x) + f(y))): 14 where neither is without the other, one less for half of that.

    P. Rychlý, "A lexicographer-friendly association score", RASLAN (2008).
    """
    return 14 + log2(2 * together / (occurrences + max(frequency, together)))


def collocates(
    snapshot: Snapshot,
    parameters: Parameters,
    span: Span,
    order: CollocateOrder = CollocateOrder.LIKELIHOOD,
    lexicon: Lexicon = EMPTY,
    lines_of: Callable[[str], str] = lambda text: "",
) -> Collocates:
    """At most `parameters.limit` neighbours; `lines_of` makes the address of the lines that have one beside.

    Raises `AskedWrongly`, `OutOfTime` and `IndexUnusable`.
    """
    began = perf_counter()
    query = query_of(snapshot, parameters.q, parameters.filters, lexicon)
    places, complete = first_places(snapshot, query, parameters.classes)
    found = _Beside(places, span)
    wanted = [text for text, count in found.lines.items() if count >= _LEAST_LINES]
    within = {place.match.id: place.match.normal for place in places}
    frequencies = Frequencies.of(within.values(), wanted, span.unit)
    each = [found.collocate(text, frequencies, lines_of) for text in wanted]
    return Collocates(
        q=parameters.q,
        read_as=query.read_as,
        unit=span.unit,
        left=span.left,
        right=span.right,
        reports=len(within),
        occurrences=len(places),
        complete=complete,
        size=frequencies.size,
        total=len(each),
        took_ms=round((perf_counter() - began) * 1000, 2),
        collocates=tuple(sorted(each, key=_KEYS[order])[: parameters.limit]),
    )


class _Beside:
    """What stands beside the places: on how many lines, on how many of them left and right, and how often."""

    def __init__(self, places: Sequence[Place], span: Span) -> None:
        self.places = len(places)
        self.lines: Counter[str] = Counter()
        self._lefts: Counter[str] = Counter()
        self._rights: Counter[str] = Counter()
        self._together: Counter[str] = Counter()
        for place in places:
            check()
            lefts, rights = span.lefts(place), span.rights(place)
            self._together.update((*lefts, *rights))
            self._lefts.update({*lefts})
            self._rights.update({*rights})
            self.lines.update({*lefts, *rights})
        self._units = self._together.total()

    def collocate(self, text: str, frequencies: Frequencies, lines_of: Callable[[str], str]) -> Collocate:
        count, frequency = self.lines[text], frequencies.counts[text]
        likelihood = log_likelihood(self._together[text], self._units, frequency, frequencies.size)
        return Collocate(
            text=text,
            pinyin=pinyin(text),
            count=count,
            left=self._lefts[text],
            right=self._rights[text],
            frequency=frequency,
            likelihood=round(likelihood, 2),
            logdice=round(log_dice(count, self.places, frequency), 2),
            url=lines_of(text),
        )


_KEYS: Mapping[CollocateOrder, Callable[[Collocate], tuple[object, ...]]] = {
    CollocateOrder.LIKELIHOOD: lambda one: (-one.likelihood, *_last(one)),
    CollocateOrder.LOGDICE: lambda one: (-one.logdice, *_last(one)),
    CollocateOrder.COUNT: lambda one: (-one.count, *_last(one)),
    CollocateOrder.LEFT: lambda one: (-one.left, *_last(one)),
    CollocateOrder.RIGHT: lambda one: (-one.right, *_last(one)),
    CollocateOrder.WORD: lambda one: (sound(one.text),),
}


def _last(one: Collocate) -> tuple[object, ...]:
    """What decides between equals."""
    return -one.count, sound(one.text)


def collocates_asked(given: Mapping[str, str]) -> tuple[Parameters, Span, CollocateOrder]:
    """What an address asks for: at most `MAX_COLLOCATES`, or 100. Raises `AskedWrongly`."""
    limit = number(given, "limit", 100, MAX_COLLOCATES)
    order = chosen("sort", given.get("sort") or CollocateOrder.LIKELIHOOD, tuple(CollocateOrder))
    return replace(Parameters.read(unpaged(given)), limit=limit), span_asked(given), order


def collocates_csv(found: Collocates) -> Iterator[str]:
    """The neighbours as pieces of a CSV file, under the names that they have in JSON."""
    return csv_lines(
        chain([json_keys(Collocate)], (tuple(as_json(one).values()) for one in found.collocates))
    )
