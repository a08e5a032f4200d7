"""Keyword in context: every occurrence on a line of its own, between what stands left and right of it.

The index is asked twice: how many reports match, and for the reports themselves, of which only those are read
as they are shown that have a line on the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from indexer.deadline import check
from indexer.message import says
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.report import REPORT_FIELDS
from indexer.search.answer import AT, HEADINGS, Where, no_url
from indexer.search.asking import query_of
from indexer.search.json_form import INTERNAL
from indexer.search.line_order import SIDE_CHARACTERS, ContextOrder, in_order
from indexer.search.parameters import Parameters, chosen, number, unpaged
from indexer.search.places import MAX_PLACES, MAX_SPAN, UNITS, Place, Span, first_places
from indexer.search.standing import headings_above
from indexer.store import STRICT, Match, Order, Page, Snapshot
from indexer.text.fold import fold

MAX_CONTEXTS = MAX_PLACES


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
    """One page of the lines, `listed` of which all pages hold. No more than `MAX_CONTEXTS` are looked at:
    where there are more, nobody knows how many. `next` is filled in by the face that knows addresses."""

    q: str = field(metadata=says("收到的检索式。"))
    read_as: str = field(metadata=says("实际理解成的检索式。"))
    reports: int = field(metadata=says("命中几篇报告，准确数；用了 beside 的，是这些行所在的报告。"))
    complete: bool = field(metadata=says("false：后面还有，没有数到。"))
    total: int | None = field(metadata=says("一共多少行，准确数；后面还有、没有数完的为 null。"))
    took_ms: float = field(metadata=says("检索用时，毫秒。"))
    offset: int = field(metadata=says("这一页从第几行起。"))
    limit: int = field(metadata=says("每页最多多少行。"))
    lines: tuple[Context, ...] = field(metadata=says("这一页的各行。"))
    listed: int = field(metadata=INTERNAL)
    next: str | None = field(default=None, metadata=says("下一页的地址；最后一页为 null。"))

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; None on the last."""
        after = self.offset + self.limit
        return after if self.limit and after < self.listed else None


@dataclass(frozen=True, slots=True)
class Beside:
    """Only lines that have this word or character beside the keyword."""

    text: str
    span: Span


def contexts(
    snapshot: Snapshot,
    parameters: Parameters,
    lexicon: Lexicon = EMPTY,
    order: ContextOrder = ContextOrder.FOUND,
    url_of: Callable[[str], str] = no_url,
    beside: Beside | None = None,
) -> Contexts:
    """The lines from number `parameters.offset`, at most `parameters.limit`; `order` stands for that of the
    parameters, and `url_of` makes the address of a report from its id.

    Raises `AskedWrongly`, `OutOfTime` and `IndexUnusable`.
    """
    began = perf_counter()
    query = query_of(snapshot, parameters.q, parameters.filters, lexicon)
    reports = snapshot.search(query, Page(limit=0, classes=parameters.classes or STRICT)).total
    by = _ORDERS.get(order, Order.RELEVANCE)
    places, complete = first_places(snapshot, query, parameters.classes, by)
    if beside:
        places = [place for place in places if beside.span.holds(place, beside.text)]
        reports = len({place.match.id for place in places})
    total = len(places) if complete else None
    places = in_order(places, order)
    return Contexts(
        q=parameters.q,
        read_as=query.read_as,
        reports=reports,
        complete=complete,
        total=total,
        took_ms=round((perf_counter() - began) * 1000, 2),
        offset=parameters.offset,
        limit=parameters.limit,
        listed=len(places),
        lines=_lines(places[parameters.offset : parameters.offset + parameters.limit], url_of),
    )


def contexts_asked(given: Mapping[str, str]) -> tuple[Parameters, ContextOrder]:
    """What an address asks for: `sort` as `ContextOrder` has it, at most `MAX_CONTEXTS` lines, 100 unless
    said otherwise; all else as in a search. Raises `AskedWrongly`."""
    sort, limit = given.get("sort", "") or ContextOrder.FOUND, number(given, "limit", 100, MAX_CONTEXTS)
    offset = number(given, "offset", 0, MAX_CONTEXTS)
    order = chosen("sort", sort, tuple(ContextOrder))
    return replace(Parameters.read(unpaged(given)), limit=limit, offset=offset), order


def beside_asked(given: Mapping[str, str]) -> Beside | None:
    """What an address says stands beside. Raises `AskedWrongly`."""
    span, text = span_asked(given), fold(given.get("beside", "")).strip()
    return Beside(text, span) if text else None


def span_asked(given: Mapping[str, str]) -> Span:
    """What an address says counts as beside: `MAX_SPAN` words on either side unless it says otherwise.
    Raises `AskedWrongly`."""
    left, right = (number(given, name, MAX_SPAN, MAX_SPAN) for name in ("left", "right"))
    return Span(left, right, chosen("unit", given.get("unit") or UNITS[0], UNITS))


_ORDERS = {ContextOrder.NEWEST: Order.NEWEST, ContextOrder.OLDEST: Order.OLDEST}


def _lines(places: Sequence[Place], url_of: Callable[[str], str]) -> tuple[Context, ...]:
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


def _lines_of(match: Match, url: str, places: Sequence[Place]) -> Iterator[Context]:
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
