"""How often something is reported: for each month or year the number of reports that match a question.

All is counted at once, by month and by year; whatever is then shown of it is worked out without the index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from indexer.errors import AskedWrongly
from indexer.message import Message
from indexer.query import Dated, Filters, Query
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.search.asking import queries_of
from indexer.search.occurrences import occurrences_in
from indexer.search.parameters import chosen, filters_asked
from indexer.search.periods import BY, CHARACTERS, By, period_number, periods_between
from indexer.search.trend_answer import OF_TEXT, VALUES, Line, Trend, Value
from indexer.store import STRICT, Count, Match, Snapshot

SHARE = ("0", "1")
"""What `share` may say, which is older: how many reports, or how many of 1,000."""

MAX_QUESTIONS = 5
"""More lines than that nobody tells apart."""

MAX_PERIODS = 2400
"""A longer time nobody goes through by month."""
MAX_MONTHS_UNASKED = 60
"""Over a longer time years show more than months."""

_EVERYTHING = Dated("0001", "9999")


@dataclass(frozen=True, slots=True)
class TrendCounts:
    """What was counted for the `queries`: how many reports of each month and year there are, of those that
    the filters admit, and how many of them match each query; and how often, if they were looked through."""

    queries: tuple[Query, ...]
    held: Count
    found: tuple[Count, ...]
    placed: tuple[Placed, ...] = ()

    def by(self, by: By | None = None) -> Trend:
        """The trend by month or by year. Where neither is said it is by month, and by year where the reports
        held span more than five years. Raises `AskedWrongly` for a time too long to go through by month."""
        by = by or self._by_itself()
        held, characters = dict(self.held.facets[by]), dict(self.held.characters[by])
        periods = tuple(_between(min(held), max(held))) if held else ()
        lines = map(partial(_line, by, periods), self.queries, self.found)
        if self.placed:
            lines = map(partial(_with_places, by, periods), lines, self.placed)
        return Trend(by, periods, _along(periods, held), tuple(lines), _along(periods, characters))

    def _by_itself(self) -> By:
        months = [period_number(month) for month, _ in self.held.facets["month"]]
        return "month" if months and months[-1] - months[0] < MAX_MONTHS_UNASKED else "year"


class Placed(NamedTuple):
    """How often something stands in the reports: of each month and year, and in all."""

    of: Mapping[By, Mapping[str, int]]
    total: int


def trend_counts(
    snapshot: Snapshot,
    questions: Sequence[str],
    filters: Filters | None = None,
    lexicon: Lexicon = EMPTY,
    *,
    value: Value = VALUES[0],
) -> TrendCounts:
    """All that is to be known of 1 to 5 questions, asked once; occurrences where the value is made of them.

    Raises `AskedWrongly` (nothing to search for, too many questions), `OutOfTime` and `IndexUnusable`.
    """
    if not 1 <= len(questions) <= MAX_QUESTIONS:
        raise AskedWrongly(
            Message(
                "一次可以比较 1 到 {most} 个检索词，这次有 {given} 个。",
                most=MAX_QUESTIONS,
                given=len(questions),
            )
        )
    queries = queries_of(snapshot, questions, filters, lexicon)
    everything = Query("", _EVERYTHING, filters or Filters())
    *found, held = snapshot.counts([*queries, everything], BY)
    each = snapshot.each(queries, STRICT) if value in OF_TEXT else ()
    return TrendCounts(queries, held, tuple(found), tuple(map(_placed, each, queries)))


def _placed(matches: Iterable[Match], query: Query) -> Placed:
    of: dict[By, Counter[str]] = {by: Counter() for by in BY}
    total = 0
    for match in matches:
        many, day = occurrences_in(match, query), match.known.date
        total += many
        for by, characters in CHARACTERS.items():
            if len(day) >= characters:
                of[by][day[:characters]] += many
    return Placed(of, total)


def trend(
    snapshot: Snapshot,
    questions: Sequence[str],
    by: By | None = None,
    filters: Filters | None = None,
    lexicon: Lexicon = EMPTY,
    *,
    value: Value = VALUES[0],
) -> Trend:
    """How often each of 1 to 5 questions is reported; see `trend_counts` and `TrendCounts.by`."""
    return trend_counts(snapshot, questions, filters, lexicon, value=value).by(by)


def trend_asked(given: Mapping[str, str]) -> tuple[By | None, Filters]:
    """What an address asks for beside the questions. Raises `AskedWrongly`."""
    by = chosen("by", given["by"], BY) if given.get("by") else None
    return by, filters_asked(given)


def value_asked(given: Mapping[str, str]) -> Value | None:
    """Which value is asked for; None where an address does not say. Raises `AskedWrongly`."""
    shared = chosen("share", given.get("share") or SHARE[0], SHARE) == SHARE[1]
    if not given.get("value"):
        return "share" if shared else None
    return chosen("value", given["value"], VALUES)


def _line(by: By, periods: Sequence[str], query: Query, found: Count) -> Line:
    reports = _along(periods, dict(found.facets[by]))
    return Line(query.text, query.read_as, found.total, found.total - sum(reports), reports)


def _with_places(by: By, periods: Sequence[str], line: Line, placed: Placed) -> Line:
    return replace(line, occurrences=_along(periods, placed.of[by]), total_occurrences=placed.total)


def _along(periods: Sequence[str], counts: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(counts.get(period, 0) for period in periods)


def _between(first: str, last: str) -> Iterator[str]:
    """All periods from the first to the last. Raises `AskedWrongly` where that is out of all proportion."""
    if period_number(last) - period_number(first) >= MAX_PERIODS:
        raise AskedWrongly(
            Message(
                "从 {first} 到 {last} 太长，无法逐月列出。请改为按年，或用起止日期缩小范围。",
                first=first,
                last=last,
            )
        )
    return periods_between(first, last)
