"""How often something is reported: for each month or year the number of reports that match a question.

All is counted at once, by month and by year; whatever is then shown of it is worked out without the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, compress
from typing import Literal, get_args

from indexer.errors import AskedWrongly
from indexer.message import Message, says
from indexer.query import Dated, Filters, Query
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.search.asking import queries_of
from indexer.search.escaping import csv_lines
from indexer.search.parameters import chosen, filters_asked
from indexer.store import Count, Snapshot, Values

By = Literal["month", "year"]
BY: tuple[By, ...] = get_args(By)

SHARE = ("0", "1")
"""What `share` may say: how many reports, or how many of 1,000."""

MAX_QUESTIONS = 5
"""More lines than that nobody tells apart."""

MAX_PERIODS = 2400
"""A longer time nobody goes through by month."""
MAX_MONTHS_UNASKED = 60
"""Over a longer time years show more than months."""

_EVERYTHING = Dated("0001", "9999")


@dataclass(frozen=True, slots=True)
class Line:
    """One question."""

    q: str = field(metadata=says("收到的检索式。"))
    read_as: str = field(metadata=says("实际理解成的检索式。"))
    total: int = field(metadata=says("命中几篇报告，准确数。"))
    undated: int = field(metadata=says("其中几篇的日期不知道，或不够确切。"))
    reports: tuple[int, ...] = field(metadata=says("各时段命中几篇，与 periods 一一对应。"))


@dataclass(frozen=True, slots=True)
class Trend:
    """`periods` follow one another without a gap, "2024-03" or "2024", from the first to the last that the
    index holds a report of, among those that the filters admit."""

    by: By = field(metadata=says("按月 month 或按年 year。"))
    periods: tuple[str, ...] = field(metadata=says("各时段，连续不断，从早到晚。"))
    held: tuple[int, ...] = field(metadata=says("各时段共收录几篇，与 periods 一一对应。"))
    lines: tuple[Line, ...] = field(metadata=says("各检索式，按给出的顺序。"))

    def between(self, first: str, last: str) -> Trend:
        """What of it lies from one period to another, both included; years do for months. Totals stay."""
        kept = [first <= one[: len(first)] and one[: len(last)] <= last for one in self.periods]
        lines = (replace(line, reports=tuple(compress(line.reports, kept))) for line in self.lines)
        held, periods = tuple(compress(self.held, kept)), tuple(compress(self.periods, kept))
        return Trend(self.by, periods, held, tuple(lines))

    def shares(self, line: Line) -> tuple[float | None, ...]:
        """How many of 1,000 reports held match, for each period; None where none is held."""
        both = zip(line.reports, self.held, strict=True)
        return tuple(round(1000 * found / held, 2) if held else None for found, held in both)


@dataclass(frozen=True, slots=True)
class TrendCounts:
    """What was counted for the `queries`: how many reports of each month and year there are, of those that
    the filters admit, and how many of them match each query."""

    queries: tuple[Query, ...]
    held: Values
    found: tuple[Count, ...]

    def by(self, by: By | None = None) -> Trend:
        """The trend by month or by year. Where neither is said it is by month, and by year where the reports
        held span more than five years. Raises `AskedWrongly` for a time too long to go through by month."""
        by = by or self._by_itself()
        held = dict(self.held[by])
        periods = tuple(_between(min(held), max(held))) if held else ()
        lines = map(partial(_line, by, periods), self.queries, self.found)
        return Trend(by, periods, _along(periods, held), tuple(lines))

    def _by_itself(self) -> By:
        months = [period_number(month) for month, _ in self.held["month"]]
        return "month" if months and months[-1] - months[0] < MAX_MONTHS_UNASKED else "year"


def trend_counts(
    snapshot: Snapshot, questions: Sequence[str], filters: Filters | None = None, lexicon: Lexicon = EMPTY
) -> TrendCounts:
    """All that is to be known of 1 to 5 questions, asked once.

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
    found = snapshot.counts(queries, BY)
    return TrendCounts(queries, _held(snapshot, filters or Filters()), found)


def _held(snapshot: Snapshot, filters: Filters) -> Values:
    """How many reports there are of each month and year. To count all is quicker than to find all."""
    if filters == Filters():
        return {by: snapshot.values(by) for by in BY}
    (everything,) = snapshot.counts([Query("", _EVERYTHING, filters)], BY)
    return everything.facets


def trend(
    snapshot: Snapshot,
    questions: Sequence[str],
    by: By | None = None,
    filters: Filters | None = None,
    lexicon: Lexicon = EMPTY,
) -> Trend:
    """How often each of 1 to 5 questions is reported; see `trend_counts` and `TrendCounts.by`."""
    return trend_counts(snapshot, questions, filters, lexicon).by(by)


def trend_asked(given: Mapping[str, str]) -> tuple[By | None, Filters]:
    """What an address asks for beside the questions. Raises `AskedWrongly`."""
    by = chosen("by", given["by"], BY) if given.get("by") else None
    return by, filters_asked(given)


def share_asked(given: Mapping[str, str]) -> bool:
    """Whether shares are asked for instead of numbers of reports. Raises `AskedWrongly`."""
    return chosen("share", given.get("share") or SHARE[0], SHARE) == SHARE[1]


def _line(by: By, periods: Sequence[str], query: Query, found: Count) -> Line:
    reports = _along(periods, dict(found.facets[by]))
    return Line(query.text, query.read_as, found.total, found.total - sum(reports), reports)


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


def trend_csv(found: Trend, *, share: bool = False) -> Iterator[str]:
    """The trend as pieces of a CSV file: a row for every period, a column for every question, in it the
    number of reports or else how many of 1,000 held. The last row has those whose period is unknown."""
    head = ("period", "held", *(line.q for line in found.lines))
    columns = [found.shares(line) if share else line.reports for line in found.lines]
    rows = zip(found.periods, found.held, *columns, strict=True)
    undated = [("", "", *(line.undated for line in found.lines))]
    return csv_lines(chain([head], rows, () if share else undated))


# — months ("2024-03") and years ("2024"), which follow one another without a gap —


def period_number(period: str) -> int:
    """Which one it is: years count from 0, months from January of the year 0."""
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def periods_between(first: str, last: str) -> Iterator[str]:
    """All periods from the first to the last, both included and of one kind."""
    for number in range(period_number(first), period_number(last) + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}" if "-" in first else f"{number:04}"
