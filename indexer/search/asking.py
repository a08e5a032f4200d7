"""What people typed -> the queries that are asked. A pattern that finds nothing is read as text.

Whether patterns find something the index is asked beforehand, once for all (`queries_of`). A search need not
ask: along with what it finds it is told what each term finds (`read_again`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from indexer.query import Filters, InField, Pattern, Query, Term, parse
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.store import Snapshot, TermCount


def queries_of(
    snapshot: Snapshot, questions: Sequence[str], filters: Filters | None = None, lexicon: Lexicon = EMPTY
) -> tuple[Query, ...]:
    """The questions, read. Raises what `parse` raises, and `IndexUnusable`."""
    read = tuple(parse(question, filters, lexicon) for question in questions)
    patterns = list(dict.fromkeys(term for one in read for term in one.wanted if _pattern(term)))
    found = snapshot.counts([Query("", term) for term in patterns]) if patterns else ()
    reports = {term: count.total for term, count in zip(patterns, found, strict=True)}
    if not (nowhere := _nowhere(patterns, reports)):
        return read
    return tuple(parse(question, filters, lexicon, nowhere) for question in questions)


def query_of(
    snapshot: Snapshot, question: str, filters: Filters | None = None, lexicon: Lexicon = EMPTY
) -> Query:
    """One question, read."""
    (query,) = queries_of(snapshot, [question], filters, lexicon)
    return query


def read_again(
    query: Query,
    counts: Sequence[TermCount],
    question: str,
    filters: Filters | None = None,
    lexicon: Lexicon = EMPTY,
) -> Query:
    """The question once more, when it is known what each term of its query finds: the same query, unless one
    of its patterns finds nothing."""
    reports = {term: count.reports for term, count in zip(query.terms, counts, strict=True)}
    nowhere = _nowhere(query.wanted, reports)
    return parse(question, filters, lexicon, nowhere) if nowhere else query


def _nowhere(wanted: Iterable[Term], reports: Mapping[Term, int]) -> set[str]:
    """The patterns that no report has, as they were typed, by how many reports have each term."""
    return {_pattern(term) for term in wanted if not reports[term]} - {""}


def _pattern(term: Term) -> str:
    """A pattern as it was typed; empty for every other term."""
    inner = term.term if isinstance(term, InField) else term
    return inner.typed if isinstance(inner, Pattern) else ""
