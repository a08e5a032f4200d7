"""What a term is worth in a report; what of a query counts, and how much; and how much of it is enough."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log1p
from operator import attrgetter
from typing import assert_never

from indexer.query import All, AnyOf, Dated, Field, InField, Keyword, Literal, Near, Node, Not, Pattern, Term
from indexer.ranking.pieces import Stands, pieces
from indexer.text.literal import pairs_of
from indexer.text.words import Word, is_question, spans, without_questions

# — what a term is worth in a report —
#
# The score of a report is BM25 over the query's words in all of it, half of BM25 over them in its title,
# and half of BM25 over its pairs of characters, with Lucene's idf, ln(1 + (N - n + 0.5) / (n + 0.5)), which
# is never negative. N, n and the mean length count living reports only, so that a score does not depend on
# when segments were merged. (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009.)

TITLE = "title"
BODY = "body"
GRAMS = "grams"
"""The words of the title, the words of the whole report, and its pairs of neighbouring characters."""

K1 = 1.2
B = 0.75
SHARES = {BODY: 1.0, TITLE: 0.5, GRAMS: 0.5}
"""What BM25 over each field is multiplied by."""
SHORTEST = {BODY: 120, GRAMS: 240, TITLE: 0}
"""A report with fewer terms in a field counts as having so many: a note of one line is not as much about its
words as its shortness says."""


def idf(having: int, reports: int) -> float:
    """How much a term tells that so many of all reports have."""
    return log1p((reports - having + 0.5) / (having + 0.5))


# — what of a query counts —
#
# Search mode yields the words inside a long word as well (技术开发区: 技术, 开发, 开发区). Each of n words
# that lie over one another weighs 1 / n, or a long word would weigh as much as itself and all its
# parts. The words of a question (什么, 多少) weigh nothing where there are others. Of a word that no report
# has its pieces weigh as much (`pieces.py`).

_VARIANT_WEIGHT = 0.5
"""Of a word that only a keyword's variants have."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each word and of each pair."""

    words: dict[str, float]
    pairs: dict[str, float]

    def in_pieces(self, stands: Stands) -> Weights:
        """The same, with pieces for the words that stand nowhere as words."""
        words: dict[str, float] = {}
        for word, weight in self.words.items():
            for piece in pieces(word, stands):
                words[piece] = max(weight, words.get(piece, 0.0))
        return Weights(words, self.pairs)


def weigh(terms: Sequence[Term]) -> Weights:
    """The weights of the terms that a report may match."""
    texts = [text for term in terms for text in _texts(term)]
    found = _weigh([text[a:b] for text in texts for a, b in without_questions(text)] or texts)
    for keyword in (term for term in terms if isinstance(term, Keyword)):
        typed = _weigh([keyword.text])
        for variant in keyword.variants:
            _add(found, typed, _weigh([variant]))
    return found


def _add(found: Weights, typed: Weights, variant: Weights) -> None:
    """Add the words and pairs that only a variant has. Together they weigh at most half of what they stand
    for, into however many more words it is cut: 二〇二三 for 2023."""
    of_each = (found.words, typed.words, variant.words), (found.pairs, typed.pairs, variant.pairs)
    for weights, of_typed, of_variant in of_each:
        lost = sum(weight for text, weight in of_typed.items() if text not in of_variant)
        new = {text: weight for text, weight in of_variant.items() if text not in of_typed}
        share = _VARIANT_WEIGHT * min(1.0, lost / (sum(new.values()) or 1.0))
        for text, weight in new.items():
            weights.setdefault(text, share * weight)


def _weigh(texts: Sequence[str]) -> Weights:
    words: dict[str, float] = {}
    for text in texts:
        found = list(spans(text))
        for word, over in zip(found, _over(found), strict=True):
            words[word.text] = max(words.get(word.text, 0.0), 1 / len(over))
    return Weights(words, dict.fromkeys((p for text in texts for p in pairs_of(text)), 1.0))


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
    match term:
        case Literal() | Keyword():
            return (term.text,)
        case Pattern():
            return tuple(piece for piece in term.pieces if piece)
        case InField():
            return _texts(term.term) if term.field is Field.TITLE else ()
        case Dated():
            return ()
        case _:
            assert_never(term)


# — how much of a query is enough —


