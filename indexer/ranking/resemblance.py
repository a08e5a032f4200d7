"""How much of two texts is the same: a reprint of an article is told from another on the same subject.

The measure is Broder's resemblance ("On the resemblance and containment of documents", 1997): cut both
texts into all their overlapping pieces, shingles, and take the share that both have of those that either has.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

SHINGLE = 8
"""Letters. Two articles hardly share so many in a row by chance, a name or a phrase apart."""
REPRINT = 0.6
"""Two texts whose resemblance is this or more are one article, shortened, corrected or headed anew."""
MOST_REPRINTS = 50
"""Of more reprints of one text nobody reads the list."""

CodePoints = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]

_FACTOR = 0x9E3779B97F4A7C15  # 2 ** 64 divided by the golden ratio, as Knuth has it for hashing
_LETTER_POINTS = 0x40000
"""Code points from here on are not assigned, or no letters."""


@cache
def _letters() -> npt.NDArray[np.bool_]:
    return np.fromiter((chr(point).isalnum() for point in range(_LETTER_POINTS)), np.bool_, _LETTER_POINTS)


def is_letter(points: CodePoints) -> npt.NDArray[np.bool_]:
    """Which of the code points are letters or digits: what tells texts apart. Marks and spaces do not, for
    every newspaper sets them in its own way."""
    return _letters()[np.minimum(points, np.uint32(_LETTER_POINTS - 1))]


def shingles(letters: CodePoints) -> Hashes:
    """A number for each shingle of a text, in its order, spread evenly over 64 bits."""
    hashes = letters.astype(np.uint64)
    for halves in range(3):  # of one, two and four letters each: SHINGLE is 2 ** 3
        width, factor = 1 << halves, np.uint64(pow(_FACTOR, 1 << halves, 1 << 64))
        hashes = hashes[:-width] * factor + hashes[width:]
    hashes ^= hashes >> np.uint64(32)
    hashes *= np.uint64(_FACTOR)
    hashes ^= hashes >> np.uint64(29)
    return hashes


def resemblance(one: CodePoints, other: CodePoints) -> float:
    """Of the shingles of two texts, given by the code points of their normal forms, the share that both
    have, from 0 to 1; 0 where a text is too short to have any."""
    return share(distinct(one), distinct(other))


def distinct(points: CodePoints) -> Hashes:
    """The shingles of a text, each once and rising."""
    hashes = shingles(points[is_letter(points)])
    hashes.sort()
    return hashes[~again(hashes)]  # `np.unique` takes four times as long for a text


def share(some: Hashes, others: Hashes) -> float:
    """Of the `distinct` shingles of two texts the share that both have; 0 where there are none."""
    together = np.concatenate((some, others))
    together.sort(kind="stable")  # two runs that rise, which are merged: a tenth of the time
    both = int(np.count_nonzero(again(together)))
    either = some.size + others.size - both
    return both / either if either else 0.0


def again(rising: Hashes) -> npt.NDArray[np.bool_]:
    """Which of the numbers are the same as the one before."""
    same = np.zeros(rising.size, np.bool_)
    np.equal(rising[1:], rising[:-1], out=same[1:])
    return same
