"""What of a query counts, and how much: its words, its pairs, and the words that ought to stand together.

Search mode yields the words inside a long word as well (技术开发区: 技术, 开发, 开发区). Each of n words that
lie over one another weighs 1 / n, or a long word would weigh as much as itself and all its parts. The words
of a question (什么, 多少) weigh nothing where there are others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from indexer.query import Dated, Field, InField, Keyword, Pattern, Term
from indexer.text.literal import pairs_of
from indexer.text.words import Word, spans, without_questions

_VARIANT = 0.5


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each word, of each pair, and the words that lie in no longer one."""

    words: dict[str, float]
    pairs: dict[str, float]
    whole: tuple[str, ...]


def weigh(terms: Sequence[Term]) -> Weights:
    """The weights of the terms that a report may match."""
    texts = [text for term in terms for text in _texts(term)]
    found = _weigh([text[a:b] for text in texts for a, b in without_questions(text)] or texts)
    variants = _weigh([text for term in terms if isinstance(term, Keyword) for text in term.variants])
    for weights, others in ((found.words, variants.words), (found.pairs, variants.pairs)):
        for text, weight in others.items():
            weights.setdefault(text, _VARIANT * weight)
    return found


def _weigh(texts: Sequence[str]) -> Weights:
    words: dict[str, float] = {}
    whole: dict[str, None] = {}
    for text in texts:
        found = list(spans(text))
        for word, over in zip(found, _over(found), strict=True):
            words[word.text] = max(words.get(word.text, 0.0), 1 / len(over))
            if all(other.end - other.start <= word.end - word.start for other in over):
                whole[word.text] = None
    return Weights(words, dict.fromkeys((p for text in texts for p in pairs_of(text)), 1.0), tuple(whole))


def _over(found: Sequence[Word]) -> Iterator[list[Word]]:
    """For each word those that lie over it, itself included: none begins farther before it than the longest
    is long."""
    rising = sorted(found, key=attrgetter("start"))
    starts = [word.start for word in rising]
    longest = max((word.end - word.start for word in found), default=0)
    for word in found:
        near = rising[bisect_right(starts, word.start - longest) : bisect_left(starts, word.end)]
        yield [other for other in near if word.start < other.end]


def _texts(term: Term) -> tuple[str, ...]:
    """The normal forms that a term asks for, as it was typed."""
    if isinstance(term, InField):
        return _texts(term.term) if term.field is Field.TITLE else ()
    if isinstance(term, Pattern):
        return tuple(piece for piece in term.pieces if piece)
    return () if isinstance(term, Dated) else (term.text,)
