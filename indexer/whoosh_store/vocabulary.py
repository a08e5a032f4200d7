"""What a snapshot holds that begins with something, contains it, or is spelt like it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from heapq import nlargest, nsmallest
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from indexer.query import Literal
from indexer.store import Completion, Spelt
from indexer.text.literal import has_edge
from indexer.whoosh_store.chains import chains
from indexer.whoosh_store.evaluate import LeafQuery
from indexer.whoosh_store.lookup import pairs_of
from indexer.whoosh_store.needle import Needle
from indexer.whoosh_store.postings import Postings
from indexer.whoosh_store.schema import BODY, code_points
from indexer.whoosh_store.shown import names, titles
from indexer.whoosh_store.snapshot import Leaf, Snapshot

LOOKED_UP = 3
"""So many times as many of the likeliest chains are looked up as are wanted: of 300 words typed in full pinyin
294 were among the first 24."""
SAMPLE = 32
"""In how many of the documents that may hold a chain it is looked for at first."""
MOST_FREQUENT = 256
"""Of the words of one segment that begin alike only so many are looked at."""


# — spelt like it —


def spell(snapshot: Snapshot, choices: Sequence[Collection[str]], most: int) -> tuple[Spelt, ...]:
    """See `Store.spell`."""
    if most < 1 or not choices or not all(choices):
        return ()
    if all(len(set(one)) == 1 for one in choices):  # nothing to choose: only to count
        text = "".join(next(iter(one)) for one in choices)
        return (Spelt(text, reports),) if (reports := _reports(snapshot, text)) else ()
    points = [np.unique(code_points(one)).astype(np.int64) for one in choices]
    expected: defaultdict[str, float] = defaultdict(float)
    for leaf in snapshot.leaves:
        for text, reports in chains(leaf.columns, points):
            expected[text] += reports
    likeliest = nlargest(LOOKED_UP * most, expected, key=lambda text: (expected[text], text))
    if len(choices) > 2:
        samples = [_Sample(leaf) for leaf in snapshot.leaves]
        seen = {text: sum(one.holding(text) for one in samples) for text in likeliest}
        likeliest = nlargest(most, filter(seen.get, seen), key=lambda text: (seen[text], text))
    counted = [Spelt(text, _reports(snapshot, text)) for text in likeliest]
    counted.sort(key=lambda one: (-one.reports, one.text))
    return tuple(one for one in counted[:most] if one.reports)


class _Sample:
    """About how many documents of a leaf hold each of some literals that have many pairs in common."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf, self._grams = leaf, leaf.columns.grams
        self._maps: dict[int, npt.NDArray[np.bool_]] = {}
        self._list = cache(leaf.columns.with_pair)

    def holding(self, literal: str) -> int:
        """Exact where few documents have all of its pairs."""
        lists = [self._list(pair) for pair in pairs_of(literal)]
        rising = sorted((self._grams.count(one, one + 1), one) for one in lists if one is not None)
        if len(rising) < len(lists):
            return 0
        candidates = self._grams.documents(rising[0][1])
        for _, number in rising[1:]:
            if not candidates.size:
                return 0
            candidates = candidates[self._having(number)[candidates]]
        candidates = self._leaf.living(candidates)
        step = max(1, candidates.size // SAMPLE)
        held = self._leaf.columns.text.holding(candidates[::step], Needle.of(literal))
        return step * int(np.count_nonzero(held))

    def _having(self, number: int) -> npt.NDArray[np.bool_]:
        """A map of the documents of a list."""
        if number not in self._maps:
            self._maps[number] = np.zeros(self._leaf.columns.documents, np.bool_)
            self._maps[number][self._grams.documents(number)] = True
        return self._maps[number]


_COUNTS: WeakKeyDictionary[Snapshot, dict[str, int]] = WeakKeyDictionary()
"""What was counted before: the same literals come up with every letter typed."""
_REMEMBERED = 4096


def _reports(snapshot: Snapshot, text: str) -> int:
    """How many reports hold a literal."""
    if len(text) == 2 and not has_edge(text):
        return sum(
            _listed(leaf, leaf.columns.grams, leaf.columns.with_pair(text)) for leaf in snapshot.leaves
        )
    counts = _COUNTS.setdefault(snapshot, {})
    if (count := counts.get(text)) is None:
        literal = Literal(text, text)
        count = sum(LeafQuery(leaf, [literal]).find(literal).literal.size for leaf in snapshot.leaves)
        if len(counts) >= _REMEMBERED:
            counts.clear()
        counts[text] = count
    return count


def _listed(leaf: Leaf, postings: Postings, number: int | None) -> int:
    """How many living documents a list has."""
    if number is None:
        return 0
    if leaf.live is None:
        return postings.count(number, number + 1)
    return leaf.living(postings.documents(number)).size


# — beginning with it, or containing it —


def complete(snapshot: Snapshot, text: str, most: int) -> tuple[Completion, ...]:
    """See `Store.complete`."""
    if most < 1 or not text:
        return ()
    return (*_words(snapshot, text, most), *titles(snapshot, text, most), *names(snapshot, text, most))


def _words(snapshot: Snapshot, prefix: str, most: int) -> Iterator[Completion]:
    """Words of two characters at least, and no mere numbers."""
    found = {word for leaf in snapshot.leaves for word in _beginning_with(leaf, prefix.encode())}
    counts = Counter({word: _having(snapshot, word) for word in found if len(word) > 1 and _is_word(word)})
    for word in nsmallest(most, +counts, key=lambda word: (-counts[word], word)):
        yield Completion(word, "word", counts[word])


def _is_word(text: str) -> bool:
    return any(map(str.isalpha, text))


def _beginning_with(leaf: Leaf, prefix: bytes) -> Iterator[str]:
    """The most frequent words of one segment that begin so. No byte of UTF-8 is 255."""
    terms, postings = leaf.columns.terms[BODY], leaf.columns.words[BODY]
    first, last = terms.place(prefix), terms.place(prefix + b"\xff")
    starts = postings.starts[first * postings.pages : last * postings.pages + 1 : postings.pages]
    frequencies = np.diff(starts.astype(np.int64))
    if frequencies.size > MOST_FREQUENT:
        numbers = np.argpartition(-frequencies, MOST_FREQUENT)[:MOST_FREQUENT]
    else:
        numbers = np.arange(frequencies.size)
    return (terms[first + number].decode() for number in numbers.tolist())


def _having(snapshot: Snapshot, word: str) -> int:
    """How many reports have a word."""
    all_columns = [(leaf, leaf.columns) for leaf in snapshot.leaves]
    return sum(
        _listed(leaf, one.words[BODY], one.terms[BODY].find(word.encode())) for leaf, one in all_columns
    )
