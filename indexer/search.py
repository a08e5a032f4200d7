"""Parse, ask, cut passages: the one call that the command line and the web both make."""

from __future__ import annotations

from time import perf_counter

from indexer.answer import Answer, Hit, Marked, TermAnswer
from indexer.marks import count, find, marks
from indexer.parameters import Parameters
from indexer.passages import cut_passages
from indexer.query import Query, parse
from indexer.report import Kind
from indexer.store import Match, Store


def search(store: Store, parameters: Parameters) -> Answer:
    """Answer a question. Raises `AskedWrongly` (nothing to search for) and `IndexUnusable`."""
    began = perf_counter()
    query = parse(parameters.q, parameters.filters)
    matches = store.search(
        query,
        limit=parameters.limit,
        offset=parameters.offset,
        order=parameters.order,
        facets=parameters.facets,
    )
    hits = tuple(_hit(match, query, parameters.passages) for match in matches.hits)
    return Answer(
        q=parameters.q,
        read_as=query.read_as,
        terms=tuple(
            TermAnswer(term.typed, count.matched, count.reports)
            for term, count in zip(query.terms, matches.terms, strict=True)
        ),
        total=matches.total,
        took_ms=round((perf_counter() - began) * 1000, 2),
        offset=parameters.offset,
        limit=parameters.limit,
        hits=hits,
        facets=matches.facets,
    )


def _hit(match: Match, query: Query, passages: int) -> Hit:
    report = match.report
    found = find(report, query)
    in_title = next(
        (one for block, one in zip(report.blocks, found, strict=True) if block.kind is Kind.TITLE), ()
    )
    return Hit(
        report=report,
        title=Marked(report.title, marks(report.title, in_title)),
        score=match.score,
        match=match.manner,
        occurrences=count(found),
        passages=cut_passages(report, found, passages),
    )