_LITTLE = frozenset(
    "的了是在和与及或而且被把将由于从对为以并也都就又还其之所这那有无中上下里外内后前时等个们到至向会能可要因"
    "他她它我你着过地得不没人事年月日大小多少一"
)
"""Characters that nearly every report holds, and that mean little alone."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What is asked of a report when some of a query will do: it must match every node of `required` and hold
    enough of `texts`. These are normal forms, which count by what they tell and are looked for literally,
    however the words of the report are cut. Those of `aside` count nothing; a report may lack them. `words`
    are the texts that segmentation made, and nobody set in quotation marks."""

    required: tuple[Node, ...]
    texts: tuple[str, ...]
    aside: tuple[str, ...]
    words: frozenset[str]

    @property
    def named(self) -> tuple[str, ...]:
        """What a report that lacks it is told to lack: no words that only make a question (有多少)."""
        asking = {text for text in self.aside if is_question(text)}
        unnamed = {*asking, *"是有在"} if asking else asking
        return (*self.texts, *(text for text in self.aside if text not in unnamed))

    def in_pieces(self, stands: Stands) -> Relaxation:
        """The same, with pieces for the words that no report holds; their single characters are put aside."""
        cut = [(text, pieces(text, stands) if text in self.words else (text,)) for text in self.texts]
        kept = dict.fromkeys(one for text, some in cut for one in some if len(one) > 1 or one == text)
        rest = dict.fromkeys((*self.aside, *(one for _, some in cut for one in some)))
        aside = tuple(one for one in rest if one not in kept)
        return Relaxation(self.required, tuple(kept), aside, self.words)


def telling(having: int, reports: int) -> int:
    """What a text of a relaxation counts that so many of all reports hold: its idf, in thousandths, for whole
    numbers have the same sum in any order. A name counts as much as several common words."""
    return round(1000 * idf(having, reports))


def enough(most: int, whole: int, *, is_sentence: bool) -> int:
    """How much of what all texts of a relaxation tell, `whole`, is enough; `most` is the most that any report
    holds.

    Where some report holds all of a few keywords, it is more than half. Else, and in a sentence, all of which
    a long report may hold by chance, a third of the most will do, so that there is something to choose from.
    """
    return whole // 2 + 1 if most == whole and not is_sentence else -(-most // 3)


def relaxation(root: Node) -> Relaxation | None:
    """The relaxation of a query that has a keyword: the words and phrases of its keywords and what stands in
    quotation marks beside them, any of which may be missing. Fields, dates, exclusions and patterns are
    required, and so are alternatives; but where all of a query are alternatives that are mere text, some of
    any of them will do. None for a single word, or alternatives each of which is one: some would be all.

    Words that lie in longer ones are left out. Question words, and characters that mean little alone (是, 的,
    or 下 as of 下达到), are put aside where there is anything else.
    """
    if isinstance(root, AnyOf) and not any(map(relaxation, root.parts)):
        return None
    parts = _parts(root)
    keywords = [part for part in parts if isinstance(part, Keyword)]
    if not keywords:
        return None
    texts = list(dict.fromkeys(text for part in parts for text in _relaxed(part)))
    together = "\n".join(texts)  # in which each stands once by itself
    texts = [text for text in texts if together.count(text) == 1]
    if len(texts) < 2:
        return None
    told = [text for text in texts if not is_question(text) and text not in _LITTLE] or texts
    return Relaxation(
        required=tuple(part for part in parts if not isinstance(part, Keyword | Literal)),
        texts=tuple(told),
        aside=tuple(text for text in texts if text not in told),
        words=frozenset(word for one in keywords for word in one.words),
    )


def _parts(root: Node) -> tuple[Node, ...]:
    """What a query asks for: all of it or, where these are alternatives of mere text, some."""
    if isinstance(root, AnyOf):
        alternatives = tuple(part for one in root.parts for part in _parts(one))
        return alternatives if all(isinstance(one, Keyword | Literal) for one in alternatives) else (root,)
    return root.parts if isinstance(root, All) else (root,)


def _relaxed(part: Node) -> tuple[str, ...]:
    """Of a part of a query what a report need not hold all of."""
    match part:
        case Keyword():
            return *part.words, *part.phrases
        case Literal():
            return (part.text,)
        case All() | AnyOf() | Not() | Near() | Pattern() | InField() | Dated():
            return ()
        case _:
            assert_never(part)
