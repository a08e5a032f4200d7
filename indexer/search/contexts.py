"""Keyword in context: every occurrence on a line of its own, between what stands left and right of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, islice
from time import perf_counter
from typing import Any, NamedTuple

from indexer.deadline import check
from indexer.query import Dated, Field, InField, Query, parse
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.report import Report
from indexer.search.answer import report_url
from indexer.search.marks import find_in, merged, titles_of
from indexer.search.parameters import Parameters, chosen, number
from indexer.search.spreadsheet import csv_lines
from indexer.store import STRICT, NormalForm, Order, Store
from indexer.text.fold import Folded

MAX_CONTEXTS = 10_000
"""Nobody reads more lines than that, and so many are sorted in a moment."""

_SIDE = 40
"""Characters of the block that are shown on either side."""


class ContextOrder(StrEnum):
    """As found: the best report first, and in it from the beginning to the end. `LEFT` and `RIGHT` go by what
    stands beside the keyword, read away from it, in its normal form: words, punctuation, and last nothing."""

    FOUND = "found"
    LEFT = "left"
    RIGHT = "right"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Context:
    """One occurrence. `left + keyword + right` is a piece of the original text of block `paragraph` (0 is the
    title), in which the keyword begins at `start`, in code points."""

    id: str
    title: str
    date: str
    source: str
    paragraph: int
    start: int
    left: str
    keyword: str
    right: str


@dataclass(frozen=True, slots=True)
class Contexts:
    """One page of the lines. `reports` match, exactly; `total` lines of theirs were looked for and found, and
    where `complete` is true there are no more: no order but those by left and right looks farther than the
    page, and none farther than `MAX_CONTEXTS`."""

    q: str
    read_as: str
    reports: int
    complete: bool
    total: int
    took_ms: float
    offset: int
    limit: int
    lines: tuple[Context, ...]

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; None on the last."""
        after = self.offset + self.limit
        more = after < self.total or (not self.complete and after < MAX_CONTEXTS)
        return after if self.limit and more else None


def contexts(
    store: Store, parameters: Parameters, lexicon: Lexicon = EMPTY, order: ContextOrder = ContextOrder.FOUND
) -> Contexts:
    """The lines from number `parameters.offset`, at most `parameters.limit`; `order` stands for that of the
    parameters. Raises `AskedWrongly`, `OutOfTime` and `IndexUnusable`."""
    began = perf_counter()
    query = parse(parameters.q, parameters.filters, lexicon)
    # Reports that have only most of the words are nothing to compare the neighbours of a keyword in.
    classes = parameters.classes or STRICT
    reports = store.search(query, limit=0, classes=classes).total
    forms = store.normal_forms(query, order=_ORDERS.get(order, Order.RELEVANCE), classes=classes)
    end, key = parameters.offset + parameters.limit, _KEYS.get(order)
    most = MAX_CONTEXTS if key else min(end, MAX_CONTEXTS)
    places = list(islice(_places(forms if _is_marked(query) else (), query), most + 1))
    total = min(len(places), most)
    complete = total == len(places)
    del places[most:]
    if key:
        places.sort(key=key)
    lines = _lines(places[parameters.offset : end])
    return Contexts(
        q=parameters.q,
        read_as=query.read_as,
        reports=reports,
        complete=complete,
        total=total,
        took_ms=round((perf_counter() - began) * 1000, 2),
        offset=parameters.offset,
        limit=parameters.limit,
        lines=lines,
    )


def contexts_asked(given: Mapping[str, str]) -> tuple[Parameters, ContextOrder]:
    """What an address asks for: `sort` as `ContextOrder` has it, at most `MAX_CONTEXTS` lines, 100 unless
    said otherwise; all else as in a search. Raises `AskedWrongly`."""
    sort, limit = given.get("sort", "") or ContextOrder.FOUND, number(given, "limit", 100, MAX_CONTEXTS)
    offset = number(given, "offset", 0, MAX_CONTEXTS)
    kept = {name: given[name] for name in ("q", "from", "to", "source", "match") if name in given}
    order = chosen("sort", sort, tuple(ContextOrder))
    return replace(Parameters.read(kept), limit=limit, offset=offset), order


