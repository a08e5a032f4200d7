"""THE SEAM: where reports are kept and asked for. Values cross it, and errors of `indexer.errors`;
never a query string, an engine's type or an engine's exception.

Every store returns the same set of reports for the same query (tests/test_store.py holds each store
against a brute-force scan); only the scores may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol

from indexer.query import Query
from indexer.report import Copy, Report


class Order(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


Facet = Literal["year", "month", "source"]
FACETS: tuple[Facet, ...] = ("year", "month", "source")


class Position(NamedTuple):
    """Where an order by date goes on: behind the report of this date (as the report has it) and this id,
    which need not be there any more."""

    date: str
    id: str


Class = Literal["literal", "words", "relaxed"]
"""How a report matches: every term as Ctrl-F would find it; some only by its words; or, set apart from
these, most of the words and not all."""
CLASSES: tuple[Class, ...] = ("literal", "words", "relaxed")
STRICT: tuple[Class, ...] = ("literal", "words")
"""Those that match as asked."""

Manner = Literal["literal", "words", "none"]
"""How a term matches: as Ctrl-F would find it, only by its words, or not at all."""


@dataclass(frozen=True, slots=True)
class Match:
    """A report that matches; `lacks` are the words of the query that a relaxed match does not have."""

    report: Report
    score: float
    match: Class
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class NormalForm:
    """A report that matches, as it is compared: the normal forms of its blocks. `report` reads it as it is
    shown, which takes much longer; it may raise `IndexUnusable`."""

    blocks: tuple[str, ...]
    report: Callable[[], Report]


@dataclass(frozen=True, slots=True)
class TermCount:
    """How many reports one term of the query matches by itself, the filters aside, and how."""

    matched: Manner
    reports: int


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of the matches of a query, seen in one snapshot of the index.

    `totals` counts the matches of each class, exactly; relaxed ones only (or it says None) where they are
    asked for or the last page has room for more. `total` counts those of the classes that were named or,
    where none was, the literal ones and those by words: relaxed ones are never taken for matches unasked.
    `hits` is the page; set `apart` are the relaxed matches that fill its room. `terms` runs parallel to
    `Query.terms`. `rest` is how many hits stand behind the page. `facets` counts all that pages of hits hold
    by value, the unknown ("") left out: years ("2024") and months ("2024-03") from old to new, sources from
    many to few. A date cut short to its year counts for that year and for no month.
    """

    total: int
    totals: Mapping[Class, int | None]
    hits: tuple[Match, ...]
    apart: tuple[Match, ...]
    terms: tuple[TermCount, ...]
    rest: int
    facets: Mapping[Facet, tuple[tuple[str, int], ...]] = field(default_factory=dict)


Kind = Literal["word", "title", "source", "author"]


class Completion(NamedTuple):
    """Something in the index that begins with, or contains, what was typed; and in how many reports."""

    text: str
    kind: Kind
    reports: int


class Spelt(NamedTuple):
    """A normal form that stands in the index, and in how many reports."""

    text: str
    reports: int


class Entry(NamedTuple):
    """What a store knows of a report without its text; see `Report` for the fields. `fingerprint` is that
    of its text (`text.fingerprint`), in hexadecimal."""

    id: str
    place: str
    copies: tuple[Copy, ...]
    digest: str
    fingerprint: str
    date: str
    source: str


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
        classes: Collection[Class] = (),
        after: Position | None = None,
    ) -> Matches:
        """The matches from number `offset`, at most `limit`: those of the classes or, where none is named,
        the literal ones and those by words or, where there are none of either, the relaxed ones.

        By relevance: literal matches first, then by falling score. Ties always fall to the newer
        date, then to the id, so the order is total. Reports of unknown date stand last by date.

        `after`, which an order by date only may have, counts the offset from behind that position. So who
        goes on from the last report of each page sees every report once that is there all the while,
        whatever is committed meanwhile (but relaxed ones: which those are depends on all reports).
        """

    def every(
        self, query: Query, *, order: Order = Order.RELEVANCE, classes: Collection[Class] = ()
    ) -> Iterator[Match]:
        """All hits that `search` pages through, in its order, out of the one commit that is the newest when
        this is called. Each report is read when it is asked for, so any number takes no memory."""

    def normal_forms(
        self, query: Query, *, order: Order = Order.RELEVANCE, classes: Collection[Class] = ()
    ) -> Iterator[NormalForm]:
        """The reports that `every` yields, in its order and out of the same one commit."""

    def get(self, report_id: str) -> Report:
        """The report of this id. Raises `ReportNotFound`."""

    def reprints(self, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """For each report those whose text is nearly the same, most alike first; nothing for an id that is
        not here. Nearly is what `text.resemblance` takes it to be. Now and then one is missed."""

    def similar(self, report_id: str, most: int) -> tuple[Match, ...]:
        """The reports about the same as this one, the nearest first, at most `most`: neither itself nor its
        reprints, and none that only shares a word or two with it. Raises `ReportNotFound`."""

    def complete(self, text: str, most: int) -> tuple[Completion, ...]:
        """What the index holds for a normal form, at most `most` of each kind: words that begin with it,
        sources and authors that contain it (those of the most reports first), and titles that contain it
        (the newest first). Words are normal forms, all else is as the reports have it."""

    def spell(self, choices: Sequence[Collection[str]], most: int) -> tuple[Spelt, ...]:
        """Normal forms with one character of each choice, in this order, that stand within a block of some
        report: those of the most reports first, at most `most`. What is rare may be missed."""

    def catalogue(self) -> Iterable[Entry]:
        """Every report's entry, in no order; empty before the first commit."""

    def held(self, facet: Facet) -> tuple[tuple[str, int], ...]:
        """How many reports the index holds of each value, in the order that `Matches.facets` has."""

    def stats(self) -> Stats: ...

    def version(self) -> str:
        """What tells this commit from every other one, of an index built anew as well; "" before the first.
        Costs a look at the folder."""

    def check(self) -> None:
        """Read all of the index. Raises `IndexDamaged` where something in it is not what was written."""

    def close(self) -> None:
        """Let go of files. Closing twice is harmless."""
