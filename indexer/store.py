"""THE SEAM: where reports are kept and asked for. Values cross it, and errors of `indexer.errors`;
never a query string, an engine's type or an engine's exception.

Every store returns the same set of reports for the same query (tests/test_store.py holds each store
against a brute-force scan); only the scores may differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol

from indexer.query import Query
from indexer.report import Report


class Order(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


Facet = Literal["month", "source"]
FACETS: tuple[Facet, ...] = ("month", "source")

Manner = Literal["literal", "words", "none"]
"""How something matched: as Ctrl-F would find it, only by its words, or not at all."""


@dataclass(frozen=True, slots=True)
class Match:
    """A report that matches. `manner` is "literal" where every term of the query matches literally."""

    report: Report
    score: float
    manner: Manner


@dataclass(frozen=True, slots=True)
class TermCount:
    """How many reports one term of the query matches by itself, the filters aside, and how."""

    matched: Manner
    reports: int


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of the matches of a query, seen in one snapshot of the index.

    `total` counts all matches, exactly. `hits` is the page. `terms` runs parallel to `Query.terms`.
    `facets` counts all matches by value, the unknown ("") left out: months ("2024-03") from old to
    new, sources from many to few.
    """

    total: int
    hits: tuple[Match, ...]
    terms: tuple[TermCount, ...]
    facets: Mapping[Facet, tuple[tuple[str, int], ...]] = field(default_factory=dict)


class Entry(NamedTuple):
    """What a store knows of a report without its text; see `Report` for the fields."""

    id: str
    place: str
    digest: str


@dataclass(frozen=True, slots=True)
class Stats:
    """`characters` counts the text, `bytes` the index on disk; `generation` rises with every commit."""

    reports: int
    characters: int
    bytes: int
    generation: int


class Store(Protocol):
    """Opening never fails and costs little: an index that is missing or damaged says so when asked.

    Every method may raise `IndexUnusable`; reading raises `IndexMissing` before the first commit.
    Each call sees the newest commit, whole. Safe to share between threads.
    """

    def update(self, add: Iterable[Report], remove: Collection[str] = ()) -> None:
        """Commit reports, and forget ids, all at once or not at all. A known id is replaced."""

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        order: Order = Order.RELEVANCE,
        facets: Collection[Facet] = (),
    ) -> Matches:
        """The matches from number `offset`, at most `limit`.

        By relevance: literal matches first, then by falling score. Ties always fall to the newer
        date, then to the id, so the order is total. Reports of unknown date stand last by date.
        """

    def get(self, report_id: str) -> Report:
        """The report of this id. Raises `ReportNotFound`."""

    def catalogue(self) -> Iterable[Entry]:
        """Every report's entry, in no order; empty before the first commit."""

    def stats(self) -> Stats: ...

    def close(self) -> None:
        """Let go of files. Closing twice is harmless."""
