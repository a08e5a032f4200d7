"""What a query may have been meant to say: pinyin for characters, and characters for others that sound alike.

Every keyword that is offered is drawn from the index, so by itself it always finds something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from heapq import nlargest, nsmallest
from itertools import pairwise
from math import log1p
from statistics import fmean

from indexer.query import All, AnyOf, Keyword, Node, Not, Query, leaves
from indexer.search.answer import LeftOut
from indexer.store import Spelt, Store, TermCount
from indexer.text.fold import HAN
from indexer.text.pinyin import homophones, readings
from indexer.text.words import words

TIMES = 10
"""Letters that do occur are taken for pinyin only where so many times as many reports have the characters."""
LENGTHS = range(2, 13)
"""Keywords of so many characters are corrected."""
TWO_CHANGED = range(4, 7)
"""Of so many, two characters may be wrong, else one."""
RARE = 100
"""But two slips leave no pair of neighbours that so many reports have; to look for them takes 5 ms."""
MOST_KEYWORDS = 8
MOST_UNKNOWN = 3
"""Longer queries, or with more keywords that stand nowhere, are no slips; each such keyword costs 4 ms."""

_READINGS, _WEIGHED = 2, 4
_PLACES, _OF_EACH = 3, 2
_OFTEN = 1_000_000
_TOKEN = re.compile(r"\S+")
_HAN = re.compile(f"[{HAN}]")


def did_you_mean(store: Store, query: Query, counts: Sequence[TermCount]) -> str | None:
    """The query as it may have been meant, as one would type it; None where nothing better is known.

    `counts` runs parallel to `query.terms`. Offers are made for plain keywords side by side only; those
    that are right stay as they were typed. Raises `IndexUnusable`.
    """
    parts = query.root.parts if isinstance(query.root, All) else (query.root,)
    if len(parts) > MOST_KEYWORDS or not all(isinstance(part, Keyword) for part in parts):
        return None
    terms = [(term, one) for term, one in zip(query.terms, counts, strict=True) if isinstance(term, Keyword)]
    if sum(count.matched != "literal" for _, count in terms) > MOST_UNKNOWN:
        return None
    meant = {term.typed: better for term, count in terms if (better := _meant(store, term.text, count))}
    offer = _TOKEN.sub(lambda token: meant.get(token[0], token[0]), query.text).strip()
    return offer if offer != query.text.strip() else None


def _meant(store: Store, text: str, count: TermCount) -> str | None:
    if _HAN.search(text):
        return None if count.matched == "literal" else _sounding_alike(store, text, count.reports)
    return _characters(store, text, count.reports)


def _characters(store: Store, letters: str, reports: int) -> str | None:
    """The characters that pinyin or initials stand for. Initials are much less certain, so they are read
    only where the letters stand nowhere."""
    read = [one for one in readings(letters) if len(one.parts) in LENGTHS and (one.whole or not reports)]
    found = [spelt for one in read[:_READINGS] for spelt in store.spell(one.choices, _WEIGHED)]
    best = _best(store, found)
    return best.text if best and best.reports >= TIMES * reports else None


def _sounding_alike(store: Store, text: str, reports: int) -> str | None:
    """The text with one character changed for another that sounds alike or, if it is short, with two.

    One that some reports match by its words is right more often than not, unless more have the other.
    """
    if len(text) not in LENGTHS:
        return None
    alike = homophones(text)
    pairs = [_having(store, first + second) for first, second in pairwise(text)]
    tried = [(*text[:at], alike[at][1:], *text[at + 1 :]) for at in _doubtful(text, pairs, reports)]
    for choices in tried:
        found = store.spell(choices, _OF_EACH)
        if best := _best(store, [one for one in found if one.reports > reports]):
            return best.text
    return _two_changed(store, text, reports) if max(pairs) <= RARE else None


def _doubtful(text: str, pairs: Sequence[int], reports: int) -> list[int]:
    """The few places that are likeliest to be wrong: those whose pairs with their neighbours are rarest.

    More than so many reports must have all the other pairs, or nothing is found by changing it.
    """
    mean = {
        place: fmean(map(log1p, pairs[max(0, place - 1) : place + 1]))
        for place, char in enumerate(text)
        if _HAN.match(char)
        and all(count > reports for count in (*pairs[: max(0, place - 1)], *pairs[place + 1 :]))
    }
    return nsmallest(_PLACES, mean, key=mean.__getitem__)


def _having(store: Store, pair: str) -> int:
    """How many reports have a pair. What is not Chinese is taken to be right."""
    if not all(map(_HAN.match, pair)):
        return _OFTEN
    return sum(one.reports for one in store.spell(tuple(pair), 1))


def _two_changed(store: Store, text: str, reports: int) -> str | None:
    """All characters are read by their sound, for the two may be anywhere."""
    if len(text) not in TWO_CHANGED:
        return None
    found = store.spell(homophones(text), _WEIGHED)
    likely = [one for one in found if one.reports > reports and sum(map(str.__ne__, one.text, text)) == 2]
    best = _best(store, likely)
    return best.text if best else None


def _best(store: Store, found: Sequence[Spelt]) -> Spelt | None:
    """The one of the most reports, where characters that only happen to meet count a tenth."""
    weights = {one: weight(one.text, one.reports) for one in found}
    likely = nlargest(_WEIGHED, found, key=lambda one: (weights[one], one.text))
    likely = [one for one in likely if weights[one] * TIMES >= weights[likely[0]]]
    if len(likely) < 2:
        return next(iter(likely), None)
    return max(likely, key=lambda one: (_worth(store, one), one.text))


def _worth(store: Store, spelt: Spelt) -> float:
    """What looks like one word counts as often as the index has it as one (in 文化遗产 stands no 化遗)."""
    if words(spelt.text) != [spelt.text]:
        return weight(spelt.text, spelt.reports)
    held = store.complete(spelt.text, 1)
    as_word = next((one.reports for one in held if one.kind == "word" and one.text == spelt.text), 0)
    return max(as_word, spelt.reports / TIMES)


def weight(text: str, reports: int) -> float:
    """How likely so many reports make characters to be meant: a tenth as likely where a single one is left
    over beside the words (经领取 is 经 and 领取)."""
    return reports if all(len(word) > 1 for word in words(text)) else reports / TIMES


# — what to ask instead of a question that found nothing: the same without the keyword that was fatal —


MOST = 8
"""How many keywords are tried at most, those of the fewest reports first."""
MANY = 20
"""Of so many keywords no single one was fatal, and to try them takes long."""


def left_out(store: Store, query: Query, counts: Sequence[TermCount]) -> tuple[LeftOut, ...]:
    """The questions that find something, most reports first, each without one keyword of a question that
    finds nothing; or, where no one keyword was fatal, without all those that stand nowhere.

    `counts` runs parallel to `query.terms`. Filters stay as they are.
    """
    if not isinstance(query.root, All) or len(query.root.parts) > MANY:
        return ()
    reports = dict(zip(query.terms, (one.reports for one in counts), strict=True))
    parts = [part for part in query.root.parts if not isinstance(part, Not)]
    rarest = sorted(parts, key=lambda part: min(reports[term] for term in leaves(part)))[:MOST]
    tried = [one for part in rarest if (one := _without(store, query, [part])).total]
    nowhere = [part for part in parts if not any(reports[term] for term in leaves(part))]
    if not tried and 1 < len(nowhere) < len(parts):
        tried = [one for one in [_without(store, query, nowhere)] if one.total]
    return tuple(sorted(tried, key=lambda one: -one.total))


def _without(store: Store, query: Query, parts: Sequence[Node]) -> LeftOut:
    assert isinstance(query.root, All)
    rest = tuple(part for part in query.root.parts if part not in parts)
    matches = store.search(replace(query, root=All(rest)), limit=0, classes=("literal", "words"))
    return LeftOut(tuple(map(_typed, parts)), " ".join(map(_typed, rest)), matches.total)


def _typed(part: Node) -> str:
    """A part as one would type it: variants are added anew."""
    alone = replace(part, variants=()) if isinstance(part, Keyword) else part
    return f"({part})" if isinstance(part, AnyOf) else str(alone)
