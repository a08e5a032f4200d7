"""What a term is worth in a report: BM25 over three fields, the same in every store.

The score of a report is BM25 over the query's words in all of it, half of BM25 over them in its title, and
half of BM25 over its pairs of characters, with Lucene's idf, ln(1 + (N - n + 0.5) / (n + 0.5)), which is
never negative. N, n and the mean length count living reports only, so that a score does not depend on when
segments were merged.
(Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009.)
"""

from __future__ import annotations

from math import log1p

TITLE, BODY, GRAMS = "title", "body", "grams"
"""The words of the title, the words of the whole report, and its pairs of neighbouring characters."""

K1, B = 1.2, 0.75
SHARES = {BODY: 1.0, TITLE: 0.5, GRAMS: 0.5}
"""What BM25 over each field is multiplied by."""
SHORTEST = {BODY: 120, GRAMS: 240, TITLE: 0}
"""A report with fewer terms in a field counts as having so many: a note of one line is not as much about its
words as its shortness says."""


def idf(having: int, reports: int) -> float:
    """How much a term tells that so many of all reports have."""
    return log1p((reports - having + 0.5) / (having + 0.5))
