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
from indexer.ranking.likeliness import LIKELINESS_OF_SINGLES, likeliness
from indexer.search.edits import Edit, edits, two_exchanged
from indexer.store import Snapshot, Spelling, Spelt, TermCount
from indexer.text.fold import HAN
from indexer.text.pinyin import readings
from indexer.text.words import is_inner_word, singles

TIMES_LIKELIER = 10
"""Letters that stand in reports are taken for pinyin only where so many times as many reports have the
characters."""
TIMES_OFTENER = 100
"""What stands in reports as words is taken for a slip only where so many times as many have another."""
SPELT_CHARACTERS = range(2, 13)
"""Keywords of so many characters are corrected."""
PIECE = 5
"""What is whole words in fewer than every fifth report that has it is a piece of longer ones."""
TWICE_WRONG_CHARACTERS = range(4, 7)
"""In keywords of so many, two characters may be wrong; in others one."""
TIMES_LIKELIER_WHOLE = 10
"""What stands only as a piece lacks a character; so much likelier is it with one. With one at its end or its
beginning only where half of the reports that have it have it in that longer text."""
RARE_PAIR_REPORTS = 100
SLIP_REPORTS = 5
"""What more reports have is right, if it looks like words."""
SLIP_CHARACTERS = range(2, 5)
"""Of what stands somewhere keywords of so many characters are corrected: a longer one that does is right."""
MAX_KEYWORDS = 8
"""A question of more keywords is no slip."""
MAX_UNKNOWN_KEYWORDS = 3
"""Nor is one with more that stand nowhere literally; each of these costs 4 ms."""

LIKELINESS_OF_MORE_LETTERS = 0.1
"""Texts of fewer characters than were typed letters are so much less likely to be meant by initials."""

_READINGS_TRIED = 2
_RAREST_PAIRS = 3
_SPELLINGS_WEIGHED = 4
_OFTEN_REPORTS = 1_000_000
_LITTLE = "的了和与及在是为对将把被等也都就而或从向到以中上下这那其不有"
_TOKEN = re.compile(r"\S+")
_HAN = re.compile(f"[{HAN}]")

Having = Mapping[str, int]
"""How many reports have what of doubtful keywords is to be counted."""
Found = tuple[Edit, Sequence[Spelt]]
"""An edit, and what stands in the index that it may lead to."""


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
        return [_whole(Spelling(one.choices, _SPELLINGS_WEIGHED)) for one in read[:_READINGS_TRIED]]

    def meant(self, found: Sequence[Found], having: Having) -> str | None:
        letters = len(self.keyword.text)
        best = _best([(of_letters(one.text, letters), one) for _, some in found for one in some])
        return best.text if best and best.whole >= TIMES_LIKELIER * self.reports else None


