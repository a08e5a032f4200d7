"""A keyword -> what was probably meant by it.

Two kinds of slip are known: pinyin that was never turned into characters, and characters that were typed for
others of the same sound. Every keyword that is offered stands in the index, so by itself it finds something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import chain, islice, pairwise
from math import log1p
from statistics import fmean

from indexer.query import All, Keyword, Query
from indexer.store import Guesses, Snapshot, Spelling, Spelt, TermCount
from indexer.text.fold import HAN
from indexer.text.pinyin import homophones, readings
from indexer.text.words import words

TIMES_LIKELIER = 10
"""Letters that stand in reports are taken for pinyin only where so many times as many reports have the
characters. Characters that only happen to meet are so many times less likely to be meant."""
SPELT_CHARACTERS = range(2, 13)
"""Keywords of so many characters are corrected."""
TWICE_WRONG_CHARACTERS = range(4, 7)
"""In keywords of so many, two characters may be wrong; in others one."""
RARE_PAIR_REPORTS = 100
"""Two slips leave no pair of neighbours that more reports have; to look for them takes 5 ms."""
MAX_KEYWORDS = 8
"""A question of more keywords is no slip."""
MAX_UNKNOWN_KEYWORDS = 3
"""Nor is one with more that stand nowhere literally; each of these costs 4 ms."""
_READINGS_TRIED = 2
_PLACES_TRIED = 3
_SPELLINGS_OF_A_PLACE = 2
_SPELLINGS_WEIGHED = 4
_OFTEN_REPORTS = 1_000_000
_TOKEN = re.compile(r"\S+")
_HAN = re.compile(f"[{HAN}]")

Having = Mapping[str, int]
"""How many reports have each pair of Chinese characters."""


@dataclass(frozen=True, slots=True)
class _Letters:
    """A keyword without Chinese characters, which may be pinyin. So many reports match it."""

    keyword: Keyword
    reports: int

    @property
    def pairs(self) -> Sequence[str]:
        return ()

    def guesses(self, having: Having) -> list[Guesses]:
        """What it may stand for. Initials are much less certain than whole syllables, so they are read only
        where the letters stand nowhere."""
        read = [one for one in readings(self.keyword.text) if len(one.parts) in SPELT_CHARACTERS]
        read = [one for one in read if one.whole or not self.reports]
        return [Guesses((Spelling(one.choices, _SPELLINGS_WEIGHED),)) for one in read[:_READINGS_TRIED]]

    def meant(self, found: Sequence[Spelt], having: Having) -> str | None:
        best = _best(found)
        return best.text if best and best.reports >= TIMES_LIKELIER * self.reports else None


@dataclass(frozen=True, slots=True)
class _Characters:
    """A keyword with Chinese characters that stands nowhere literally. So many reports match its words: then
    it is right more often than not, unless more reports have another."""

    keyword: Keyword
    reports: int

    @property
    def pairs(self) -> Sequence[str]:
        """Its neighbours. What is not Chinese is taken to be right."""
        pairs = map("".join, pairwise(self.keyword.text))
        return [pair for pair in pairs if all(map(_HAN.match, pair))]

    def guesses(self, having: Having) -> list[Guesses]:
        """One character changed for another that sounds alike, or else two where few reports have any of its
        pairs. The two may be anywhere, so all characters are read by their sound."""
        text, alike = self.keyword.text, homophones(self.keyword.text)
        spellings = [
            Spelling((*text[:at], alike[at][1:], *text[at + 1 :]), _SPELLINGS_OF_A_PLACE)
            for at in self._doubtful(having)
        ]
        if len(text) in TWICE_WRONG_CHARACTERS and max(self._counts(having)) <= RARE_PAIR_REPORTS:
            spellings.append(Spelling(alike, _SPELLINGS_WEIGHED))
        return [Guesses(tuple(spellings), above=self.reports)] if spellings else []

    def meant(self, found: Sequence[Spelt], having: Having) -> str | None:
        places = self._doubtful(having)
        likely = [one for one in found if one.reports > self.reports and self._is_slip(one.text, places)]
        best = _best(likely)
        return best.text if best else None

    def _is_slip(self, text: str, places: Sequence[int]) -> bool:
        """Whether a doubtful character differs, or any two."""
        changed = [at for at, char in enumerate(self.keyword.text) if text[at] != char]
        return len(changed) == 2 or (len(changed) == 1 and changed[0] in places)

    def _doubtful(self, having: Having) -> list[int]:
        """The few places that are likeliest to be wrong: those whose pairs with their neighbours are rarest.
        Where few reports have one of the other pairs, nothing is found by changing the character."""
        counts = self._counts(having)
        mean = {
            place: fmean(map(log1p, counts[max(0, place - 1) : place + 1]))
            for place, char in enumerate(self.keyword.text)
            if _HAN.match(char)
            and all(one > self.reports for one in (*counts[: max(0, place - 1)], *counts[place + 1 :]))
        }
        return nsmallest(_PLACES_TRIED, mean, key=mean.__getitem__)

    def _counts(self, having: Having) -> list[int]:
        """How many reports have each pair of neighbours."""
        return [having.get("".join(pair), _OFTEN_REPORTS) for pair in pairwise(self.keyword.text)]


Doubt = _Letters | _Characters
"""A keyword that may be meant otherwise."""


def doubts_of(query: Query, counts: Sequence[TermCount]) -> Iterator[Doubt]:
    """The keywords that may be meant otherwise: plain ones side by side, not too many of them."""
    parts = query.root.parts if isinstance(query.root, All) else (query.root,)
    if len(parts) > MAX_KEYWORDS or not all(isinstance(part, Keyword) for part in parts):
        return
    if sum(count.matched != "literal" for count in counts) > MAX_UNKNOWN_KEYWORDS:
        return
    for term, count in zip(query.terms, counts, strict=True):
        assert isinstance(term, Keyword)
        if not _HAN.search(term.text):
            yield _Letters(term, count.reports)
        elif count.matched != "literal" and len(term.text) in SPELT_CHARACTERS:
            yield _Characters(term, count.reports)


def meant_by(snapshot: Snapshot, doubts: Sequence[Doubt], having: Having) -> dict[str, str]:
    """What was typed, and what was meant by it."""
    asked = [doubt.guesses(having) for doubt in doubts]
    found = iter(snapshot.spell([*chain(*asked)]) if any(asked) else ())
    meant = {
        doubt.keyword.typed: doubt.meant([*chain(*islice(found, len(guesses)))], having)
        for doubt, guesses in zip(doubts, asked, strict=True)
    }
    return {typed: better for typed, better in meant.items() if better}


def offer(text: str, meant: Mapping[str, str]) -> str | None:
    """The question with what was meant in it, all else as it was typed."""
    offer = _TOKEN.sub(lambda token: meant.get(token[0], token[0]), text).strip()
    return offer if offer != text.strip() else None


def _best(found: Sequence[Spelt]) -> Spelt | None:
    """The one of the most reports, where characters that only happen to meet count a tenth."""
    weights = {one: weight(one.text, one.reports) for one in found}
    likely = nlargest(_SPELLINGS_WEIGHED, found, key=lambda one: (weights[one], one.text))
    likely = [one for one in likely if weights[one] * TIMES_LIKELIER >= weights[likely[0]]]
    if len(likely) < 2:
        return next(iter(likely), None)
    return max(likely, key=lambda one: (_worth(one), one.text))


def _worth(spelt: Spelt) -> float:
    """What looks like one word counts as often as the index has it as one (in 文化遗产 stands no 化遗)."""
    if words(spelt.text) != [spelt.text]:
        return weight(spelt.text, spelt.reports)
    return max(spelt.as_word, spelt.reports / TIMES_LIKELIER)


def weight(text: str, reports: int) -> float:
    """How likely so many reports make characters to be meant: a tenth as likely where a single one is left
    over beside the words (经领取 is 经 and 领取)."""
    return reports if all(len(word) > 1 for word in words(text)) else reports / TIMES_LIKELIER
