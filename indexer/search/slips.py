"""A keyword -> what was probably meant by it.

Known are pinyin that was never turned into characters, and single slips: a character typed for another that
sounds or looks like it, two neighbours that changed places, one character too many or too few. What is
offered stands in the index as words do, so by itself it finds something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, islice, pairwise

from indexer.query import All, Keyword, Query
from indexer.ranking.likeliness import likeliness
from indexer.search.edits import Edit, edits, two_exchanged, whole
from indexer.search.likeliest import TIMES_LIKELIER, Found, Having, best, of_letters, text_of
from indexer.search.standing_slips import Standing, standing
from indexer.store import Snapshot, Spelling, TermCount
from indexer.text.fold import HAN
from indexer.text.pinyin import readings

SPELT_CHARACTERS = range(2, 13)
"""Keywords of so many characters are corrected."""
TWICE_WRONG_CHARACTERS = range(4, 7)
"""In keywords of so many, two characters may be wrong; in others one."""
RARE_PAIR_REPORTS = 100
MAX_KEYWORDS = 8
"""A question of more keywords is no slip."""
MAX_UNKNOWN_KEYWORDS = 3
"""Nor is one with more that stand nowhere literally; each of these costs 4 ms."""

_READINGS_TRIED = 2
_RAREST_PAIRS = 3
_SPELLINGS_WEIGHED = 4
_OFTEN_REPORTS = 1_000_000
_TOKEN = re.compile(r"\S+")
_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class _Letters:
    """A keyword without Chinese characters, which may be pinyin. So many reports match it."""

    keyword: Keyword
    reports: int

    @property
    def counted(self) -> Sequence[str]:
        return ()

    def edits(self, having: Having) -> list[Edit]:
        """What it may stand for. Initials are much less certain than whole syllables, so they are read only
        where the letters stand nowhere."""
        read = [one for one in readings(self.keyword.text) if len(one.parts) in SPELT_CHARACTERS]
        read = [one for one in read if one.whole or not self.reports]
        return [whole(Spelling(one.choices, _SPELLINGS_WEIGHED)) for one in read[:_READINGS_TRIED]]

    def meant(self, found: Sequence[Found], having: Having) -> str | None:
        letters = len(self.keyword.text)
        likeliest = best([(of_letters(one.text, letters), one) for _, some in found for one in some])
        return likeliest.text if likeliest and likeliest.whole >= TIMES_LIKELIER * self.reports else None


@dataclass(frozen=True)
class _Unknown:
    """A keyword with Chinese characters that stands nowhere. So many reports have its words: then it is right
    more often than not, unless many more reports have another."""

    keyword: Keyword
    reports: int

    @property
    def chance(self) -> float:
        """In how many reports its words are not only by chance."""
        return likeliness(self.keyword.text, self.reports)

    @property
    def counted(self) -> Sequence[str]:
        """Its neighbours, which tell where it is wrong. What is not Chinese is taken to be right."""
        return [pair for pair in map("".join, pairwise(self.keyword.text)) if all(map(_HAN.match, pair))]

    def edits(self, having: Having) -> list[Edit]:
        """Those that may mend it. A single one changes all pairs of neighbours that too few reports have or,
        where there are none, one of the rarest; two slips leave no pair that many have."""
        text = self.keyword.text
        counts = [having.get("".join(pair), _OFTEN_REPORTS) for pair in pairwise(text)]
        wrong = {n for n, count in enumerate(counts) if count <= self.chance}
        rarest = {*nsmallest(_RAREST_PAIRS, range(len(counts)), key=counts.__getitem__)}
        found = [
            edit
            for edit in edits(text)
            if wrong <= {*edit.touched} and (wrong or not edit.touched or rarest & {*edit.touched})
        ]
        if len(text) in TWICE_WRONG_CHARACTERS and max(counts) <= RARE_PAIR_REPORTS:
            found.append(two_exchanged(text))
        return found

    def meant(self, found: Sequence[Found], having: Having) -> str | None:
        likelier = [
            (edit.likely_to_mean(one), one) for edit, some in found for one in some if one.whole > self.chance
        ]
        return text_of(best(likelier))


Doubt = _Letters | _Unknown | Standing
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
        elif count.matched == "literal":
            yield from standing(term, count.reports)
        elif len(term.text) in SPELT_CHARACTERS:
            yield _Unknown(term, count.reports)


def meant_by(snapshot: Snapshot, doubts: Sequence[Doubt], having: Having) -> dict[str, str]:
    """What was typed, and what was meant by it."""
    edited = [doubt.edits(having) for doubt in doubts]
    asked = [edit.spelling for edit in chain(*edited)]
    found = iter(snapshot.spell(asked) if asked else ())
    meant = {
        doubt.keyword.typed: doubt.meant(list(zip(tried, islice(found, len(tried)), strict=True)), having)
        for doubt, tried in zip(doubts, edited, strict=True)
    }
    return {typed: better for typed, better in meant.items() if better}


def offer(text: str, meant: Mapping[str, str]) -> str | None:
    """The question with what was meant in it, all else as it was typed."""
    offer = _TOKEN.sub(lambda token: meant.get(token[0], token[0]), text).strip()
    return offer if offer != text.strip() else None
