"""Scored documents -> the same in order: by class, then by score, or else by date.

Ties fall to the newer date, then to the id, so the order is total; and pages are pieces of one order, for
the same documents are looked at closely whichever page is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.ranking.nearness import REFINED_REPORTS, Nearness
from indexer.store import CLASSES, Class, Order, Position
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.searcher.matching import RELAXED, Matching
from indexer.whoosh_store.searcher.scoring import Scores
from indexer.whoosh_store.segment.keys import day


@dataclass(frozen=True, slots=True)
class Ranked:
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


def in_order(
    matching: Sequence[Matching],
    totals: Sequence[Scores],
    order: Order,
    most: int,
    nearness: Nearness | None = None,
) -> Iterator[Ranked]:
    """The first documents in order, at least `most`, one after the other. Of each leaf no more are sorted
    than could be among them."""
    keys, key = _ORDERS[order]
    close = nearness if order is Order.RELEVANCE else None
    wanted = max(most, REFINED_REPORTS) if close else most
    leaves = (_ranked(*one, keys, wanted) for one in zip(matching, totals, strict=True))
    ranked = merge(*leaves, key=key)
    if close:
        yield from sorted(_refined(list(islice(ranked, REFINED_REPORTS)), close), key=key)
    yield from ranked


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


def _refined(ranked: Sequence[Ranked], nearness: Nearness) -> list[Ranked]:
    """Nearness adds as much as the best score at most. It takes nothing away, so what comes behind these
    documents stays behind them."""
    best = max((one.score for one in ranked), default=0.0) if nearness.tells else 0.0
    return [_close(one, nearness, best) for one in ranked]


def _close(one: Ranked, nearness: Nearness, best: float) -> Ranked:
    near = best and best * nearness.of(one.leaf.columns.text.whole(one.document))
    exact = one.match != "literal" or _is_exact(one, nearness)
    return replace(one, score=round(one.score + near, 9), exact=exact) if near or not exact else one


def _is_exact(one: Ranked, nearness: Nearness) -> bool:
    if not one.leaf.columns.other_script[one.document]:  # all of it is simplified, as normal forms are
        return nearness.exact_in_normal_script()
    return nearness.exact(block.text for block in one.leaf.columns.report(one.document).blocks)


def _by_relevance(one: Ranked) -> tuple[Any, ...]:
    return CLASSES.index(one.match), not one.exact, -one.score, -one.date, one.id


def _by_newest(one: Ranked) -> tuple[Any, ...]:
    return -one.date, one.id


def _by_oldest(one: Ranked) -> tuple[Any, ...]:
    return one.date or np.inf, one.id


_Keys = Sequence[npt.NDArray[Any]]
"""Numbers for each document, the greater the earlier; what the first leave open the next decide."""


def _relevance(found: Matching, total: Scores) -> _Keys:
    return RELAXED - found.classes, total, _dates(found)


def _newest(found: Matching, total: Scores) -> _Keys:
    return (_dates(found),)


def _oldest(found: Matching, total: Scores) -> _Keys:
    return (_old(_dates(found)),)


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
