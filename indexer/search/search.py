"""Parse, ask, cut passages: the one call that the command line and the web both make.

However a question turns out, its answer crosses the seam four times at most: for the matches, twice for what
to ask instead (or once, and once for whether its patterns find anything), and for the reprints of what is
shown. What is not needed is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter

from indexer.query import Query, parse
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.search.advice import advice
from indexer.search.answer import (
    Answer,
    Facets,
    Hit,
    Marked,
    Question,
    TermAnswer,
    Totals,
    no_url,
)
from indexer.search.asking import read_again
from indexer.search.json_form import LEFT_OUT
from indexer.search.marks import InBlocks, count, find_in, marks
from indexer.search.parameters import Parameters, cursor_of
from indexer.search.passages import cut_passages
from indexer.search.weights import Weights
from indexer.store import Match, Matches, Page, Position, Reprints, Snapshot

MAX_PASSAGES_APART = 1
"""What stands apart is shown more briefly."""


def search(
    snapshot: Snapshot,
    parameters: Parameters,
    lexicon: Lexicon = EMPTY,
    url_of: Callable[[str], str] = no_url,
) -> Answer:
    """Answer a question. `url_of` makes the address of a report from its id.

    Raises `AskedWrongly` (nothing to search for), `OutOfTime` and `IndexUnusable`.
    """
    began = perf_counter()
    query, matches = _matches(snapshot, parameters, lexicon)
    nothing = not (matches.totals["literal"] or matches.totals["words"])
    meant = _is_first(parameters) and not query.notes
    instead = advice(snapshot, query, matches.terms, meant=meant, fewer=nothing)
    reprints = reprints_of(snapshot, (*matches.hits, *matches.apart))
    passages_apart = min(parameters.passages, MAX_PASSAGES_APART)
    question = Question(
        q=parameters.q,
        read_as=query.read_as,
        notes=query.notes,
        terms=_terms(query, matches),
        relaxed="relaxed" in parameters.classes or (nothing and bool(matches.totals["relaxed"])),
        did_you_mean=instead.did_you_mean,
        left_out=instead.left_out,
    )
    return Answer(
        query=question,
        total=matches.total,
        totals=Totals(**{str(one): count for one, count in matches.totals.items()}),
        hits=hits_of(matches.hits, query, parameters.passages, reprints, url_of),
        apart=hits_of(matches.apart, query, passages_apart, reprints, url_of),
        offset=parameters.offset,
        limit=parameters.limit,
        facets=Facets(**{str(one): counts for one, counts in matches.facets.items()}),
        offers=matches.offers,
        cursor=_cursor(matches) if parameters.by_cursor else LEFT_OUT,
        took_ms=round((perf_counter() - began) * 1000, 2),
    )


def _matches(snapshot: Snapshot, parameters: Parameters, lexicon: Lexicon) -> tuple[Query, Matches]:
    """What the question finds, and how it was read: with patterns that find nothing as text."""
    page, asked = _page(parameters), (parameters.q, parameters.filters, lexicon)
    query = parse(*asked)
    matches = snapshot.search(query, page)
    again = read_again(query, matches.terms, *asked)
    return (query, matches) if again is query else (again, snapshot.search(again, page))


def _page(parameters: Parameters) -> Page:
    return Page(
        limit=parameters.limit,
        offset=parameters.offset,
        order=parameters.order,
        facets=parameters.facets,
        classes=parameters.classes,
        after=parameters.after,
    )


def _is_first(parameters: Parameters) -> bool:
    return not parameters.offset and parameters.after is None


def _cursor(matches: Matches) -> str | None:
    """That of the page behind this one; None where nothing stands there, or this one is of no reports."""
    if not matches.rest or not matches.hits:
        return None
    last = matches.hits[-1].known
    return cursor_of(Position(last.date, last.id))


def _terms(query: Query, matches: Matches) -> tuple[TermAnswer, ...]:
    wanted = set(query.wanted)
    return tuple(
        TermAnswer(getattr(term, "typed", str(term)), count.matched, count.reports, term not in wanted)
        for term, count in zip(query.terms, matches.terms, strict=True)
    )


def reprints_of(snapshot: Snapshot, matches: Sequence[Match]) -> Mapping[str, Reprints]:
    """The reprints of these matches, by the ids of the matches."""
    ids = [one.id for one in matches]
    return dict(zip(ids, snapshot.reprints(ids), strict=True)) if ids else {}


def hits_of(
    matches: Sequence[Match],
    query: Query,
    passages: int,
    reprints: Mapping[str, Reprints],
    url_of: Callable[[str], str],
) -> tuple[Hit, ...]:
    """What was found of each match, with at most so many passages. Reads the reports.

    Raises `OutOfTime` and `IndexUnusable`.
    """
    # One thing is done for all of them before the next: the processor keeps what it needs for it at hand.
    weights = Weights()
    found = [find_in(one.normal, query) for one in matches]
    both = list(zip(matches, found, strict=True))
    shown = [cut_passages(match, its, passages, weights) for match, its in both]
    titles = [_title(match, its) for match, its in both]
    return tuple(
        [
            Hit.of(match, reprints[match.id], title, count(its), cut, url_of(match.id))
            for (match, its), title, cut in zip(both, titles, shown, strict=True)
        ]
    )


def _title(match: Match, found: InBlocks) -> Marked:
    """The title with its marks; an empty one where the report has none."""
    normal = match.normal
    if normal.title is None:
        return Marked("", ())
    text = match.original(normal.title)
    its = found.get(normal.title)
    return Marked(text, marks(normal.folded(normal.title, text), its) if its else ())