class _Place(NamedTuple):
    """An occurrence: from where to where in the normal form of which block."""

    form: NormalForm
    block: int
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.form.blocks[self.block]


def _left(place: _Place) -> tuple[int, str]:
    return _side(place.text[max(0, place.start - _SIDE) : place.start][::-1])


def _right(place: _Place) -> tuple[int, str]:
    return _side(place.text[place.end : place.end + _SIDE])


def _side(text: str) -> tuple[int, str]:
    """Words first, for they are what one looks for; then punctuation, then those with nothing beside them."""
    text = text.strip()
    return (0 if text[:1].isalnum() else 1 if text else 2), text


_KEYS: dict[ContextOrder, Callable[[_Place], tuple[int, str]]] = {
    ContextOrder.LEFT: _left,
    ContextOrder.RIGHT: _right,
}
_ORDERS = {ContextOrder.NEWEST: Order.NEWEST, ContextOrder.OLDEST: Order.OLDEST}


def _is_marked(query: Query) -> bool:
    """False where no report would have a line, however many match: a date or a source stands in no block."""
    beside = [one for one in query.wanted if isinstance(one, InField) and one.field is not Field.TITLE]
    return any(not isinstance(one, Dated) and one not in beside for one in query.wanted)


def _places(forms: Iterable[NormalForm], query: Query) -> Iterator[_Place]:
    """Every occurrence. Of thousands of them a page shows some: their reports alone are read, in `_lines`."""
    for form in forms:
        check()
        yield from _places_in(form, query)


def _places_in(form: NormalForm, query: Query) -> Iterator[_Place]:
    for block, found in enumerate(find_in(form.blocks, query, lambda: titles_of(form.report()))):
        for start, end in merged([(one.start, one.end) for one in found]):
            yield _Place(form, block, start, end)


def _lines(places: Sequence[_Place]) -> tuple[Context, ...]:
    """The lines of these occurrences, each report read once."""
    of: defaultdict[NormalForm, list[int]] = defaultdict(list)
    for at, place in enumerate(places):
        of[place.form].append(at)
    lines: dict[int, Context] = {}
    for form, theirs in of.items():
        check()
        lines.update(zip(theirs, _lines_of(form.report(), [places[at] for at in theirs]), strict=True))
    return tuple(lines[at] for at in range(len(places)))


def _lines_of(report: Report, places: Sequence[_Place]) -> Iterator[Context]:
    is_title = titles_of(report)
    texts = {block: Folded.of(report.blocks[block].text) for block in {place.block for place in places}}
    for _, block, first, last in places:
        text, (start, end) = report.blocks[block].text, texts[block].span(first, last)
        yield Context(
            id=report.id,
            title=report.title,
            date=report.date,
            source=report.source,
            paragraph=0 if is_title[block] else is_title[: block + 1].count(False),
            start=start,
            left=text[max(0, start - _SIDE) : start],
            keyword=text[start:end],
            right=text[end : end + _SIDE],
        )


def contexts_json(found: Contexts) -> dict[str, Any]:
    """The lines as the API writes them."""
    return {
        "q": found.q,
        "read_as": found.read_as,
        "reports": found.reports,
        "complete": found.complete,
        "total": found.total,
        "took_ms": found.took_ms,
        "offset": found.offset,
        "limit": found.limit,
        "lines": [dict(zip(_COLUMNS, _cells(line), strict=True)) for line in found.lines],
    }


def contexts_csv(found: Contexts) -> Iterator[str]:
    """The lines as pieces of a CSV file, under the names that they have in JSON."""
    return csv_lines(chain([_COLUMNS], map(_cells, found.lines)))


_COLUMNS = ("id", "title", "date", "source", "url", "paragraph", "start", "left", "keyword", "right")


def _cells(line: Context) -> tuple[str | int, ...]:
    known = line.id, line.title, line.date, line.source, report_url(line.id)
    return *known, line.paragraph, line.start, line.left, line.keyword, line.right
