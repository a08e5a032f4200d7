"""THE SEAM: where reports are kept and asked for. Values cross it, and errors of `indexer.errors`; never a
query string, an engine's type or an engine's exception.

A `Store` takes reports and gives snapshots. A `Snapshot` is one commit, whole: all that is asked of it is
answered from that commit, whatever is committed meanwhile. One answer for a person is made from one snapshot
and crosses the seam four times at most, so a store on another machine is as good as one in a folder.

Every store returns the same set of reports for the same query (tests/store holds each store against a
brute-force scan); only the scores may differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol, Self

from indexer.query import Query
from indexer.report import At, Known, Packed, Report
from indexer.text.normal import Normal

# — what is asked —


class Order(StrEnum):
    """Reports are newest and oldest by their date, and added by when they were indexed, the last first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    ADDED = "added"


Facet = Literal["year", "month", "source", "folder"]
FACETS: tuple[Facet, ...] = ("year", "month", "source", "folder")
HELD: tuple[Facet, ...] = ("year", "source", "folder")
"""Those that tell what is held."""

Class = Literal["literal", "words", "relaxed"]
"""How a report matches: every term as Ctrl-F would find it; some only by its words; or, set apart from
these for a few keywords, some of the words and not all."""
CLASSES: tuple[Class, ...] = ("literal", "words", "relaxed")
STRICT: tuple[Class, ...] = ("literal", "words")
"""Those that match as asked."""


class Position(NamedTuple):
    """Where an order by date goes on: behind the report of this date (as the report has it) and this id,
    which need not be there any more."""

    date: str
    id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Which of the matches are wanted: from number `offset`, at most `limit`, in this order.

    They are those of the `classes` or, where none is named, the literal ones and those by words or, where
    there are none of either, the relaxed ones; of a sentence (`ranking.order`), by relevance, all three.
    `after`, which an order by date only may have, counts the offset from behind that position: who goes on
    from the last report of each page sees every report once that is there all the while (but relaxed ones:
    which those are depends on all reports).
    """

    limit: int
    offset: int = 0
    order: Order = Order.RELEVANCE
    facets: tuple[Facet, ...] = ()
    classes: tuple[Class, ...] = ()
    after: Position | None = None


class Spelling(NamedTuple):
    """Normal forms with one character of each choice, in this order; at most `most` of them. Where a choice
    is None, it may be any Chinese character. There are none where the text `unless` stands as words."""

    choices: tuple[Collection[str] | None, ...]
    most: int
    unless: str = ""


# — what is answered —

Manner = Literal["literal", "words", "none"]
"""How a term matches: as Ctrl-F would find it, only by its words, or not at all."""

Values = Mapping[Facet, tuple[tuple[str, int], ...]]
"""How many reports have each value of a facet, the unknown ("") left out: years ("2024") and months
("2024-03") from old to new, sources from many to few, folders in the order of their names, each without
those below it. A date cut short to its year has no month."""


class Match(Protocol):
    """A report that matches. `lacks` are the words of the query that a relaxed match does not have,
    but for those that only make a question; `original` is a block as it was written, `at` where it stands in
    its file, and `headings` are the numbers of the blocks that are headings. These and all of the report are
    read when they are first asked for, the whole of it taking longest, and may raise `IndexUnusable`."""

    @property
    def id(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def match(self) -> Class: ...
    @property
    def lacks(self) -> tuple[str, ...]: ...
    @property
    def known(self) -> Known: ...
    @property
    def normal(self) -> Normal: ...
    def original(self, block: int) -> str: ...
    def at(self, block: int) -> At: ...
    @property
    def headings(self) -> Sequence[int]: ...
    @property
    def report(self) -> Report: ...


class TermCount(NamedTuple):
    """How many reports one term of the query matches by itself, the filters aside, and how."""

    matched: Manner
    reports: int


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of the matches of a query.

    `totals` counts the matches of each class, exactly; relaxed ones only (or it says None) where pages hold
    them or the last page has room for more. `total` counts what all pages hold; 0 where no class was named
    and there are only relaxed ones.
    `hits` is the page; set `apart` are the relaxed matches that fill its room. `terms` runs parallel to
    `Query.terms`. `rest` is how many hits stand behind the page. `facets` counts all that pages of hits hold,
    `offers` what they would hold if nothing were chosen of that one facet, where something is (`Filters`).
    """

    total: int
    totals: Mapping[Class, int | None]
    hits: tuple[Match, ...]
    apart: tuple[Match, ...]
    terms: tuple[TermCount, ...]
    rest: int
    facets: Values
    offers: Values


class Count(NamedTuple):
    """How many reports match a query as it stands, exactly, and how many of them have each value. Where
    facets are asked for, also how many characters of text these have, and the first and the last date of all
    that match and have one."""

    total: int
    facets: Values
    characters: Values = MappingProxyType({})
    first: str = ""
    last: str = ""


class Held(NamedTuple):
    """How many reports there are, of how many characters together; how many have each value of `HELD`; and
    those that were indexed last, the last first; ties fall as everywhere."""

    reports: int
    characters: int
    values: Values
    latest: tuple[Match, ...]


