"""How often something stands in the reports: all places counted, in all reports that match."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter

from indexer.deadline import check
from indexer.message import says
from indexer.query import Query
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.search.asking import query_of
from indexer.search.marks import count, find_in
from indexer.search.parameters import Parameters
from indexer.store import STRICT, Match, Order, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrences:
    """Exact: whatever is marked in the reports is counted."""

    q: str = field(metadata=says("收到的检索式。"))
    read_as: str = field(metadata=says("实际理解成的检索式。"))
    reports: int = field(metadata=says("命中几篇报告，准确数。"))
    occurrences: int = field(metadata=says("这些报告里共出现多少处，准确数。"))
    took_ms: float = field(metadata=says("检索用时，毫秒。"))


def occurrences(snapshot: Snapshot, parameters: Parameters, lexicon: Lexicon = EMPTY) -> Occurrences:
    """How often, in how many reports; those by only some of the words only if these are asked for.

    Raises `AskedWrongly`, `OutOfTime` and `IndexUnusable`.
    """
    began = perf_counter()
    query = query_of(snapshot, parameters.q, parameters.filters, lexicon)
    matches = snapshot.matches(query, Order.NEWEST, parameters.classes or STRICT)
    each = [occurrences_in(match, query) for match in matches]
    return Occurrences(
        q=parameters.q,
        read_as=query.read_as,
        reports=len(each),
        occurrences=sum(each),
        took_ms=round((perf_counter() - began) * 1000, 2),
    )


def occurrences_in(match: Match, query: Query) -> int:
    """How many places of a report the query marks. Raises `OutOfTime`."""
    check()
    return count(find_in(match.normal, query))
