"""The ways on from a page of results: its other pages, and the same search with other filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from indexer import FILTERS, Answer, Choice, Filters, Parameters, written_choice
from webapp.addresses import HOME, Given, changed
from webapp.language import plain_text as _
from webapp.language import readable_span

_PAGES_AROUND = 2
"""Page numbers on either side of the page that is shown."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its number, from 1. One without an address is the gap between numbers that do not follow."""

    number: int
    url: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Paging:
    """`previous` and `following` are addresses, "" where there is no such page."""

    previous: str
    following: str
    pages: tuple[Page, ...]


def paging(answer: Answer, given: Given) -> Paging:
    """No page at all has no pages, likewise one that is everything."""
    limit = answer.limit
    here = answer.offset // limit + 1 if limit else 1
    last = -(-answer.listed // limit) if limit else 1
    following = answer.next_offset
    return Paging(
        previous=_at(given, max(0, answer.offset - limit)) if answer.offset else "",
        following="" if following is None else _at(given, following),
        pages=_numbered(given, limit, here, last) if 1 < last >= here else (),
    )


def _numbered(given: Given, limit: int, here: int, last: int) -> tuple[Page, ...]:
    numbers = sorted({1, *range(max(1, here - _PAGES_AROUND), min(last, here + _PAGES_AROUND) + 1), last})
    pages: list[Page] = []
    for number in numbers:
        if pages and number > pages[-1].number + 1:
            pages.append(Page(number - 1, "", shown=False))
        pages.append(Page(number, _at(given, (number - 1) * limit), number == here))
    return tuple(pages)


def _at(given: Given, offset: int) -> str:
    return changed(HOME, given, offset=offset or None)


# — filters —


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: `value` is what it lets through, `of` in what respect; `undo` is the search without it."""

    of: str
    value: str
    undo: str


def chips(given: Given, asked: Parameters, path: str = HOME) -> Iterator[Chip]:
    """The filters that apply; `path` is the page that is undone to."""
    first, last = given.get("from", ""), given.get("to", "")
    for name, label in _facets().items():
        for value, is_wanted, rest in _each(asked.filters.of(name)):
            undo = with_filter(given, path, **{name: written_choice(rest) or None})
            yield Chip(label, value if is_wanted else _("不含 %(value)s", value=value), undo)
    if first or last:
        yield Chip(
            _("日期"), readable_span(first, last), with_filter(given, path, **{"from": None, "to": None})
        )
    if asked.classes:
        names = {"literal": _("原文匹配"), "words": _("按词匹配"), "relaxed": _("含有部分词")}
        yield Chip(
            _("匹配"), _("、").join(names[one] for one in asked.classes), with_filter(given, path, match=None)
        )


def choices(filters: Filters) -> Iterator[tuple[str, str]]:
    """In what respect something is chosen, and what."""
    for name, label in _facets().items():
        for value, is_wanted, _rest in _each(filters.of(name)):
            yield label, value if is_wanted else _("不含 %(value)s", value=value)


def _facets() -> dict[str, str]:
    return {"folder": _("文件夹"), "source": _("来源"), "year": _("年份")}


def _each(choice: Choice) -> Iterator[tuple[str, bool, Choice]]:
    """Each value, whether it is wanted, and what is left of the choice without it."""
    for value in choice.wanted:
        yield value, True, replace(choice, wanted=tuple(one for one in choice.wanted if one != value))
    for value in choice.unwanted:
        yield value, False, replace(choice, unwanted=tuple(one for one in choice.unwanted if one != value))


def with_filter(given: Given, path: str = HOME, **changes: str | None) -> str:
    """The search from its first page with other filters; None takes one away."""
    return changed(path, given, offset=None, **changes)


def without_filters(given: Given, path: str = HOME) -> str:
    nothing: dict[str, Any] = dict.fromkeys((*FILTERS, "match"))
    return with_filter(given, path, **nothing)


def filters_of(given: Given) -> Given:
    """Those of the parameters that narrow what is looked at."""
    return {name: given[name] for name in (*FILTERS, "match") if name in given}
