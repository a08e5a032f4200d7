"""What a commit holds that is spelt like something, as a word or as words side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from heapq import nlargest
from itertools import pairwise

import numpy as np

from indexer.ranking.likeliness import likeliness
from indexer.store import Spelling, Spelt
from indexer.whoosh_store.searcher.leaves import Leaves
from indexer.whoosh_store.vocabulary.counts import having
from indexer.whoosh_store.vocabulary.lattice import KEPT, KEPT_OF_ONE, texts
from indexer.whoosh_store.vocabulary.sample import Sample
from indexer.whoosh_store.vocabulary.words import Points

CONSIDERED = 120
"""Of so many texts, the likeliest by estimate, it is counted in how many documents they may stand."""
EXAMINED_PER_WANTED, EXAMINED_OF_ONE = 4, 6
"""So many times as many of the likeliest of these are looked up as are wanted; and so many of those that
differ in one character alone, of which the estimate is nearly right."""

_Choices = Sequence[Points | None]


def spell(leaves: Leaves, asked: Sequence[Spelling]) -> tuple[tuple[Spelt, ...], ...]:
    """See `Snapshot.spell`."""
    texts = {one.unless for one in asked if one.unless}
    right = {text for text in texts if _spell(leaves, Spelling(tuple(text), 1))}
    return tuple(() if one.unless in right else _spell(leaves, one) for one in asked)


def _spell(leaves: Leaves, asked: Spelling) -> tuple[Spelt, ...]:
    if asked.most < 1 or not asked.choices or not all(one is None or one for one in asked.choices):
        return ()
    choices = [
        one if one is None else np.array(sorted(set(map(ord, one))), np.int64) for one in asked.choices
    ]
    fixed = [pair for one, other in pairwise(choices) if len(pair := _chosen([one, other])) == 2]
    samples = [sample for leaf in leaves.each if (sample := Sample(leaf, fixed)).possible]
    likely = _worth_looking_up(leaves, samples, choices, asked.most)
    found = [one for text in likely if (one := _spelt(leaves, samples, text)).whole]
    return tuple(nlargest(asked.most, found, key=lambda one: (likeliness(one.text, one.whole), one.text)))


def _worth_looking_up(
    leaves: Leaves, samples: Sequence[Sample], choices: _Choices, most: int
) -> Sequence[str]:
    """Texts that are spelt so and are likely to stand somewhere as words."""
    fixed = _chosen(choices)
    if len(fixed) == len(choices):
        return [fixed]
    if len(fixed) < len(choices) - 1:
        return _worth(leaves, samples, _likely(samples, choices, CONSIDERED, KEPT), most)
    if len(fixed) > 1 and (choices[0] is None or choices[-1] is None):
        return _beside(samples, fixed, choices[0] is None, EXAMINED_OF_ONE * most)
    return _likely(samples, choices, EXAMINED_OF_ONE * most, KEPT_OF_ONE)


def _chosen(choices: _Choices) -> str:
    """The characters of the choices that leave nothing to choose."""
    return "".join(chr(one[0]) for one in choices if one is not None and one.size == 1)


def _likely(samples: Sequence[Sample], choices: _Choices, most: int, kept: int) -> list[str]:
    expected: defaultdict[str, float] = defaultdict(float)
    for sample in samples:
        for text, weight in texts(sample.columns, choices, most, kept):
            expected[text] += weight
    return nlargest(most, expected, key=lambda text: (expected[text], text))


def _beside(samples: Sequence[Sample], text: str, before: bool, most: int) -> list[str]:
    """Those with one character more, at the beginning or the end, as they stand in some documents."""
    found: Counter[str] = Counter()
    for sample in samples:
        found.update(sample.beside(text, before))
    return nlargest(most, found, key=lambda text: (found[text], text))


def _worth(leaves: Leaves, samples: Sequence[Sample], likely: Sequence[str], most: int) -> list[str]:
    """Those that are worth to be looked up: what words are estimated to be together may be far from it."""

    def standing(text: str) -> float:
        word = having(leaves, text)
        return likeliness(text, word or sum(sample.candidates(text).size for sample in samples))

    examined = EXAMINED_PER_WANTED * most
    return nlargest(examined, likely, key=standing) if len(likely) > examined else [*likely]


def _spelt(leaves: Leaves, samples: Sequence[Sample], text: str) -> Spelt:
    """A text that is no word may be words side by side; but two of a character each are none."""
    if (word := having(leaves, text)) or len(text) < 3:
        return Spelt(text, word, word)
    standing = [sample.standing(text) for sample in samples]
    return Spelt(text, sum(reports for reports, _ in standing), sum(whole for _, whole in standing))
