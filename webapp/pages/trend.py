"""/trend: how often something is reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from flask import Blueprint, request
from markupsafe import Markup

from indexer import (
    FILTERS,
    MAX_QUESTIONS,
    OF_TEXT,
    VALUES,
    By,
    Filters,
    Trend,
    Value,
    filters_written,
    trend_asked,
    trend_counts,
    value_asked,
)
from webapp.addresses import HOME, TREND, TREND_PAGE, Given, changed, given_loosely, with_pairs
from webapp.charts import FEWEST_HELD, chart, unit_of
from webapp.pages.links import choices
from webapp.scales import NARROW, WIDE
from webapp.state import lexicon, snapshot
from webapp.templating import rendered

blueprint = Blueprint("trend", __name__)

_MAX_MONTHS = 120
"""More make a table that nobody reads and a page that takes long to load."""

_MAX_YEARS_BY_MONTH = 5
"""So many years are rather seen by month."""

_ASKED = ("by", "value", "share", *FILTERS)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the table, and the search for the reports that it counts."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    period: str
    held: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn. It is by year although by month was asked for where that is `too_long`; where its ends
    are left out, `left_out` has the first and the last period of the whole."""

    trend: Trend
    too_long: bool
    left_out: tuple[str, ...]


@blueprint.get(TREND_PAGE)
def over_time() -> str:
    given = given_loosely(request.args, _ASKED)
    questions = [q for q in request.args.getlist("q") if q.strip()][:MAX_QUESTIONS]
    by, filters = trend_asked(given)
    asked = value_asked(given)
    drawn = _drawn(questions, by, filters, asked) if questions else None
    found = drawn and drawn.trend
    value: Value = asked or ("share" if found and is_uneven(found.held) else "reports")
    return rendered(
        "trend.html",
        q=questions[0] if questions else "",
        given=given_loosely({**given, "q": next(iter(questions), "")}, (*FILTERS, "q")),
        asks=TREND_PAGE,
        kept=given_loosely(given, ("source", "folder", "year")),
        asked=given,
        compared=(questions[1:] + [""] * MAX_QUESTIONS)[: MAX_QUESTIONS - 1],
        trend=found,
        drawn=drawn,
        most_months=_MAX_MONTHS,
        everything=_everything(questions, given, drawn) if drawn else "",
        narrowed=[f"{of}：{value}" for of, value in choices(filters)],
        value=value,
        values=VALUES,
        unit_of=unit_of,
        unasked=asked is None and value == "share",
        fewest=FEWEST_HELD,
        charts=[Markup(chart(found, value, frame)) for frame in (WIDE, NARROW)] if found else [],
        rows=list(_rows(found, filters, value)) if found else [],
        totals=_totals(found, value) if found else [],
        whole=[changed(HOME, _search(line.q, filters)) for line in found.lines] if found else [],
        files=_files(drawn, questions, {**given, "value": value, "share": None}) if drawn else {},
    )


_UNEVEN = 3
"""Where a period has so many times the reports of the usual one, their numbers tell of the holdings alone."""


def is_uneven(held: Sequence[int]) -> bool:
    """Whether much more is held of some period than of most that anything is held of."""
    known = sorted(filter(None, held))
    return bool(known) and known[-1] > _UNEVEN * known[len(known) // 2]


def _drawn(questions: Sequence[str], by: By | None, filters: Filters, value: Value | None) -> Drawn:
    counts = trend_counts(snapshot(), questions, filters, lexicon(), value=value or VALUES[0])
    whole = counts.by(by)
    found = whole if filters.after or filters.before else thinned(whole)
    is_thinned = found is not whole
    too_long = found.by == "month" and len(found.periods) > _MAX_MONTHS
    if too_long:
        found = counts.by("year").between(found.periods[0][:4], found.periods[-1][:4])
    elif by is None and is_thinned and found.by == "year" and len(found.periods) <= _MAX_YEARS_BY_MONTH:
        found = counts.by("month").between(found.periods[0], found.periods[-1])
    return Drawn(found, too_long, whole.periods[:1] + whole.periods[-1:] if is_thinned else ())


def _everything(questions: Sequence[str], given: Given, drawn: Drawn) -> str:
    """The same chart from the first period to the last."""
    if not drawn.left_out:
        return ""
    first, last = drawn.left_out
    return _asking(TREND_PAGE, questions, {**given, "from": first, "to": last})


def _totals(found: Trend, value: Value) -> list[int]:
    """What the columns come to: reports or, where these are counted, occurrences."""
    if value in OF_TEXT:
        return [sum(line.occurrences) for line in found.lines]
    return [sum(line.reports) for line in found.lines]


def _rows(found: Trend, filters: Filters, value: Value) -> Iterator[Row]:
    columns = [found.column(line, value) for line in found.lines]
    for number, (period, held) in enumerate(zip(found.periods, found.held, strict=True)):
        cells = (
            Cell(_figure(column[number]), _url(line.q, filters, period) if line.reports[number] else "")
            for line, column in zip(found.lines, columns, strict=True)
        )
        yield Row(period, held, tuple(cells))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.6g}"


def _url(q: str, filters: Filters, period: str) -> str:
    """The search narrowed to a period or, where a filter ends within the period, to what is left of it."""
    first, last = (one if one.startswith(period) else period for one in (filters.after, filters.before))
    return changed(HOME, _search(q, replace(filters, after=first, before=last)))


def _search(q: str, filters: Filters) -> Given:
    return {"q": q, **filters_written(filters)}


def _files(drawn: Drawn, questions: Sequence[str], given: Mapping[str, str | None]) -> Mapping[str, str]:
    """The addresses of what the page shows, for programs and to keep. The picture has what is drawn of it."""
    found, kept = drawn.trend, {**given, "by": drawn.trend.by}
    span = {"from": found.periods[0], "to": found.periods[-1]} if drawn.left_out else {}
    files = {"csv": {**kept, "headers": "local"}, "svg": {**kept, **span}, "json": kept}
    return {form: _asking(TREND, questions, {**its, "format": form}) for form, its in files.items()}


def _asking(path: str, questions: Sequence[str], given: Mapping[str, str | None]) -> str:
    return with_pairs(path, [*(("q", q) for q in questions), *given.items()])


# — thin ends —
#
# One report with a date of 1954 among a hundred thousand of ten years would leave these a corner of the
# chart.

_MAX_THIN_SHARE = 0.005
"""Of all reports held either end has no more."""
_MIN_PERIODS_SHARE = 1 / 3
"""To leave out fewer of the periods is not worth it."""


def thinned(trend: Trend) -> Trend:
    """The part of a trend that is drawn unasked: without periods at its ends of which hardly a report is
    held. Totals stay those of the whole."""
    most = _MAX_THIN_SHARE * sum(trend.held)
    start = _few(trend.held, most)
    end = len(trend.held) - _few(trend.held[::-1], most)
    if end - start >= (1 - _MIN_PERIODS_SHARE) * len(trend.held):
        return trend
    return trend.between(trend.periods[start], trend.periods[end - 1])


def _few(held: tuple[int, ...], most: float) -> int:
    """How many of the first periods hold no more than that together."""
    return sum(so_far <= most for so_far in accumulate(held))
