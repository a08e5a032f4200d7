"""A keyword that stands in reports, but perhaps only as a piece of longer words -> what was meant by it.

Most of what lacks a character stands somewhere: 农业现代 in 农业现代化. How indexing cut it there tells
that it is a piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.query import Keyword
from indexer.ranking.likeliness import likeliness
from indexer.search.edits import Edit, edits_of_a_piece, missing, whole
from indexer.search.likeliest import LITTLE, Found, Having, best, text_of
from indexer.store import Spelling, Spelt
from indexer.text.words import has_word, is_inner_word, singles

TIMES_LIKELIER = 10
"""What stands only as a piece is a slip unless so many times as many reports have it as have another."""
TIMES_OFTENER = 100
"""What stands in reports as words is taken for a slip only where so many times as many have another; of each
word of one character in it a tenth is enough."""
PIECE = 5
"""What is whole words in fewer than every fifth report that has it is a piece of longer ones."""
SLIP_REPORTS = 5
"""What more reports have is right, if it looks like words."""
SLIP_CHARACTERS = range(2, 5)
"""Keywords of so many characters that look like a piece may have any slip; others only lack a character."""
PIECE_CHARACTERS = range(2, 6)
"""A longer keyword that stands somewhere is right. Of six characters and more few lack one, and each such
keyword would take three times as long."""


@dataclass(frozen=True)
class Standing:
    """A keyword that `looks_wrong`, or that is right if it is whole words anywhere."""

    keyword: Keyword
    looks_wrong: bool

    @property
    def counted(self) -> Sequence[str]:
        return [self.keyword.text]

    def edits(self, having: Having) -> list[Edit]:
        """First none at all, then those that may mend it."""
        text = self.keyword.text
        found = edits_of_a_piece(text) if self.looks_wrong else missing(text)
        return [whole(Spelling(tuple(text), 1)), *found]

    def meant(self, found: Sequence[Found], having: Having) -> str | None:
        (_, itself), *edited = found
        reports = having[self.keyword.text]
        own = self._own(itself, reports)
        likelier = [
            (edit.likely_to_mean(one), one)
            for edit, some in edited
            for one in some
            if self._is_other(one.text) and self._outweighs(own, reports, one)
        ]
        return text_of(best(likelier))

    def _own(self, itself: Sequence[Spelt], reports: int) -> int:
        """In how many of the reports in which it stands it is whole words itself. Where it rarely is, it was
        cut so by mistake."""
        return next((one.whole for one in itself if one.whole * PIECE > reports), 0)

    def _is_other(self, text: str) -> bool:
        """Whether it may be meant: not with a mere little word more (深入交换了)."""
        typed = self.keyword.text
        return text != typed and (self.looks_wrong or len(singles(text)) <= len(singles(typed)))

    def _outweighs(self, own: int, reports: int, other: Spelt) -> bool:
        typed = self.keyword.text
        if own:
            least = TIMES_OFTENER * likeliness(typed, own)
            return likeliness(other.text, other.whole) >= least and len(other.text) >= len(typed)
        return other.whole * TIMES_LIKELIER > likeliness(typed, reports)


def standing(keyword: Keyword, reports: int) -> Iterator[Standing]:
    """The keyword, which stands in so many reports at most, if it may be wrong: a single word is right."""
    text = keyword.text
    looks_wrong = len(text) in SLIP_CHARACTERS and (_looks_cut_off(text) or reports <= SLIP_REPORTS)
    if len(text) in PIECE_CHARACTERS and (looks_wrong or not has_word(text)):
        yield Standing(keyword, looks_wrong)


def _looks_cut_off(text: str) -> bool:
    """Whether it looks like a piece of longer words (究领域)."""
    edges = {text[0], text[-1]} - LITTLE
    return not edges.isdisjoint(singles(text)) or (len(text) == 2 and not is_inner_word(text))
