"""Every occurrence of a query in the reports that match, and what stands beside it.

Beside an occurrence stand words, as indexing cut them (where they end is stored), or characters: the nearest
first, in the normal form, within the sentence. Punctuation is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple, assert_never, get_args

from indexer.deadline import check
from indexer.query import Dated, Field, InField, Keyword, Pattern, Query, Term
from indexer.query import Literal as Verbatim
from indexer.search.marks import find_in, merged
from indexer.store import STRICT, Class, Match, Order, Snapshot
from indexer.text.sentences import ENDS

MAX_PLACES = 10_000
"""Nobody reads more lines than that, and so many are sorted and counted in a moment."""

Unit = Literal["word", "character"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MAX_SPAN = 4
"""So many words or characters on either side are looked at; farther away nothing belongs together."""


class Place(NamedTuple):
    """An occurrence: in which block of which match, and from where to where in the block's normal form."""

    match: Match
    block: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """What counts as beside: so many of the units to the left, and so many to the right."""

    left: int
    right: int
    unit: Unit = "word"

    def lefts(self, place: Place) -> Sequence[str]:
        """The units to the left, the nearest first."""
        return beside(place, -self.left, self.unit) if self.left else ()

    def rights(self, place: Place) -> Sequence[str]:
        return beside(place, self.right, self.unit) if self.right else ()

    def holds(self, place: Place, wanted: str) -> bool:
        """Whether this unit is beside the occurrence."""
        return wanted in self.rights(place) or wanted in self.lefts(place)


def first_places(
    snapshot: Snapshot, query: Query, classes: tuple[Class, ...], order: Order = Order.RELEVANCE
) -> tuple[list[Place], bool]:
    """The first `MAX_PLACES` occurrences in the reports of these classes, or in those that match as asked
    where none is named; and whether that is all. Of thousands of them a page shows some: only their reports
    need be read. Raises `OutOfTime` and `IndexUnusable`."""
    # Reports that have only some of the words are nothing to compare the neighbours of a keyword in.
    matches = snapshot.matches(query, order, classes or STRICT) if _is_marked(query) else ()
    found = list(islice(_places_of(matches, query), MAX_PLACES + 1))
    return found[:MAX_PLACES], len(found) <= MAX_PLACES


def _is_marked(query: Query) -> bool:
    """False where no report would have a place, however many match: a date or a source stands in no block."""
    return any(map(_stands_in_blocks, query.wanted))


def _stands_in_blocks(term: Term) -> bool:
    match term:
        case Dated():
            return False
        case InField():
            return term.field is Field.TITLE
        case Verbatim() | Keyword() | Pattern():
            return True
        case _:
            assert_never(term)


def _places_of(matches: Iterable[Match], query: Query) -> Iterator[Place]:
    for match in matches:
        check()
        yield from _places_in(match, query)


def _places_in(match: Match, query: Query) -> Iterator[Place]:
    normal = match.normal
    for block, found in find_in(normal, query).items():
        for start, end in merged([(start, end) for start, end, _ in found]):
            yield Place(match, block, normal.blocks[block], start, end)


def beside(place: Place, most: int, unit: Unit) -> list[str]:
    """At most so many units beside the occurrence: to the right or, of a negative number, to the left. What
    is left of a word that the occurrence is a part of is none."""
    match unit:
        case "word":
            pieces = _pieces(place, most > 0)
            if not _is_border(place, place.end if most > 0 else place.start):
                next(pieces, "")
        case "character":
            pieces = iter(place.text[place.end :] if most > 0 else place.text[: place.start][::-1])
        case _:
            assert_never(unit)
    found: list[str] = []
    for piece in pieces:
        if any(one in ENDS for one in piece):
            break
        if piece[0].isalnum():
            found.append(piece)
            if len(found) == abs(most):
                break
    return found


def adjoining(place: Place, to_the_right: bool) -> str:
    """The word that adjoins the occurrence, or what is left of one; empty where there is no word."""
    piece = next(_pieces(place, to_the_right), "")
    return piece if piece[:1].isalnum() else ""


def _is_border(place: Place, at: int) -> bool:
    normal = place.match.normal
    return bool(normal.borders[normal.begins[place.block] + at])


def _pieces(place: Place, to_the_right: bool) -> Iterator[str]:
    """What stands between the borders of words, away from the occurrence; the punctuation as well."""
    normal = place.match.normal
    begin, borders, whole = normal.begins[place.block], normal.borders, normal.whole
    if to_the_right:
        at, last = begin + place.end, begin + len(place.text)
        while at < last:
            end = borders.find(1, at + 1, last)
            yield whole[at : end if end > 0 else last]
            at = end if end > 0 else last
    else:
        at = begin + place.start
        while at > begin:
            start = max(borders.rfind(1, begin, at), begin)
            yield whole[start:at]
            at = start
