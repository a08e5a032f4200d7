"""The order of lines: by what stands beside the keyword, as it sounds or by how many have it. Pure.

Chinese words are looked for by their sound: code points are an order that nobody knows by heart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from indexer.search.places import Place, adjoining
from indexer.text.pinyin import syllables

SIDE_CHARACTERS = 40
"""So much of the block is shown on either side."""
_TELLING = 12
"""So many characters are compared by their sound; lines that are the same so far are compared as they are."""

Sound = tuple[tuple[str, str], ...]


class ContextOrder(StrEnum):
    """As found: the best report first, and in it from the beginning to the end. `LEFT` and `RIGHT` go by what
    stands beside the keyword, read away from it, as it sounds: words, punctuation, and last nothing.
    `LEFT_COUNT` and `RIGHT_COUNT` keep together what has the same word there, that of most lines first."""

    FOUND = "found"
    LEFT = "left"
    RIGHT = "right"
    LEFT_COUNT = "left-count"
    RIGHT_COUNT = "right-count"
    NEWEST = "newest"
    OLDEST = "oldest"


def sound(text: str) -> Sound:
    """What sorts as the text sounds: digits and Latin letters first, then Chinese by its pinyin, and of the
    same sound the same characters together."""
    return tuple(map(_sound, text))


def pinyin(text: str) -> str:
    """How a text is read, without tones: xin neng yuan. What is not Chinese stands as it is."""
    return " ".join(syllable or char for syllable, char in sound(text))


@lru_cache(maxsize=1 << 14)
def _sound(char: str) -> tuple[str, str]:
    return next(iter(syllables(char)), ""), char


def in_order(places: Sequence[Place], order: ContextOrder) -> list[Place]:
    """The places in this order, which for those not by sides is the one they have."""
    match order:
        case ContextOrder.LEFT | ContextOrder.RIGHT:
            return sorted(places, key=lambda place: _side(place, order is ContextOrder.RIGHT))
        case ContextOrder.LEFT_COUNT | ContextOrder.RIGHT_COUNT:
            return _by_count(places, order is ContextOrder.RIGHT_COUNT)
        case _:
            return list(places)


def _side(place: Place, right: bool) -> tuple[int, Sound, str]:
    """Words first, for they are what one looks for; then punctuation, then those with nothing beside them."""
    text = (
        place.text[place.end : place.end + SIDE_CHARACTERS]
        if right
        else place.text[max(0, place.start - SIDE_CHARACTERS) : place.start][::-1]
    ).strip()
    return (0 if text[:1].isalnum() else 1 if text else 2), sound(text[:_TELLING]), text


def _by_count(places: Sequence[Place], right: bool) -> list[Place]:
    words = [adjoining(place, right) for place in places]
    counts = Counter(words)

    def key(number: int) -> tuple[bool, int, Sound, tuple[int, Sound, str]]:
        word = words[number]
        return not word, -counts[word], sound(word), _side(places[number], right)

    return [places[number] for number in sorted(range(len(places)), key=key)]