class Reprints(NamedTuple):
    """The ids of the reports whose text is nearly that of one report, most alike first. The first `same` of
    them have the very same text, whatever its layout."""

    ids: tuple[str, ...]
    same: int


CompletionKind = Literal["word", "title", "source", "author"]


class Completion(NamedTuple):
    """Something in the index that begins with, or contains, what was typed; and in how many reports. Of a
    title `id` is the report that has it, the newest of several."""

    text: str
    kind: CompletionKind
    reports: int
    id: str = ""


class Spelt(NamedTuple):
    """A normal form that stands in the index as a word or as words side by side, as indexing cut them: in
    about how many reports it stands at all, and in about how many of them so. Of many a few are looked at."""

    text: str
    reports: int
    whole: int


class Entry(NamedTuple):
    """What a store knows of a report without its text; see `Report` for the fields. `fingerprint` is that
    of its text (`text.fold`), in hexadecimal."""

    id: str
    place: str
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


# — the seam —


class Store(Protocol):
    """Opening never fails and costs little: an index that is missing or damaged says so when asked.

    Every method may raise `IndexUnusable`; what reads raises `IndexMissing` before the first commit.
    Safe to share between threads. Closing twice is harmless.
    """

    def update(self, add: Iterable[Report | Packed], remove: Collection[str] = ()) -> str:
        """Commit reports, packed or not, and forget ids, all at once or not at all; returns the version
        of the commit.

        A known id is replaced; of an id given twice the last report stays. All reports are taken before the
        store is locked, and what taking them raises is passed on as it is.
        """

    def snapshot(self) -> Snapshot:
        """The newest commit."""

    def version(self) -> str:
        """What tells the newest commit from every other one, of an index built anew as well; "" before the
        first. Costs a look at the folder."""

    def check(self) -> None:
        """Read all of the index, and hold what is kept beside a report against it. Raises `IndexDamaged`
        where something is not what was written, or does not fit."""

    def stats(self) -> Stats: ...
    def close(self) -> None: ...


class Snapshot(Protocol):
    """One commit, whole. Used as a context; what it gave can still be read until the context is left.

    Every method may raise `IndexUnusable` and `OutOfTime`. `version` is as `Store.version` has it.
    """

    @property
    def version(self) -> str: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...

    def search(self, query: Query, page: Page) -> Matches:
        """One page of the matches.

        By relevance: as `ranking.order` says. Ties always fall to the newer date, then
        to the id, so the order is total. Reports of unknown date stand last by date.
        """

    def matches(
        self, query: Query, order: Order = Order.RELEVANCE, classes: tuple[Class, ...] = ()
    ) -> Iterator[Match]:
        """All that `search` pages through, in its order. Each report is read when it is asked for, so any
        number takes no memory. What is wrong with the query is raised at once."""

    def each(self, queries: Sequence[Query], classes: tuple[Class, ...]) -> tuple[Iterator[Match], ...]:
        """For each query what `matches` gives, the newest first."""

    def counts(self, queries: Sequence[Query], facets: tuple[Facet, ...] = ()) -> tuple[Count, ...]:
        """How many reports match each query literally or by words."""

    def values(self, facet: Facet) -> tuple[tuple[str, int], ...]:
        """How many of all reports have each value, in the order of `Values`."""

    def holdings(self, latest: int) -> Held:
        """What all of it is, and so many of the reports that were indexed last."""

    def get(self, ids: Sequence[str]) -> tuple[Report | None, ...]:
        """The reports of these ids; None for an id that is not here."""

    def reprints(self, ids: Sequence[str]) -> tuple[Reprints, ...]:
        """For each report those whose text is nearly the same; none for an id that is not here. Nearly is
        what `ranking.resemblance` takes it to be. Now and then one that differs is missed."""

    def similar(self, report_id: str, most: int) -> tuple[Match, ...]:
        """The reports about the same as this one, the nearest first, at most `most`: neither itself nor its
        reprints, and none that only shares a word or two with it. Raises `ReportNotFound`."""

    def complete(self, text: str, most: int) -> tuple[Completion, ...]:
        """What the index holds for a normal form, at most `most` of each kind: words that begin with it, or
        words side by side that it begins (`Normal.continued`, in two reports at least; of many reports only
        some are looked at), sources and authors that contain it, those of the most reports first, and titles
        that contain it, the newest first. Words side by side are counted roughly. Words are normal forms, all
        else is as the reports have it."""

    def spell(self, asked: Sequence[Spelling]) -> tuple[tuple[Spelt, ...], ...]:
        """For each spelling the texts that stand in the index, the likeliest to be meant first: whole words
        in most reports, those with words of one character a tenth as likely for each. A text that never
        begins and ends where words do is none. What is rare may be missed."""

    def entries(self, places: Collection[str] = (), fingerprints: Collection[str] = ()) -> Iterator[Entry]:
        """The entries of the reports that were read from one of these places or from what lies below it (a
        folder, an archive), and of those with one of these fingerprints, each once and in no order."""
