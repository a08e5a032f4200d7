"""What a commit holds that begins with something, contains it, or is spelt like it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from heapq import nlargest, nsmallest
from itertools import pairwise, zip_longest
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from indexer.query import Literal
from indexer.ranking.weights import BODY
from indexer.store import Completion, Guesses, Spelt
from indexer.text.literal import has_edge, pairs_of
from indexer.whoosh_store.searcher.evaluate import LeafQuery
from indexer.whoosh_store.searcher.leaves import Leaf, Leaves
from indexer.whoosh_store.searcher.sets import NONE
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.texts import Texts
from indexer.whoosh_store.vocabulary.chains import chains
from indexer.whoosh_store.vocabulary.names import names, titles

COUNTED_PER_WANTED = 6
"""So many times as many of the likeliest chains are looked up as are wanted: of 300 words typed in full
pinyin 294 were among the first 24."""
SAMPLED_DOCUMENTS = 32
"""In how many of the documents that may hold a chain it is looked for at first."""
CONSIDERED_WORDS = 256
"""Of the words of one segment that begin alike only so many are looked at."""


# — spelt like it —


def spell(leaves: Leaves, asked: Guesses) -> tuple[Spelt, ...]:
    """What `Snapshot.spell` promises of one of those asked."""
    for spelling in asked.spellings:
        found = _spelt(leaves, spelling.choices, spelling.most)
        if any(one.reports > asked.above for one in found):
            return found
    return ()


def _spelt(leaves: Leaves, choices: Sequence[Collection[str]], most: int) -> tuple[Spelt, ...]:
    if most < 1 or not choices or not all(choices):
        return ()
    counts = {text: reports(leaves, text) for text in _likeliest(leaves, choices, most)}
    best = nsmallest(most, +Counter(counts), key=lambda text: (-counts[text], text))
    return tuple(Spelt(text, counts[text], _having(leaves, text)) for text in best)


def _likeliest(leaves: Leaves, choices: Sequence[Collection[str]], most: int) -> list[str]:
    """The texts that are worth counting."""
    if all(len(set(one)) == 1 for one in choices):  # nothing to choose: only to count
        return ["".join(next(iter(one)) for one in choices)]
    points = [np.array(sorted(set(map(ord, one))), np.int64) for one in choices]
    fixed = [chr(one[0]) + chr(other[0]) for one, other in pairwise(points) if one.size == other.size == 1]
    samples = [sample for leaf in leaves.each if (sample := _Sample(leaf, fixed)).possible]
    expected: defaultdict[str, float] = defaultdict(float)
    for sample in samples:
        for text, weight in chains(sample.columns, points):
            expected[text] += weight
    likeliest = nlargest(COUNTED_PER_WANTED * most, expected, key=lambda text: (expected[text], text))
    if len(choices) > 2:
        seen = {text: sum(sample.holding(text) for sample in samples) for text in likeliest}
        likeliest = nlargest(most, filter(seen.get, seen), key=lambda text: (seen[text], text))
    return likeliest


class _Sample:
    """About how many documents of a leaf hold each of some literals that have many pairs in common: the
    fixed ones all of them. None can where no document has all of these."""

    def __init__(self, leaf: Leaf, fixed: Sequence[str]) -> None:
        self.columns = leaf.columns
        self._leaf, self._grams = leaf, leaf.columns.grams
        self._maps: dict[int, npt.NDArray[np.bool_]] = {}
        self._list = cache(leaf.columns.with_pair)
        self._fixed = dict.fromkeys(fixed)
        self._base = self._with_all(self._fixed, None) if fixed else None
        self.possible = self._base is None or self._base.size > 0

    def holding(self, literal: str) -> int:
        """Exact where few documents have all of its pairs, edges aside."""
        others = [pair for pair in pairs_of(literal) if pair not in self._fixed]
        candidates = self._leaf.living(self._with_all(others, self._base))
        step = max(1, candidates.size // SAMPLED_DOCUMENTS)
        wanted = literal.encode("utf-16-le")
        return step * sum(_holds(self.columns.text, one, wanted) for one in candidates[::step].tolist())

    def _with_all(self, pairs: Collection[str], among: Docs | None) -> Docs:
        """The documents, of these or of all, that have every pair."""
        lists = [self._list(pair) for pair in pairs]
        rising = sorted((self._grams.count(one, one + 1), one) for one in lists if one is not None)
        if len(rising) < len(lists):
            return NONE
        for _, number in rising:
            if among is None:
                among = self._grams.documents(number)
            elif among.size:
                among = among[self._having(number)[among]]
        return NONE if among is None else among

    def _having(self, number: int) -> npt.NDArray[np.bool_]:
        """A map of the documents of a list."""
        if number not in self._maps:
            self._maps[number] = np.zeros(self.columns.documents, np.bool_)
            self._maps[number][self._grams.documents(number)] = True
        return self._maps[number]


def _holds(texts: Texts, document: int, wanted: bytes) -> bool:
    """True if the text has the characters, edges aside: to compile an expression would take longer."""
    start, end = texts.starts[document : document + 2].tolist()
    text = texts.units[start:end].tobytes()
    at = text.find(wanted)
    while at & 1 and at > 0:  # of two bytes from two characters
        at = text.find(wanted, at + 1)
    return at >= 0


_COUNTS: WeakKeyDictionary[Leaves, dict[str, int]] = WeakKeyDictionary()
"""What was counted before: the same literals come up with every letter typed."""
REMEMBERED_COUNTS = 4096


def reports(leaves: Leaves, text: str) -> int:
    """How many reports hold a literal."""
    if len(text) == 2 and not has_edge(text):
        return sum(
            leaf.count_listed(leaf.columns.grams, leaf.columns.with_pair(text)) for leaf in leaves.each
        )
    counts = _COUNTS.setdefault(leaves, {})
    if (count := counts.get(text)) is None:
        literal = Literal(text, text)
        count = sum(LeafQuery(leaf, [literal]).find(literal).literal.size for leaf in leaves.each)
        if len(counts) >= REMEMBERED_COUNTS:
            counts.clear()
        counts[text] = count
    return count


# — beginning with it, or containing it —


def complete(leaves: Leaves, text: str, most: int) -> tuple[Completion, ...]:
    """See `Snapshot.complete`."""
    if most < 1 or not text:
        return ()
    return (*_words(leaves, text, most), *titles(leaves, text, most), *names(leaves, text, most))


def _words(leaves: Leaves, prefix: str, most: int) -> Iterator[Completion]:
    """Words of two characters at least, and no mere numbers."""
    numbers = [(leaf, _beginning_with(leaf, prefix.encode())) for leaf in leaves.each]
    found = {word for _, one in numbers for word in one if len(word) > 1 and _is_word(word)}
    counts = Counter({word: _having(leaves, word, [one.get(word) for _, one in numbers]) for word in found})
    for word in nsmallest(most, +counts, key=lambda word: (-counts[word], word)):
        yield Completion(word, "word", counts[word])


def _is_word(text: str) -> bool:
    return any(map(str.isalpha, text))


def _beginning_with(leaf: Leaf, prefix: bytes) -> dict[str, int]:
    """The most frequent words of one segment that begin so, and their numbers. No byte of UTF-8 is 255."""
    terms, postings = leaf.columns.terms[BODY], leaf.columns.words[BODY]
    first, last = terms.place(prefix), terms.place(prefix + b"\xff")
    starts = postings.starts[first * postings.pages : last * postings.pages + 1 : postings.pages]
    frequencies = np.diff(starts.astype(np.int64))
    if frequencies.size > CONSIDERED_WORDS:
        numbers = np.argpartition(-frequencies, CONSIDERED_WORDS)[:CONSIDERED_WORDS]
    else:
        numbers = np.arange(frequencies.size)
    return {terms[number].decode(): number for number in (first + numbers).tolist()}


def _having(leaves: Leaves, word: str, known: Sequence[int | None] = ()) -> int:
    """How many reports have a word, the number of which may be known in some leaves."""
    numbers = zip_longest(leaves.each, known)
    return sum(
        leaf.count_listed(
            leaf.columns.words[BODY],
            leaf.columns.terms[BODY].find(word.encode()) if number is None else number,
        )
        for leaf, number in numbers
    )
