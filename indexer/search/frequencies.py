"""How often words or characters stand in texts, whole arrays at once. Pure.

A word of up to four characters is one number of 64 bits; the few that are longer are counted one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.search.places import Unit
from indexer.text.normal import Normal

_AT_ONCE = 500_000
"""Characters: so much is looked at between two looks at the time."""
_PACKED = 4
"""Characters of 16 bits that fit into a number."""
_BMP = 1 << 16

Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often each of the texts stands there as a word (or character); and how many of these there are in
    all, punctuation aside."""

    counts: Mapping[str, int]
    size: int

    @classmethod
    def of(cls, normals: Iterable[Normal], wanted: Collection[str], unit: Unit) -> Frequencies:
        """Of the wanted, in these texts. Raises `OutOfTime`."""
        counts: Counter[str] = Counter()
        keys = {_key(text): text for text in wanted if _fits(text)}
        known = np.array(sorted(keys), np.uint64)
        long = {text for text in wanted if not _fits(text)}
        size = 0
        for whole, borders in _some(normals):
            check()
            starts, sizes = _pieces(whole, borders, unit)
            size += len(starts)
            counts.update(_counted(_keys(whole, starts, sizes), known, keys))
            if long:
                ends = starts + sizes
                unfit = np.flatnonzero((sizes > _PACKED) | _has_rare(whole, starts, ends))
                texts = (whole[starts[at] : ends[at]] for at in unfit.tolist())
                counts.update(text for text in texts if text in long)
        return cls({text: counts[text] for text in wanted}, size)


def _some(normals: Iterable[Normal]) -> Iterator[tuple[str, bytes]]:
    """The texts and their borders, as many behind one another as are looked at at once."""
    texts: list[str] = []
    borders: list[bytes] = []
    held = 0
    for normal in normals:
        texts.append(normal.whole)
        borders.append(normal.borders)
        held += len(normal.whole)
        if held >= _AT_ONCE:
            yield "".join(texts), b"".join(borders)
            texts, borders, held = [], [], 0
    if texts:
        yield "".join(texts), b"".join(borders)


def _points(whole: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), "<u4")


def _pieces(whole: str, borders: bytes, unit: Unit) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where the words (or characters) begin, and how long they are."""
    points = _points(whole)
    telling = _is_telling()[np.minimum(points, _BMP - 1)]
    if unit == "character":
        starts = np.flatnonzero(telling)
        return starts, np.ones(len(starts), np.int64)
    cuts = np.flatnonzero(np.frombuffer(borders, np.bool_) | (points == ord("\n")))
    ends = np.append(cuts[1:], len(whole))
    words = telling[cuts] if len(cuts) else cuts.astype(np.bool_)
    return cuts[words], (ends - cuts)[words]


def _keys(whole: str, starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> Keys:
    """The numbers of those that have one; 0 for the others."""
    points = np.append(_points(whole).astype(np.uint64), np.zeros(_PACKED, np.uint64))
    keys = np.zeros(len(starts), np.uint64)
    for at in range(_PACKED):
        keys |= np.where(sizes > at, points[starts + at], np.uint64(0)) << np.uint64(16 * at)
    keys[(sizes > _PACKED) | _has_rare(whole, starts, starts + sizes)] = 0
    return keys


def _has_rare(
    whole: str, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Which hold a character that 16 bits do not."""
    rare = np.append(0, np.cumsum(_points(whole) >= _BMP))
    found: npt.NDArray[np.bool_] = rare[starts] != rare[ends]
    return found


def _counted(found: Keys, known: Keys, texts: Mapping[int, str]) -> dict[str, int]:
    """How often each of the known is among the found."""
    if not len(known):
        return {}
    at = np.minimum(np.searchsorted(known, found), len(known) - 1)
    counts = np.bincount(at[known[at] == found], minlength=len(known))
    return {texts[key]: count for key, count in zip(known.tolist(), counts.tolist(), strict=True) if count}


def _fits(text: str) -> bool:
    return len(text) <= _PACKED and all(ord(char) < _BMP for char in text)


def _key(text: str) -> int:
    return sum(ord(char) << (16 * at) for at, char in enumerate(text))


@cache
def _is_telling() -> npt.NDArray[np.bool_]:
    """Whether each character is a letter or a digit; beyond the BMP, where rare characters are, all are."""
    table = np.fromiter((chr(point).isalnum() for point in range(_BMP)), np.bool_, _BMP)
    table[-1] = True
    return table
