"""What a search may be narrowed to, each with its link: the values of facets, the bars of the histogram."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from indexer import Answer
from webapp.addresses import Given
from webapp.language import page_language, readable_span, written
from webapp.language import text_of_number as ngettext
from webapp.pages.histogram import Bar, Histogram, years_and_months
from webapp.pages.links import with_filter

_SHOWN, _SHOWN_MONTHS = 8, 12
"""Values that are seen at once; the others are unfolded."""
_MAX_LISTED = 100


@dataclass(frozen=True, slots=True)
class Value:
    """How it is called, how many reports it leaves, and the search narrowed to it."""

    name: str
    reports: str
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """Values to choose from. `folded` are those not seen at once, of which there may be `more` than are
    listed."""

    name: str
    label: str
    shown: Sequence[Value]
    folded: Sequence[Value]
    more: int


def facets(answer: Answer, given: Given) -> Iterator[Facet]:
    """Those where there is something to choose."""
    years, months = years_and_months(answer)
    for name, label, counts, shown in (
        ("source", _("来源"), answer.facets.source, _SHOWN),
        ("year", _("年份"), years, _SHOWN),
        ("month", _("月份"), months, _SHOWN_MONTHS),
    ):
        if len(counts) > 1:
            value = _source if name == "source" else _date
            values = [value(given, *one) for one in counts[:_MAX_LISTED]]
            yield Facet(name, label, values[:shown], values[shown:], len(counts) - shown)


def _source(given: Given, source: str, reports: int) -> Value:
    return Value(source, f"{reports:,}", with_filter(given, source=source))


def _date(given: Given, day: str, reports: int) -> Value:
    return Value(written(day, page_language()), f"{reports:,}", _within(given, day, day))


def _within(given: Given, first: str, last: str) -> str:
    return with_filter(given, to=last, **{"from": first})


@dataclass(frozen=True, slots=True)
class BarLink:
    """A bar, what it says of itself, and the search narrowed to its span, whose ends are written as people
    write them."""

    bar: Bar
    label: Markup
    first: str
    last: str
    url: str


def bars(histogram: Histogram, given: Given) -> Iterator[BarLink]:
    """Those that are seen: what holds no report has nothing to point at."""
    language = page_language()
    for bar in histogram.bars:
        if bar.reports:
            span, reports = readable_span(bar.first, bar.last), f"{bar.reports:,}"
            yield BarLink(
                bar=bar,
                label=ngettext(
                    "%(span)s：%(count)s 篇", "%(span)s：%(count)s 篇", bar.reports, span=span, count=reports
                ),
                first=written(bar.first, language),
                last=written(bar.last, language),
                url=_within(given, bar.first, bar.last),
            )
