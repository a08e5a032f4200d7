"""What a commit holds that begins with a text, or contains it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import nsmallest

import numpy as np

from indexer.ranking.weights import BODY
from indexer.store import Completion
from indexer.text.literal import pairs_of
from indexer.text.normal import LEAST_CONTINUED
from indexer.whoosh_store.searcher.leaves import Leaf, Leaves
from indexer.whoosh_store.searcher.sets import NONE, intersection
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.vocabulary.counts import having
from indexer.whoosh_store.vocabulary.names import names, titles

CONSIDERED_WORDS = 256
"""Of the words of one segment that begin alike only so many are looked at."""
SAMPLED_DOCUMENTS = 48
"""In so many of the documents that may hold a text it is looked at which words it begins."""
SEEN_OFTEN, SEEN_EVERY = 2, 12
"""In so many of these words side by side are found that are offered, and in one of so many."""


def complete(leaves: Leaves, text: str, most: int) -> tuple[Completion, ...]:
    """See `Snapshot.complete`."""
    if most < 1 or not text:
        return ()
    words = [*_words(leaves, text, most), *_phrases(leaves, text, most)]
    best = nsmallest(most, words, key=lambda one: (-one.reports, one.text))
    return (*best, *titles(leaves, text, most), *names(leaves, text, most))


def _words(leaves: Leaves, prefix: str, most: int) -> Iterator[Completion]:
    """Words of two characters at least, and no mere numbers."""
    numbers = [(leaf, _beginning_with(leaf, prefix.encode())) for leaf in leaves.each]
    found = {word for _, one in numbers for word in one if len(word) > 1 and _is_word(word)}
    counts = Counter({word: having(leaves, word, [one.get(word) for _, one in numbers]) for word in found})
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


def _phrases(leaves: Leaves, text: str, most: int) -> Iterator[Completion]:
    """Words side by side, those that are found in most of a sample."""
    if len(text) < LEAST_CONTINUED:
        return
    held = [(leaf, _with_pairs(leaf, text)) for leaf in leaves.each]
    step = max(1, sum(documents.size for _, documents in held) // SAMPLED_DOCUMENTS)
    seen = Counter(
        phrase
        for leaf, documents in held
        for document in documents[::step].tolist()
        for phrase in leaf.columns.normal(document).continued(text)
    )
    looked_at = sum(documents[::step].size for _, documents in held)
    often = [phrase for phrase, count in seen.items() if count >= max(SEEN_OFTEN, looked_at // SEEN_EVERY)]
    for phrase in nsmallest(most, often, key=lambda one: (-seen[one], one)):
        yield Completion(phrase, "word", step * seen[phrase])


def _with_pairs(leaf: Leaf, text: str) -> Docs:
    """The documents that have all pairs of a text."""
    lists = [leaf.columns.with_pair(pair) for pair in pairs_of(text)]
    if None in lists:
        return NONE
    return leaf.living(intersection([leaf.columns.grams.documents(one) for one in lists if one is not None]))
