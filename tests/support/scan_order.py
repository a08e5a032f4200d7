"""The order of relevance by hand: what `ranking/` says of scores, evidence and scripts, spelt out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log

from indexer.query import Keyword, Literal, Query
from indexer.ranking.order import is_sentence
from indexer.ranking.weights import BODY, GRAMS, SHARES, SHORTEST, TITLE, Weights, weigh
from indexer.report import Kind, Report
from indexer.store import CLASSES, Class
from indexer.text import words as segmenter
from indexer.text.fold import fold, keeping_script
from indexer.text.literal import occurs
from indexer.text.words import asks


def scores_by_hand(query: Query, reports: Iterable[Report]) -> dict[str, float]:
    """What BM25 gives each report."""
    held = {one.id: terms_of(one) for one in reports}
    weights = _weights(query, held)
    return {
        name: sum(
            SHARES[BODY] * weight * bm25(word, name, held, BODY) for word, weight in weights.words.items()
        )
        + sum(
            SHARES[TITLE] * weight * bm25(word, name, held, TITLE) for word, weight in weights.words.items()
        )
        + sum(
            SHARES[GRAMS] * weight * bm25(pair, name, held, GRAMS) for pair, weight in weights.pairs.items()
        )
        for name in held
    }


Terms = Mapping[str, Counter[str]]


def _weights(query: Query, held: Mapping[str, Terms]) -> Weights:
    return weigh(query.wanted).in_pieces(lambda word: any(word in one[BODY] for one in held.values()))


def terms_of(report: Report) -> Terms:
    """What the report is indexed by, worked out one block after another."""
    normal = [fold(block.text) for block in report.blocks]
    titles = [text for text, block in zip(normal, report.blocks, strict=True) if block.kind is Kind.TITLE]
    return {
        TITLE: Counter(word for text in titles for word in segmenter.words(text)),
        BODY: Counter(word for text in normal for word in segmenter.words(text)),
        GRAMS: Counter(a + b for text in normal for a, b in pairwise(text + "\n")),
    }


def bm25(term: str, name: str, held: Mapping[str, Terms], field: str) -> float:
    often = held[name][field][term]
    if not often:
        return 0.0
    mean = sum(one[field].total() for one in held.values()) / len(held) or 1
    length = max(held[name][field].total(), SHORTEST[field])
    return idf_by_hand(term, held, field) * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length / mean))


def idf_by_hand(term: str, held: Mapping[str, Terms], field: str) -> float:
    having = sum(term in one[field] for one in held.values())
    return log(1 + (len(held) - having + 0.5) / (having + 0.5))


def evidence_by_hand(query: Query, report: Report, reports: Iterable[Report]) -> float:
    """What the text of a report adds: every passage tried."""
    held = {one.id: terms_of(one) for one in reports}
    weights = _weights(query, held)
    of_words = {one: weight * idf_by_hand(one, held, BODY) for one, weight in weights.words.items()}
    of_pairs = {one: weight / 2 * idf_by_hand(one, held, GRAMS) for one, weight in weights.pairs.items()}
    whole = "".join(fold(block.text) + "\n" for block in report.blocks).encode("utf-16-le")
    size = len(whole) // 2
    begins = {one: _begins(whole, one.encode("utf-16-le")) for one in {**of_words, **of_pairs}}

    def worth(of: Mapping[str, float], first: int, behind: int) -> float:
        return sum(n for one, n in of.items() if any(first <= at < behind for at in begins[one]))

    asked = any("?" in one.text or asks(one.text) for one in query.wanted if isinstance(one, Keyword))
    by_pairs = max(0, 1 - 2000 / size) / (1 if asked else 2) if size else 0
    opening = 0 if asked else (worth(of_words, 0, 200) + worth(of_pairs, 0, 200)) / 2
    return opening + max(
        worth(of_words, at, at + 50) + by_pairs * worth(of_pairs, at, at + 50)
        for at in range(0, size + 1, 25)
    )


def _begins(whole: bytes, needle: bytes) -> list[int]:
    found = [at for at in range(0, len(whole), 2) if whole[at] == needle[0]]
    return [at // 2 for at in found if whole.startswith(needle, at)]


def in_order_by_hand(
    query: Query, found: Sequence[tuple[Report, Class]], reports: Sequence[Report]
) -> list[tuple[str, float]]:
    """The ids of reports that match, fifty of them at most, and their scores, the best first."""
    scores = scores_by_hand(query, reports)
    added = {one.id: round(scores[one.id], 9) + evidence_by_hand(query, one, reports) for one, _ in found}
    by_class = not is_sentence(query.root)

    def key(one: tuple[Report, Class]) -> tuple[object, ...]:
        report, found_as = one
        day = "".join(part.ljust(2, "0") for part in (*report.date.split("-"), "", "")[:3]).ljust(8, "0")
        class_ = CLASSES.index(found_as) if by_class else 0
        return class_, -round(added[report.id], 9), -int(day), report.id.encode()

    ranked = sorted(found, key=key)
    if by_class:
        ranked[:20] = sorted(ranked[:20], key=lambda one: (key(one)[0], not _is_exact(query, *one)))
    return [(report.id, round(added[report.id], 9)) for report, _ in ranked]


def _is_exact(query: Query, report: Report, found_as: Class) -> bool:
    typed = [
        (keeping_script(one.typed), one.text) for one in query.wanted if isinstance(one, Literal | Keyword)
    ]
    written = [keeping_script(block.text) for block in report.blocks]
    normal = [fold(block.text) for block in report.blocks]
    return found_as != "literal" or all(
        any(occurs(block, one) for block in written) or not any(occurs(block, text) for block in normal)
        for one, text in typed
    )
