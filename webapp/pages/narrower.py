"""What a search may be narrowed to, each with its link: the values of facets, the bars of the histogram."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flask_babel import gettext as _
from markupsafe import Markup

from indexer import Answer, Choice, Parameters, written_choice
from webapp.addresses import HOME, Given, changed
from webapp.language import page_language, readable_span, written
from webapp.language import text_of_number as ngettext
from webapp.pages.histogram import Bar, Histogram, years_and_months
from webapp.pages.links import with_filter
from webapp.pages.tree import folders

_SHOWN, _SHOWN_MONTHS, _SHOWN_FOLDERS = 8, 12, 24
"""Values that are seen at once; the others are unfolded."""
_MAX_LISTED = 60
"""Of a facet: each is a link that repeats the whole search, and a page is to stay small."""
State = Literal["", "wanted", "unwanted"]
_Plain = Literal["source", "year"]


@dataclass(frozen=True, slots=True)
class Value:
    """How it is called, how many reports choosing it gives, and how deep in the tree it lies. `url` is the
    search with it chosen or, where it is, no longer chosen; `exclude` that without it, where it can be."""

    name: str
    reports: str
    url: str
    exclude: str = ""
    state: State = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """Values to choose from. `folded` are those not seen at once, of which there may be `more` than are
    listed."""

    name: str
    label: str
    shown: Sequence[Value]
    folded: Sequence[Value]
    more: int


def facets(answer: Answer, given: Given, asked: Parameters) -> Iterator[Facet]:
    """Those where there is something to choose, or something is chosen."""
    yield from _folders(answer, given, asked)
    yield from _facet("source", _("来源"), answer, given, asked)
    yield from _facet("year", _("年份"), answer, given, asked)
    _years, months = years_and_months(answer)
    if len(months) > 1:
        values = [_month(given, *one) for one in months[:_MAX_LISTED]]
        more = len(months) - _SHOWN_MONTHS
        yield Facet("month", _("月份"), values[:_SHOWN_MONTHS], values[_SHOWN_MONTHS:], more)


def _facet(name: _Plain, label: str, answer: Answer, given: Given, asked: Parameters) -> Iterator[Facet]:
    choice = asked.filters.of(name)
    counts = dict(answer.offers.get(name) or getattr(answer.facets, name))
    if name == "year":
        counts = dict(sorted(counts.items(), reverse=True))
    counts |= {one: 0 for one in (*choice.wanted, *choice.unwanted) if one not in counts}
    if len(counts) < 2 and not choice:
        return
    values = [_value(name, given, choice, *one) for one in counts.items()]
    shown = [one for at, one in enumerate(values) if at < _SHOWN or one.state]
    yield Facet(name, label, shown, _folded(values[_SHOWN:]), len(values) - len(shown))


def _folded(values: Sequence[Value]) -> list[Value]:
    """Those that are not chosen; to leave one of them out it is chosen first."""
    return [replace(one, exclude="") for one in values if not one.state][:_MAX_LISTED]


def _value(name: _Plain, given: Given, choice: Choice, key: str, reports: int) -> Value:
    called = written(key, page_language()) if name == "year" else key
    return Value(called, f"{reports:,}", *_links(name, given, choice, key))


def _folders(answer: Answer, given: Given, asked: Parameters) -> Iterator[Facet]:
    """A tree, of which two levels are seen at first, and what lies in and beside a folder that is chosen."""
    choice = asked.filters.folder
    tree = folders(answer.offers.get("folder") or answer.facets.folder, (*choice.wanted, *choice.unwanted))
    if len(tree) < 2 and not choice:
        return
    values = [
        replace(_folder_value(given, choice, one.path, one.name, one.reports), depth=one.depth)
        for one in tree
    ]
    near = [value for value, one in zip(values, tree, strict=True) if one.is_near or value.state]
    far = [value for value, one in zip(values, tree, strict=True) if not (one.is_near or value.state)]
    rest = [*near[_SHOWN_FOLDERS:], *far]
    yield Facet("folder", _("文件夹"), near[:_SHOWN_FOLDERS], _folded(rest), len(rest))


def _folder_value(given: Given, choice: Choice, path: str, name: str, reports: int) -> Value:
    return Value(name, f"{reports:,}", *_links("folder", given, choice, path))


def _links(name: str, given: Given, choice: Choice, key: str) -> tuple[str, str, State]:
    """The search with a value chosen or no longer so, that without it, and whether it is chosen."""
    state: State = "wanted" if key in choice.wanted else "unwanted" if key in choice.unwanted else ""
    rest = Choice(
        tuple(one for one in choice.wanted if one != key), tuple(one for one in choice.unwanted if one != key)
    )
    toggled = rest if state else replace(rest, wanted=(*rest.wanted, key))
    without = replace(rest, unwanted=(*rest.unwanted, key))
    both = (
        changed(HOME, given, offset=None, **{name: written_choice(one) or None}) for one in (toggled, without)
    )
    url, exclude = both
    return url, "" if state == "unwanted" else exclude, state


def _month(given: Given, day: str, reports: int) -> Value:
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
