"""What people typed -> the queries that are asked. A pattern that finds nothing is tried as text."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.query import Filters, InField, Pattern, Query, Term, parse
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.store import Snapshot, TermCount


def queries_of(
    snapshot: Snapshot, questions: Sequence[str], filters: Filters | None = None, lexicon: Lexicon = EMPTY
) -> tuple[Query, ...]:
    """The questions, read. Only where one has patterns is the index asked, once for all of them, whether each
    finds something. Raises what `parse` raises, and `IndexUnusable`."""
    read = tuple(parse(question, filters, lexicon) for question in questions)
    patterns = list(dict.fromkeys(term for one in read for term in one.wanted if _pattern(term)))
    found = snapshot.counts([Query("", term) for term in patterns]) if patterns else ()
    nowhere = {_pattern(term) for term, count in zip(patterns, found, strict=True) if not count.total}
    if not nowhere:
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
    wanted = set(query.wanted)
    found = zip(query.terms, counts, strict=True)
    nowhere = {_pattern(term) for term, count in found if term in wanted and not count.reports} - {""}
    return parse(question, filters, lexicon, nowhere) if nowhere else query


def _pattern(term: Term) -> str:
    """A pattern as it was typed; empty for every other term."""
    inner = term.term if isinstance(term, InField) else term
    return inner.typed if isinstance(inner, Pattern) else ""
