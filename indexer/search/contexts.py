"""Keyword in context: every occurrence on a line of its own, between what stands left and right of it.

The index is asked twice: how many reports match, and for the reports themselves, of which only those are read
as they are shown that have a line on the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from time import perf_counter
from typing import NamedTuple, assert_never

from indexer.deadline import check
from indexer.message import says
from indexer.query import Dated, Field, InField, Keyword, Literal, Pattern, Query, Term
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.report import REPORT_FIELDS
from indexer.search.answer import AT, HEADINGS, Where, no_url
from indexer.search.asking import query_of
from indexer.search.marks import find_in, merged
from indexer.search.parameters import FILTERS, Parameters, chosen, number
from indexer.search.place import headings_above
from indexer.store import STRICT, Match, Order, Page, Snapshot

MAX_CONTEXTS = 10_000
"""Nobody reads more lines than that, and so many are sorted in a moment."""

SIDE_CHARACTERS = 40
"""So much of the block is shown on either side."""


class ContextOrder(StrEnum):
    """As found: the best report first, and in it from the beginning to the end. `LEFT` and `RIGHT` go by what
    stands beside the keyword, read away from it, in its normal form: words, punctuation, and last nothing."""

    FOUND = "found"
    LEFT = "left"
    RIGHT = "right"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One occurrence: `left + keyword + right` is a piece of the original text."""

    id: str = field(metadata=REPORT_FIELDS["id"])
    title: str = field(metadata=REPORT_FIELDS["title"])
    date: str = field(metadata=REPORT_FIELDS["date"])
    source: str = field(metadata=REPORT_FIELDS["source"])
    url: str = field(metadata=REPORT_FIELDS["url"])
    paragraph: int = field(metadata=says("第几段，从 1 数起；0 是标题。"))
    start: int = field(metadata=says("检索词从该段第几个字起，从 0 数起。"))
    left: str = field(metadata=says("左边的原文。"))
    keyword: str = field(metadata=says("命中的原文。"))
    right: str = field(metadata=says("右边的原文。"))
    at: Where = field(metadata=AT)
    headings: tuple[str, ...] = field(metadata=HEADINGS)


@dataclass(frozen=True, slots=True)
class Contexts:
    """One page of the lines. No order but those by left and right looks farther than the page, and none
    farther than `MAX_CONTEXTS`. `next` is filled in by the face that knows addresses."""

    q: str = field(metadata=says("收到的检索式。"))
    read_as: str = field(metadata=says("实际理解成的检索式。"))
    reports: int = field(metadata=says("命中几篇报告，准确数。"))
    complete: bool = field(metadata=says("false：后面还有，没有数到。"))
    total: int = field(metadata=says("数到了多少行。"))
    took_ms: float = field(metadata=says("检索用时，毫秒。"))
    offset: int = field(metadata=says("这一页从第几行起。"))
    limit: int = field(metadata=says("每页最多多少行。"))
    lines: tuple[Context, ...] = field(metadata=says("这一页的各行。"))
    next: str | None = field(default=None, metadata=says("下一页的地址；最后一页为 null。"))

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; None on the last."""
        after = self.offset + self.limit
        more = after < self.total or (not self.complete and after < MAX_CONTEXTS)
        return after if self.limit and more else None


def contexts(
    snapshot: Snapshot,
    parameters: Parameters,
    lexicon: Lexicon = EMPTY,
    order: ContextOrder = ContextOrder.FOUND,
    url_of: Callable[[str], str] = no_url,
) -> Contexts:
    """The lines from number `parameters.offset`, at most `parameters.limit`; `order` stands for that of the
    parameters, and `url_of` makes the address of a report from its id.

    Raises `AskedWrongly`, `OutOfTime` and `IndexUnusable`.
    """
    began = perf_counter()
    query = query_of(snapshot, parameters.q, parameters.filters, lexicon)
    # Reports that have only some of the words are nothing to compare the neighbours of a keyword in.
    classes = parameters.classes or STRICT
    reports = snapshot.search(query, Page(limit=0, classes=classes)).total
    matches = (
        snapshot.matches(query, _ORDERS.get(order, Order.RELEVANCE), classes) if _is_marked(query) else ()
    )
    end, key = parameters.offset + parameters.limit, _KEYS.get(order)
    most = MAX_CONTEXTS if key else min(end, MAX_CONTEXTS)
    places = list(islice(_places(matches, query), most + 1))
    total = min(len(places), most)
    complete = total == len(places)
    del places[most:]
    if key:
        places.sort(key=key)
    lines = _lines(places[parameters.offset : end], url_of)
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
    kept = {name: given[name] for name in ("q", *FILTERS, "match") if name in given}
    order = chosen("sort", sort, tuple(ContextOrder))
    return replace(Parameters.read(kept), limit=limit, offset=offset), order


class _Place(NamedTuple):
    """An occurrence: in which block of which match, and from where to where in the block's normal form."""

    match: Match
    block: int
    text: str
    start: int
    end: int


def _left(place: _Place) -> tuple[int, str]:
    return _side(place.text[max(0, place.start - SIDE_CHARACTERS) : place.start][::-1])


def _right(place: _Place) -> tuple[int, str]:
    return _side(place.text[place.end : place.end + SIDE_CHARACTERS])


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
    return any(map(_stands_in_blocks, query.wanted))


def _stands_in_blocks(term: Term) -> bool:
    match term:
        case Dated():
            return False
        case InField():
            return term.field is Field.TITLE
        case Literal() | Keyword() | Pattern():
            return True
        case _:
            assert_never(term)


def _places(matches: Iterable[Match], query: Query) -> Iterator[_Place]:
    """Every occurrence. Of thousands of them a page shows some: their reports alone are read, in `_lines`."""
    for match in matches:
        check()
        yield from _places_in(match, query)


def _places_in(match: Match, query: Query) -> Iterator[_Place]:
    normal = match.normal
    for block, found in find_in(normal, query).items():
        for start, end in merged([(start, end) for start, end, _ in found]):
            yield _Place(match, block, normal.blocks[block], start, end)


def _lines(places: Sequence[_Place], url_of: Callable[[str], str]) -> tuple[Context, ...]:
    """The lines of these occurrences, each report read once."""
    of: defaultdict[str, list[int]] = defaultdict(list)
    for at, place in enumerate(places):
        of[place.match.id].append(at)
    lines: dict[int, Context] = {}
    for theirs in of.values():
        check()
        match = places[theirs[0]].match
        lines.update(
            zip(theirs, _lines_of(match, url_of(match.id), [places[at] for at in theirs]), strict=True)
        )
    return tuple(lines[at] for at in range(len(places)))


def _lines_of(match: Match, url: str, places: Sequence[_Place]) -> Iterator[Context]:
    known, normal = match.known, match.normal
    title = "" if normal.title is None else match.original(normal.title)
    texts = {block: match.original(block) for block in {place.block for place in places}}
    stands = {block: Where.of(match.at(block)) for block in texts}
    under = {block: headings_above(match, block) for block in texts}
    for _, block, _, first, last in places:
        text = texts[block]
        start, end = normal.folded(block, text).span(first, last)
        yield Context(
            id=known.id,
            title=title,
            date=known.date,
            source=known.source,
            url=url,
            paragraph=normal.paragraph(block),
            start=start,
            left=text[max(0, start - SIDE_CHARACTERS) : start],
            keyword=text[start:end],
            right=text[end : end + SIDE_CHARACTERS],
            at=stands[block],
            headings=under[block],
        )
