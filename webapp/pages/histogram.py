"""How the reports found lie in time, as bars: months or, where those would be many, years."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer import Answer, period_number, periods_between

MAX_BARS = 60
"""More would be too narrow to point at on a phone."""
HEIGHT = 60
"""Of the picture, in the units of the drawing."""
BAR_WIDTH = 10
"""Of one bar with the gap beside it."""

_MIN_BAR_HEIGHT = 2
"""Of a bar that is not empty: one report among thousands is seen."""
_BAR_YEARS = (1, 2, 5, 10, 20, 50, 100, 200)
"""One bar may stand for so many; 200 are enough for all that a date can say."""
_MAX_LISTED_MONTHS = 24
"""A list of no more names them; else they are for those who choose a year first."""
_Counts = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Bar:
    """The reports from the month, or year, `first` to `last`; `x` and `height` are those of the drawing."""

    first: str
    last: str
    reports: int
    x: int
    height: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars without a gap in time. Of the reports found `outside` have no bar: their date is unknown or, among
    months, only the year of it is known."""

    by: Literal["month", "year"]
    bars: tuple[Bar, ...]
    most: int
    outside: int

    @property
    def width(self) -> int:
        return BAR_WIDTH * len(self.bars)


def histogram(answer: Answer) -> Histogram | None:
    """None where there is nothing to compare: fewer than two bars."""
    months, years = answer.facets.month, answer.facets.year
    begun = [year for year, _ in years]
    if not begun:
        return None
    # A year that no month shows must have its place too, or its reports would be left out unseen.
    if {month[:4] for month, _ in months} == set(begun) and _apart(months[0][0], months[-1][0]) <= MAX_BARS:
        return _drawn(
            "month", [(one, one) for one in periods_between(months[0][0], months[-1][0])], months, answer
        )
    step = next(step for step in _BAR_YEARS if int(begun[-1]) // step - int(begun[0]) // step < MAX_BARS)
    return _drawn("year", list(_years(int(begun[0]), int(begun[-1]), step)), years, answer)


def _drawn(
    by: Literal["month", "year"], spans: list[tuple[str, str]], counts: _Counts, answer: Answer
) -> Histogram | None:
    if len(spans) < 2:
        return None
    begins = [first for first, _ in spans]
    reports = [0] * len(spans)
    for period, count in counts:
        reports[bisect_right(begins, period) - 1] += count
    most = max(reports)
    bars = tuple(
        Bar(
            first,
            last,
            count,
            place * BAR_WIDTH,
            max(_MIN_BAR_HEIGHT, count * HEIGHT // most) if count else 0,
        )
        for place, ((first, last), count) in enumerate(zip(spans, reports, strict=True))
    )
    return Histogram(by, bars, most, answer.listed - sum(reports))


def _apart(first: str, last: str) -> int:
    return period_number(last) - period_number(first) + 1


def _years(first: int, last: int, step: int) -> Iterator[tuple[str, str]]:
    for year in range(first // step * step, last + 1, step):
        yield f"{max(year, 1):04}", f"{min(year + step - 1, last):04}"


def years_and_months(answer: Answer) -> tuple[_Counts, _Counts]:
    """What a list shows of the dates, the newest first: every year, and the months where they are few."""
    years, months = answer.facets.year, answer.facets.month
    return years[::-1], months[::-1] if len(months) <= _MAX_LISTED_MONTHS else ()
