"""Of what may be meant the likeliest. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.ranking.likeliness import LIKELINESS_OF_SINGLES, likeliness
from indexer.search.edits import Edit
from indexer.store import Spelt
from indexer.text.words import singles

TIMES_LIKELIER = 10
"""Letters that stand in reports are taken for pinyin only where so many times as many reports have the
characters."""
LIKELINESS_OF_MORE_LETTERS = 0.1
"""Texts of fewer characters than were typed letters are so much less likely to be meant by initials."""
LITTLE = frozenset("的了和与及在是为对将把被等也都就而或从向到以中上下这那其不有")

Having = Mapping[str, int]
"""How many reports have what of doubtful keywords is to be counted."""
Found = tuple[Edit, Sequence[Spelt]]
"""An edit, and what stands in the index that it may lead to."""


def best(found: Sequence[tuple[float, Spelt]]) -> Spelt | None:
    """The one that the most reports have as words, times how likely it is to be meant."""
    return max(
        found, key=lambda one: (one[0] * weight(one[1].text, one[1].whole), one[1].text), default=(0, None)
    )[1]


def text_of(found: Spelt | None) -> str | None:
    return found.text if found else None


def weight(text: str, reports: int) -> float:
    """How likely so many reports make characters to be meant, and little words at an edge a tenth of that
    (企业和)."""
    alone = singles(text)
    little = sum(char in alone and char in LITTLE for char in (text[0], text[-1]))
    return likeliness(text, reports) * LIKELINESS_OF_SINGLES**little


def of_letters(text: str, letters: int) -> float:
    """How likely so many letters stand for a text: as initials one is typed for each character, seldom two
    (zhyh is 整合优化 rather than 专业化). Where all are whole syllables, no text has as many characters."""
    return 1.0 if len(text) == letters else LIKELINESS_OF_MORE_LETTERS
