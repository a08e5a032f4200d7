"""Scored documents -> the same in order: by relevance, as `ranking.order` says, or by date.

Ties fall to the newer date, then to the id, so the order is total; and pages are pieces of one order, for
the same documents are looked at closely whichever page is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.dates import day
from indexer.ranking.evidence import Evidence, as_far_as
from indexer.ranking.order import EXAMINED_CHARACTERS, EXAMINED_FOR_KEYWORDS, EXAMINED_REPORTS
from indexer.ranking.scripts import Scripts
from indexer.store import CLASSES, Class, Order, Position
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.searcher.matching import RELAXED, Matching
from indexer.whoosh_store.searcher.scoring import Scores


class Ranked(NamedTuple):
    """A document on the page. `exact` is False where a literal stands only in the other script."""

    leaf: Leaf
    document: int
    match: Class
    score: float
    exact: bool = True

    @property
    def date(self) -> int:
        return int(self.leaf.columns.dates[self.document])

    @property
    def id(self) -> bytes:
        return self.leaf.columns.ids[self.document]


@dataclass(frozen=True, slots=True)
class Closer:
    """A closer look at the documents that come first by relevance, and whether their class comes first."""

    evidence: Evidence
    scripts: Scripts
    by_class: bool

    def look(self, ranked: Iterator[Ranked]) -> Iterator[Ranked]:
        """The same documents in the order of what the look tells. It takes nothing away, so what comes behind
        those that are looked at stays behind them."""
        first = self._with_evidence(list(islice(ranked, self.examined)))
        if not self.by_class:
            return chain(sorted(first, key=_by_score), ranked)
        return chain(sorted(map(self._with_script, first), key=_by_relevance), ranked)

    @property
    def examined(self) -> int:
        """How many documents are looked at."""
        return EXAMINED_FOR_KEYWORDS if self.by_class else EXAMINED_REPORTS

    def _with_evidence(self, ranked: Sequence[Ranked]) -> Iterator[Ranked]:
        if not ranked:
            return iter(())
        texts = [one.leaf.columns.text.units_of(one.document) for one in ranked]
        examined = as_far_as([text.size for text in texts], EXAMINED_CHARACTERS)
        adds = self.evidence.of(texts[:examined]).tolist()
        both = zip(ranked[:examined], adds, strict=True)
        return chain(
            (one._replace(score=round(one.score + more, 9)) for one, more in both), ranked[examined:]
        )

    def _with_script(self, one: Ranked) -> Ranked:
        if one.match != "literal" or self._is_exact(one):
            return one
        return one._replace(exact=False)

    def _is_exact(self, one: Ranked) -> bool:
        if not one.leaf.columns.other_script[one.document]:  # all of it is simplified, as normal forms are
            return self.scripts.exact_in_normal_script()
        return self.scripts.exact(block.text for block in one.leaf.columns.report(one.document).blocks)


def in_order(
    matching: Sequence[Matching],
    totals: Sequence[Scores],
    order: Order,
    most: int,
    closer: Closer | None = None,
) -> Iterator[Ranked]:
    """The first documents in order, at least `most`, one after the other. Of each leaf no more are sorted
    than could be among them."""
    close = closer if order is Order.RELEVANCE else None
    keys, key = _ORDERS[order] if not close or close.by_class else (_score, _by_score)
    wanted = max(most, close.examined) if close else most
    leaves = (_ranked(*one, keys, wanted) for one in zip(matching, totals, strict=True))
    ranked = merge(*leaves, key=key)
    return close.look(ranked) if close else ranked


def _ranked(found: Matching, scores: Scores, keys: _KeysOf, wanted: int) -> Iterator[Ranked]:
    """Those of one leaf that come first."""
    total = np.round(scores, 9)  # or the order of additions could tell equal scores apart
    sorted_by = (*keys(found, total), -found.leaf.columns.rank[found.documents])
    foremost = _foremost(sorted_by, wanted)
    for n in foremost[np.lexsort([-key[foremost] for key in reversed(sorted_by)])].tolist():
        yield Ranked(found.leaf, int(found.documents[n]), CLASSES[found.classes[n]], float(total[n]))


def behind(found: Matching, order: Order, position: Position) -> Matching:
    """The documents of one leaf that stand behind a position in an order by date."""
    columns = found.leaf.columns
    days, at = _dates(found), np.array([day(position.date)], np.int32)
    later = _old(days) < _old(at) if order is Order.OLDEST else days < at
    same = (days == at) & (columns.rank[found.documents] >= columns.place_behind(position.id.encode()))
    return found.where(later | same)


def _by_relevance(one: Ranked) -> tuple[Any, ...]:
    return CLASSES.index(one.match), not one.exact, -one.score, -one.date, one.id


def _by_score(one: Ranked) -> tuple[Any, ...]:
    return -one.score, -one.date, one.id


def _by_newest(one: Ranked) -> tuple[Any, ...]:
    return -one.date, one.id


def _by_added(one: Ranked) -> tuple[Any, ...]:
    return -int(one.leaf.columns.indexed[one.document]), -one.date, one.id


def _by_oldest(one: Ranked) -> tuple[Any, ...]:
    return one.date or np.inf, one.id


_Keys = Sequence[npt.NDArray[Any]]
"""Numbers for each document, the greater the earlier; what the first leave open the next decide."""


def _relevance(found: Matching, total: Scores) -> _Keys:
    return RELAXED - found.classes, total, _dates(found)


def _score(found: Matching, total: Scores) -> _Keys:
    return total, _dates(found)


def _newest(found: Matching, total: Scores) -> _Keys:
    return (_dates(found),)


def _oldest(found: Matching, total: Scores) -> _Keys:
    return (_old(_dates(found)),)


def _added(found: Matching, total: Scores) -> _Keys:
    return found.leaf.columns.indexed[found.documents], _dates(found)


def _old(days: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """How old a date is, the unknown least of all."""
    return np.where(days, -days.astype(np.float64), -np.inf)


def _dates(found: Matching) -> npt.NDArray[np.int32]:
    return found.leaf.columns.dates[found.documents]


_KeysOf = Callable[[Matching, Scores], _Keys]

_ORDERS: dict[Order, tuple[_KeysOf, Callable[[Ranked], tuple[Any, ...]]]] = {
    Order.RELEVANCE: (_relevance, _by_relevance),
    Order.NEWEST: (_newest, _by_newest),
    Order.OLDEST: (_oldest, _by_oldest),
    Order.ADDED: (_added, _by_added),
}


def _foremost(keys: _Keys, wanted: int) -> npt.NDArray[np.intp]:
    """Which documents can be among the first: those before the border, and all that tie at it."""
    level = np.arange(keys[0].size)
    before = []
    for key in keys:
        if wanted >= level.size or not wanted:
            break
        values = key[level]
        border = np.partition(values, level.size - wanted)[level.size - wanted]
        before.append(level[values > border])
        wanted -= before[-1].size
        level = level[values == border]
    return np.concatenate((*before, level if wanted else level[:0]))
