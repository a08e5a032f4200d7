"""Parse, ask, cut passages: the one call that the command line and the web both make."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from indexer.deadline import check
from indexer.query import Query, parse
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.report import Kind
from indexer.search.answer import Answer, Hit, Marked, TermAnswer
from indexer.search.marks import count, find, marks
from indexer.search.parameters import Parameters, cursor_of
from indexer.search.passages import cut_passages
from indexer.search.spelling import did_you_mean, left_out
from indexer.store import Match, Matches, Position, Store

PASSAGES_APART = 1
"""What stands apart is shown more briefly."""


def search(store: Store, parameters: Parameters, lexicon: Lexicon = EMPTY) -> Answer:
    """Answer a question. Raises `AskedWrongly` (nothing to search for) and `IndexUnusable`."""
    began = perf_counter()
    query = parse(parameters.q, parameters.filters, lexicon)
    matches = store.search(
        query,
        limit=parameters.limit,
        offset=parameters.offset,
        order=parameters.order,
        facets=parameters.facets,
        classes=parameters.classes,
        after=parameters.after,
    )
    hits = hits_of(store, matches.hits, query, parameters.passages)
    apart = hits_of(store, matches.apart, query, min(parameters.passages, PASSAGES_APART))
    nothing = not (matches.totals["literal"] or matches.totals["words"])
    return Answer(
        q=parameters.q,
        read_as=query.read_as,
        notes=query.notes,
        terms=_terms(query, matches),
        relaxed="relaxed" in parameters.classes or (nothing and bool(matches.totals["relaxed"])),
        did_you_mean=did_you_mean(store, query, matches.terms) if _is_first(parameters) else None,
        left_out=left_out(store, query, matches.terms) if nothing else (),
        total=matches.total,
        totals=matches.totals,
        took_ms=round((perf_counter() - began) * 1000, 2),
        offset=parameters.offset,
        limit=parameters.limit,
        hits=hits,
        apart=apart,
        facets=matches.facets,
        by_cursor=parameters.by_cursor,
        cursor=_cursor(matches) if parameters.by_cursor else None,
    )


def _is_first(parameters: Parameters) -> bool:
    return not parameters.offset and parameters.after is None


def _cursor(matches: Matches) -> str | None:
    """That of the page behind this one; None where nothing stands there, or this one is of no reports."""
    if not matches.rest or not matches.hits:
        return None
    last = matches.hits[-1].report
    return cursor_of(Position(last.date, last.id))


def _terms(query: Query, matches: Matches) -> tuple[TermAnswer, ...]:
    wanted = set(query.wanted)
    return tuple(
        TermAnswer(getattr(term, "typed", str(term)), count.matched, count.reports, term not in wanted)
        for term, count in zip(query.terms, matches.terms, strict=True)
    )


def hits_of(store: Store, matches: Sequence[Match], query: Query, passages: int) -> tuple[Hit, ...]:
    """What was found of each match, with at most so many passages. Raises `OutOfTime`."""
    if not matches:
        return ()
    reprints = store.reprints([match.report.id for match in matches])
    return tuple(_hit(one, query, passages, like) for one, like in zip(matches, reprints, strict=True))


def _hit(match: Match, query: Query, passages: int, reprints: tuple[str, ...]) -> Hit:
    check()
    report = match.report
    found = find(report, query)
    in_title = next(
        (one for block, one in zip(report.blocks, found, strict=True) if block.kind is Kind.TITLE), ()
    )
    return Hit(
        report=report,
        title=Marked(report.title, marks(report.title, in_title)),
        score=match.score,
        match=match.match,
        occurrences=count(found),
        passages=cut_passages(report, found, passages),
        lacks=match.lacks,
        reprints=reprints,
    )
