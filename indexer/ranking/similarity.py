"""What tells one report from the others: the words by which reports about the same thing are found. Pure.

These are its words of the greatest tf · idf, tf being 1 + ln of how often it has one, twice as much where
its title has it too; a word that lies in a longer one counts only where it stands by itself. The others are
ranked by BM25 over these words (`ranking.weights`), each weighed by its tf, and score the share of what the
report itself would score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from heapq import nlargest
from math import log

LEAST_SHARE = 0.25
"""Of 60 random news articles all below 0.2 was about something else, most above 0.25 about the same; one
article in twenty has nothing above it."""
TELLING_WORDS = 25
"""With 15 or 60 words the nearest articles are the same as good, by their dates and titles."""
READ_CHARACTERS = 10_000
"""What comes behind them takes time and hardly says what a report is about."""
_IN_TITLE = 2.0


def weights_of(body: Sequence[str], title: Collection[str]) -> dict[str, float]:
    """The tf of each word that may tell something, given the words of a report and of its title."""
    return {word: (1 + log(often)) * (_IN_TITLE if word in title else 1.0) for word, often in _alone(body)}


def telling(weights: Mapping[str, float], idf: Mapping[str, float]) -> dict[str, float]:
    """The weights of the words that tell most; those without an idf tell nothing of others."""
    worth = {word: weights[word] * idf[word] for word in weights if word in idf}
    chosen = nlargest(TELLING_WORDS, worth, key=lambda word: (worth[word], word))
    return {word: weights[word] for word in chosen}


def _alone(found: Sequence[str]) -> list[tuple[str, int]]:
    """How often each word of two characters at least, and no mere number, stands in no longer one."""
    often = Counter(word for word in found if len(word) > 1 and any(map(str.isalpha, word)))
    alone = Counter(often)
    for word, count in often.items():
        for inner in {word[a:b] for a in range(len(word)) for b in range(a + 2, len(word) + 1)} - {word}:
            if inner in alone:
                alone[inner] -= count
    return list((+alone).items())
