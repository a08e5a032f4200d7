"""Scored documents -> the same in order: by relevance, as `ranking.order` says, or by date.

Ties fall to the newer date, then to the id, so the order is total; and pages are pieces of one order, for
the same documents are looked at closely whichever page is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.dates import day
from indexer.ranking.closer import Closer
from indexer.ranking.scripts import Scripts
from indexer.store import CLASSES, Class, Order, Position
from indexer.text.normal import Units
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.searcher.matching import RELAXED, Matching
from indexer.whoosh_store.searcher.scoring import Scores, reached_by

ScoresOf = Callable[[Matching, int], Scores]
"""The scores of documents of one leaf; of those that are not among so many of the highest perhaps less."""


class Ranked(NamedTuple):
    """A document that matches: a `ranking.closer.Candidate`."""

    leaf: Leaf
    document: int
    match: Class
    score: float

    @property
    def date(self) -> int:
        return int(self.leaf.columns.dates[self.document])

    @property
    def id(self) -> bytes:
        return self.leaf.columns.ids[self.document]

    @property
    def class_number(self) -> int:
        return CLASSES.index(self.match)

    @property
    def tie(self) -> tuple[int, bytes]:
        return -self.date, self.id

    def units(self) -> Units:
        return self.leaf.columns.text.units_of(self.document)

    def is_exact(self, scripts: Scripts) -> bool:
        if self.match != "literal":
            return True
        columns = self.leaf.columns
        is_normal = not columns.other_script[self.document]
        if is_normal and scripts.are_normal:
            return True
        normal = columns.normal(self.document)
        if is_normal:
            return scripts.exact(normal.blocks, normal.blocks.__getitem__)
        original = columns.original(self.document)
        return scripts.exact(normal.blocks, lambda n: original.text(normal.begins[n], normal.blocks[n]))

    def rescored(self, score: float) -> Ranked:
        return self._replace(score=score)


def in_order(
    matching: Sequence[Matching],
    scores: ScoresOf,
    order: Order,
    most: int,
    closer: Closer | None = None,
) -> Iterator[Ranked]:
    """The first documents in order, at least `most`, one after the other; by relevance after a closer look.
    Of each leaf no more are scored and sorted than could be among them."""
    keys, key = _ORDERS[order] if not closer or closer.by_class else (_score, _by_score)
    wanted = max(most, closer.examined) if closer else most
    leaves = [_ranked(one, scores, keys, wanted) for one in matching]
    ranked = merge(*leaves, key=key) if len(leaves) > 1 else chain(*leaves)
    return closer.look(ranked) if closer else ranked


def _ranked(found: Matching, scores: ScoresOf, keys: _KeysOf, wanted: int) -> Iterator[Ranked]:
    """Those of one leaf that come first, which is worked out at once: whoever takes them one by one, in an
    export, may do so for as long as it takes."""
    found = _narrowed(found, keys, wanted)
    first = keys(found)
    total = scores(found, found.documents.size if first else wanted)
    total = np.round(total, 9)  # or the order of additions could tell equal scores apart
    sorted_by = (*first, total.__getitem__, _dates(found), _ranks(found))
    foremost = _foremost(sorted_by, found.documents.size, wanted)
    ordered = foremost[np.lexsort([-key(foremost) for key in reversed(sorted_by)])].tolist()
    return (
        Ranked(found.leaf, int(found.documents[n]), CLASSES[found.classes[n]], float(total[n]))
        for n in ordered
    )


def _narrowed(found: Matching, keys: _KeysOf, wanted: int) -> Matching:
    """Those that can be among the first whatever their scores are."""
    foremost = _foremost(keys(found), found.documents.size, wanted)
    return found if foremost.size == found.documents.size else found.where(np.sort(foremost))


def behind(found: Matching, order: Order, position: Position) -> Matching:
    """The documents of one leaf that stand behind a position in an order by date."""
    columns = found.leaf.columns
    days, at = columns.dates[found.documents], np.array([day(position.date)], np.int32)
    later = _old(days) < _old(at) if order is Order.OLDEST else days < at
    same = (days == at) & (columns.rank[found.documents] >= columns.place_behind(position.id.encode()))
    return found.where(later | same)


def _by_relevance(one: Ranked) -> tuple[Any, ...]:
    return one.class_number, *_by_score(one)


def _by_score(one: Ranked) -> tuple[Any, ...]:
    return -one.score, one.tie


def _by_newest(one: Ranked) -> tuple[Any, ...]:
    return one.tie


def _by_added(one: Ranked) -> tuple[Any, ...]:
    return -int(one.leaf.columns.indexed[one.document]), one.tie


def _by_oldest(one: Ranked) -> tuple[Any, ...]:
    return one.date or np.inf, one.id


_Places = npt.NDArray[np.intp]
_Key = Callable[[_Places], npt.NDArray[Any]]
_Keys = Sequence[_Key]
"""What gives a number for each document that stands at such places of what matches, the greater the earlier;
what the first leave open the next decide, and they are asked for no more than that."""


def _relevance(found: Matching) -> _Keys:
    if not found.classes.size or found.classes.min() == found.classes.max():
        return ()  # they have nothing to tell
    return (lambda at: RELAXED - found.classes[at],)


def _score(_: Matching) -> _Keys:
    return ()


def _newest(found: Matching) -> _Keys:
    return _dates(found), _ranks(found)


def _oldest(found: Matching) -> _Keys:
    dates = _dates(found)
    return lambda at: _old(dates(at)), _ranks(found)


def _added(found: Matching) -> _Keys:
    return lambda at: found.leaf.columns.indexed[found.documents[at]], _dates(found), _ranks(found)


def _old(days: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """How old a date is, the unknown least of all."""
    return np.where(days, -days.astype(np.float64), -np.inf)


def _dates(found: Matching) -> _Key:
    return lambda at: found.leaf.columns.dates[found.documents[at]]


def _ranks(found: Matching) -> _Key:
    return lambda at: -found.leaf.columns.rank[found.documents[at]]


_KeysOf = Callable[[Matching], _Keys]
"""What comes before the score; behind it come the date and the id."""

_ORDERS: dict[Order, tuple[_KeysOf, Callable[[Ranked], tuple[Any, ...]]]] = {
    Order.RELEVANCE: (_relevance, _by_relevance),
    Order.NEWEST: (_newest, _by_newest),
    Order.OLDEST: (_oldest, _by_oldest),
    Order.ADDED: (_added, _by_added),
}


def _foremost(keys: _Keys, documents: int, wanted: int) -> _Places:
    """Which of so many documents can be among the first: those before the border, and all that tie at it."""
    level = np.arange(documents)
    before = []
    for key in keys:
        if wanted >= level.size or not wanted:
            break
        values = key(level)
        near = np.flatnonzero(values >= reached_by(values, wanted))
        level, values = level[near], values[near]
        border = np.partition(values, level.size - wanted)[level.size - wanted]
        before.append(level[values > border])
        wanted -= before[-1].size
        level = level[values == border]
    return np.concatenate((*before, level if wanted else level[:0]))
