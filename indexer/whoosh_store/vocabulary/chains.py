"""Texts each character of which is one of several, looked for in one segment as chains of pairs.

In how many documents a chain stands is estimated from its pairs alone, each character depending on the
one before it: n(ab) p(c|b) p(d|c) …, where p(c|b) is the share of bc among the pairs that b begins. So do
input methods. (Manning, Schütze: Foundations of Statistical Natural Language Processing, 1999, ch. 9.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from indexer.whoosh_store.segment.columns import Columns

BEST_CHAINS = 64
"""How many chains are found. The search is exact: no likelier one is missed."""

PAIRS_LOOKED_UP_SINGLY = 256
"""So many pairs are searched for one by one."""
_POINT_BITS = np.uint64(21)
_ALL_POINTS = 1 << 21

Points = npt.NDArray[np.int64]
"""Code points, each once and rising."""
_Numbers = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


def chains(columns: Columns, choices: Sequence[Points]) -> Iterator[tuple[str, float]]:
    """The likeliest chains and in how many documents each is expected: of one or two characters, in how
    many it stands (one character counts as often as it has different followers).

    Only from the first to the last choice of several characters, and their neighbours, is walked.
    """
    pairs = _pairs_of(columns)
    varied = [n for n, one in enumerate(choices) if one.size > 1] or [0]
    first, last = varied[0], varied[-1] + 1
    none = choices[0][:0]
    before, behind = np.concatenate([none, *choices[:first]]), np.concatenate([none, *choices[last:]])
    fixed = pairs.share(before, before[1:]) * pairs.share(behind, behind[:-1])
    if not fixed:
        return
    begun, ended = _text(before[:-1]), _text(behind[1:])
    for points, weight in _walked(pairs, choices[max(0, first - 1) : last + 1]):
        yield begun + _text(points) + ended, weight * fixed


def _walked(pairs: _Pairs, choices: Sequence[Points]) -> Iterator[tuple[Points, float]]:
    if len(choices) == 1:
        ends = np.arange(choices[0].size)[:, None]
        weights: _Floats = pairs.postings(*pairs.lists(choices[0])).astype(np.float64)
    else:
        steps = [_step(pairs, one, other, n == 0) for n, (one, other) in enumerate(pairwise(choices))]
        ends, logs = _likeliest(steps, [one.size for one in choices])
        weights = np.exp(logs.round(9))  # the order of additions must not tell equal ones apart
    characters = np.column_stack([one[at] for one, at in zip(choices, ends.T, strict=True)])
    for n in np.argsort(-weights, kind="stable")[:BEST_CHAINS].tolist():
        if weights[n]:
            yield characters[n], float(weights[n])


def _text(points: Points) -> str:
    return "".join(map(chr, points.tolist()))


@dataclass(frozen=True, slots=True)
class _Step:
    """The pairs from one choice to the next, grouped by their first character.

    Those of character n are at `starts[n] : starts[n + 1]`. `second` says which of the next choice follows,
    `weight` is the logarithm of how likely it is.
    """

    starts: _Numbers
    second: _Numbers
    weight: _Floats


def _step(pairs: _Pairs, one: Points, other: Points, first: bool) -> _Step:
    begin, end = pairs.lists(one)
    of, second, lists = (
        pairs.among(one, other)
        if one.size * other.size <= PAIRS_LOOKED_UP_SINGLY
        else pairs.followed(one, other)
    )
    postings = pairs.postings(lists, lists + 1)
    kept = postings > 0  # a merge leaves pairs behind whose documents are gone
    of, second = of[kept], second[kept]
    weight = np.log(postings[kept])
    if not first:
        weight -= np.log(np.maximum(1, pairs.postings(begin, end)))[of]
    return _Step(of.searchsorted(np.arange(one.size + 1)), second, weight)


def _likeliest(steps: Sequence[_Step], sizes: Sequence[int]) -> tuple[_Numbers, _Floats]:
    """The likeliest chains, each as numbers within the choices, and their weights.

    Walking back first gives the best that can follow every character, so that going forward only what
    will be among the best is kept (A*).
    """
    follows = [np.zeros(sizes[-1])]
    for step, size in zip(reversed(steps), reversed(sizes[:-1]), strict=True):
        best = np.full(size, -np.inf)
        np.maximum.at(best, _firsts(step), step.weight + follows[0][step.second])
        follows.insert(0, best)
    found, weights = np.arange(sizes[0])[:, None], np.zeros(sizes[0])
    for step, best in zip(steps, follows[1:], strict=True):
        begin, end = step.starts[found[:, -1]], step.starts[found[:, -1] + 1]
        at, before = _ranges(begin, end), np.repeat(np.arange(begin.size), end - begin)
        second, weights = step.second[at], weights[before] + step.weight[at]
        kept = _foremost(weights + best[second], BEST_CHAINS)
        found, weights = np.column_stack((found[before[kept]], second[kept])), weights[kept]
    return found, weights


def _foremost(values: _Floats, count: int) -> _Numbers:
    """Where the greatest values are, those of minus infinity left out, in their order."""
    possible = np.flatnonzero(values > -np.inf)
    if possible.size <= count:
        return possible
    return np.sort(possible[np.argpartition(-values[possible], count)[:count]])


def _firsts(step: _Step) -> _Numbers:
    return np.repeat(np.arange(step.starts.size - 1), np.diff(step.starts))


def _ranges(begin: _Numbers, end: _Numbers) -> _Numbers:
    """All numbers from each beginning up to its end, behind one another."""
    lengths = end - begin
    return np.repeat(begin - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())


class _Pairs:
    """The pairs of one segment. Where those of each first character begin is looked up once: to search
    the 1.4 million keys of 109,397 reports for a thousand characters would take 4 ms."""

    def __init__(self, columns: Columns) -> None:
        self._keys, self._grams = columns.pairs, columns.grams
        firsts = self._keys >> _POINT_BITS
        borders = np.flatnonzero(firsts[1:] != firsts[:-1]) + 1
        self._borders = np.concatenate(([0], borders, [firsts.size])) if firsts.size else np.zeros(1, np.intp)
        self._firsts = firsts[self._borders[:-1]].astype(np.int64)

    def lists(self, points: Points) -> tuple[_Numbers, _Numbers]:
        """For each character, from which to which list the pairs go that it begins."""
        places = self._firsts.searchsorted(points)
        known = np.append(self._firsts, -1)[places] == points
        return self._borders[places], self._borders[places + known]

    def share(self, text: Points, given: Points) -> float:
        """What a text multiplies the expectation by: its pairs, over what the given characters begin."""
        lists, known = self._numbers(text[:-1], text[1:])
        if not known.all():
            return 0.0
        begun = np.maximum(1, self.postings(*self.lists(given)))
        return float(np.prod(self.postings(lists, lists + 1) / begun))

    def among(self, one: Points, other: Points) -> tuple[_Numbers, _Numbers, _Numbers]:
        """The pairs of these that there are: which of the one, which of the other, and which list.
        Each is searched for."""
        lists, known = self._numbers(np.repeat(one, other.size), np.tile(other, one.size))
        there = np.flatnonzero(known)
        return there // other.size, there % other.size, lists[there]

    def _numbers(self, firsts: Points, seconds: Points) -> tuple[_Numbers, npt.NDArray[np.bool_]]:
        """The lists of pairs, and which of them there are."""
        keys = (firsts.astype(np.uint64) << _POINT_BITS) | seconds.astype(np.uint64)
        lists = self._keys.searchsorted(keys)
        known = lists < self._keys.size
        known[known] = self._keys[lists[known]] == keys[known]
        return lists, known

    def followed(self, one: Points, other: Points) -> tuple[_Numbers, _Numbers, _Numbers]:
        """The same for many: all pairs that the one begin are looked through."""
        begin, end = self.lists(one)
        lists = _ranges(begin, end)
        second = (self._keys[lists] & np.uint64(_ALL_POINTS - 1)).astype(np.int64)
        follows = np.zeros(_ALL_POINTS, np.bool_)  # a map: quicker than to search among a thousand
        follows[other] = True
        kept = follows[second]
        return (
            np.repeat(np.arange(one.size), end - begin)[kept],
            other.searchsorted(second[kept]),
            lists[kept],
        )

    def postings(self, begin: _Numbers, end: _Numbers) -> _Numbers:
        """How many postings the lists from each `begin` up to `end` have."""
        starts, pages = self._grams.starts, self._grams.pages
        return starts[end * pages].astype(np.int64) - starts[begin * pages].astype(np.int64)


_HELD: WeakKeyDictionary[Columns, _Pairs] = WeakKeyDictionary()


def _pairs_of(columns: Columns) -> _Pairs:
    if (held := _HELD.get(columns)) is None:
        held = _HELD[columns] = _Pairs(columns)
    return held
