"""How often something is reported: for each month or year the number of reports that match a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress
from typing import Any, Literal, get_args

from indexer.deadline import check
from indexer.errors import AskedWrongly
from indexer.message import Message
from indexer.query import Dated, Filters, Query, parse
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.search.parameters import Parameters, chosen
from indexer.search.spreadsheet import csv_lines
from indexer.store import STRICT, Store

By = Literal["month", "year"]
BY: tuple[By, ...] = get_args(By)

SHARE = ("0", "1")
"""What `share` may say: how many reports, or how many of 1,000."""

MAX_QUESTIONS = 5
"""More lines than that nobody tells apart."""

_MOST_PERIODS = 2400
_MONTHS_SEEN_WELL = 60
"""Over a longer time years show more than months."""

_ALL = Dated("0001", "9999")


@dataclass(frozen=True, slots=True)
class Line:
    """One question: in how many reports of each period something matches it, and in how many of all. The date
    of `undated` ones among these is not known to the month or year."""

    q: str
    read_as: str
    total: int
    undated: int
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """`periods` follow one another without a gap, "2024-03" or "2024", from the first to the last that the
    index holds a report of; `held` says how many it holds, of those that the filters admit. The reports of
    each line run parallel to the periods."""

    by: By
    periods: tuple[str, ...]
    held: tuple[int, ...]
    lines: tuple[Line, ...]

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


def trend(
    store: Store,
    questions: Sequence[str],
    by: By | None = None,
    filters: Filters | None = None,
    lexicon: Lexicon = EMPTY,
) -> Trend:
    """How often each of 1 to 5 questions is reported. Where `by` is not said it is by month, and by year
    where the reports held span more than five years.

    Raises `AskedWrongly` (nothing to search for, too many questions, a time too long to go through by month),
    `OutOfTime` and `IndexUnusable`.
    """
    if not 1 <= len(questions) <= MAX_QUESTIONS:
        raise AskedWrongly(
            Message(
                "一次可以比较 1 到 {most} 个检索词，这次有 {given} 个。",
                most=MAX_QUESTIONS,
                given=len(questions),
            )
        )
    queries = [parse(question, filters, lexicon) for question in questions]
    by, held = _held(store, by, filters or Filters())
    periods = tuple(_between(min(held), max(held))) if held else ()
    return Trend(
        by, periods, _along(periods, held), tuple(_line(store, query, by, periods) for query in queries)
    )


def trend_asked(given: Mapping[str, str]) -> tuple[By | None, Filters]:
    """What an address asks for beside the questions. Raises `AskedWrongly`."""
    by = chosen("by", given["by"], BY) if given.get("by") else None
    asked = Parameters.read({name: given[name] for name in ("from", "to", "source") if name in given})
    return by, asked.filters


def share_asked(given: Mapping[str, str]) -> bool:
    """Whether shares are asked for instead of numbers of reports. Raises `AskedWrongly`."""
    return chosen("share", given.get("share") or SHARE[0], SHARE) == SHARE[1]


def _held(store: Store, by: By | None, filters: Filters) -> tuple[By, Mapping[str, int]]:
    """How many reports there are of each period."""
    if by:
        return by, _periods_held(store, by, filters)
    months = _periods_held(store, "month", filters)
    if months and period_number(max(months)) - period_number(min(months)) < _MONTHS_SEEN_WELL:
        return "month", months
    return "year", _periods_held(store, "year", filters)


def _periods_held(store: Store, by: By, filters: Filters) -> Mapping[str, int]:
    if filters == Filters():
        return dict(store.held(by))
    return dict(store.search(Query("", _ALL, filters), limit=0, facets=(by,)).facets[by])


def _line(store: Store, query: Query, by: By, periods: Sequence[str]) -> Line:
    check()
    found = store.search(query, limit=0, facets=(by,), classes=STRICT)
    reports = _along(periods, dict(found.facets[by]))
    return Line(query.text, query.read_as, found.total, found.total - sum(reports), reports)


def _along(periods: Sequence[str], counts: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(counts.get(period, 0) for period in periods)


def _between(first: str, last: str) -> Iterator[str]:
    """All periods from the first to the last. Raises `AskedWrongly` where that is out of all proportion."""
    if period_number(last) - period_number(first) >= _MOST_PERIODS:
        raise AskedWrongly(
            Message(
                "从 {first} 到 {last} 太长，无法逐月列出。请改为按年，或用起止日期缩小范围。",
                first=first,
                last=last,
            )
        )
    return periods_between(first, last)


def trend_json(found: Trend) -> dict[str, Any]:
    """The trend as the API writes it."""
    return {
        "by": found.by,
        "periods": found.periods,
        "held": found.held,
        "lines": [
            {
                "q": line.q,
                "read_as": line.read_as,
                "total": line.total,
                "undated": line.undated,
                "reports": line.reports,
            }
            for line in found.lines
        ],
    }


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