@dataclass(frozen=True)
class _Characters:
    """A keyword with Chinese characters. So many reports match it, as it stands or (not `literally`) its
    words: then it is right more often than not, unless many more reports have another."""

    keyword: Keyword
    reports: int
    literally: bool

    @property
    def chance(self) -> float:
        """In how many reports its words are not only by chance."""
        return likeliness(self.text, self.reports)

    @property
    def text(self) -> str:
        return self.keyword.text

    @property
    def counted(self) -> Sequence[str]:
        """What tells where it is wrong: its neighbours or, where it stands somewhere, all of it. What is not
        Chinese is taken to be right."""
        if self.literally:
            return [self.text]
        return [pair for pair in map("".join, pairwise(self.text)) if all(map(_HAN.match, pair))]

    def edits(self, having: Having) -> list[Edit]:
        """Those that may mend it; before them none at all, where it stands somewhere as it is."""
        own = [_whole(Spelling(tuple(self.text), 1))] if self.literally else []
        return [*own, *self._edits(having)]

    def meant(self, found: Sequence[Found], having: Having) -> str | None:
        standing = having[self.text] if self.literally else 0
        own = self._own(found[0][1], standing) if self.literally else 0
        weighed = [
            (edit.likely_to_mean(one) * self._as_piece_of(one, standing), one)
            for edit, some in found[self.literally :]
            for one in some
            if one.text != self.text and self._outweighs(own, one)
        ]
        best = _best(weighed)
        return best.text if best else None

    def _own(self, found: Sequence[Spelt], standing: int) -> int:
        """In how many of the reports in which it stands it is whole words itself. Where it rarely is, it was
        cut so by mistake."""
        return next((one.whole for one in found if one.whole * PIECE > standing), 0)

    def _as_piece_of(self, other: Spelt, standing: int) -> float:
        """How much likelier another text is to be meant, if it is this one with a missing character."""
        is_longer = self.literally and len(other.text) > len(self.text)
        is_usual = self.text not in other.text or 2 * other.whole >= standing
        return TIMES_LIKELIER_WHOLE if is_longer and is_usual else 1

    def _outweighs(self, own: int, other: Spelt) -> bool:
        if own:
            return other.whole >= TIMES_OFTENER * own and len(other.text) >= len(self.text)
        return other.whole * (TIMES_LIKELIER if self.literally else 1) > self.chance

    def _edits(self, having: Having) -> list[Edit]:
        """Those that may mend it. A single one changes all pairs of neighbours that too few reports have or,
        where there are none, one of the rarest; two slips leave no pair that many have."""
        known = {} if self.literally else having
        counts = [known.get("".join(pair), _OFTEN_REPORTS) for pair in pairwise(self.text)]
        wrong = {n for n, count in enumerate(counts) if count <= self.chance}
        rarest = {*nsmallest(_RAREST_PAIRS, range(len(counts)), key=counts.__getitem__)}
        found = [
            edit
            for edit in edits(self.text, self.literally)
            if wrong <= {*edit.touched} and (wrong or not edit.touched or rarest & {*edit.touched})
        ]
        if len(self.text) in TWICE_WRONG_CHARACTERS and max(counts) <= RARE_PAIR_REPORTS:
            found.append(two_exchanged(self.text))
        return found


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
        elif _is_doubtful(term.text, count):
            yield _Characters(term, count.reports, count.matched == "literal")


def _is_doubtful(text: str, count: TermCount) -> bool:
    """Whether it stands nowhere, or seldom, or looks like a piece of longer words (究领域)."""
    if count.matched != "literal":
        return len(text) in SPELT_CHARACTERS
    if len(text) not in SLIP_CHARACTERS:
        return False
    edges = {text[0], text[-1]} - {*_LITTLE}
    is_piece = not edges.isdisjoint(singles(text)) or (len(text) == 2 and not is_inner_word(text))
    return is_piece or count.reports <= SLIP_REPORTS


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


def _whole(spelling: Spelling) -> Edit:
    """All of a text read in this way."""
    return Edit(range(0), 1.0, spelling)


def _best(found: Sequence[tuple[float, Spelt]]) -> Spelt | None:
    """The one that the most reports have as words, times how likely it is to be meant."""
    return max(
        found, key=lambda one: (one[0] * weight(one[1].text, one[1].whole), one[1].text), default=(0, None)
    )[1]


def weight(text: str, reports: int) -> float:
    """How likely so many reports make characters to be meant, and little words at an edge a tenth of that
    (企业和)."""
    alone = singles(text)
    little = sum(char in alone and char in _LITTLE for char in (text[0], text[-1]))
    return likeliness(text, reports) * LIKELINESS_OF_SINGLES**little


def of_letters(text: str, letters: int) -> float:
    """How likely so many letters stand for a text: as initials one is typed for each character, seldom two
    (zhyh is 整合优化 rather than 专业化). Where all are whole syllables, no text has as many characters."""
    return 1.0 if len(text) == letters else LIKELINESS_OF_MORE_LETTERS
