"""What is indexed of a report: under which names, and by which numbers.

One document a report. Indexed are the words of the title, the words of all of it, and the grams: every
pair of neighbouring characters of the normal form, block by block. Stored is the normal form, against which
literals are checked, with what leads back from it to the report.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.dates import day
from indexer.ranking.weights import BODY, TITLE

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.intp]

REPORT_ID = "id"
WORD_FIELDS = (TITLE, BODY)

VALUES = ("places", "sources", "authors", "numbers", "pages", "folders")
"""What is known of a report beside its text and is kept once for all reports that share it."""
AUTHOR_SEPARATOR = "\n"
"""Between the names of one report's authors, where they are stored as one value."""


BEHIND_SLASH = chr(ord("/") + 1)
"""What no place below a folder begins with, behind the folder's name, and sorts next to the slash."""


def pair_keys(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """Code points -> a number for each and its follower, in the order in which pairs sort as text.

    The last code point has no follower and no number.
    """
    wide = points.astype(np.uint64)
    return (wide[:-1] << np.uint64(21)) | wide[1:]


def pair_key(pair: str) -> int:
    """The number of one pair."""
    return ord(pair[0]) << 21 | ord(pair[1])


def pair_text(key: int) -> str:
    """The pair that a number stands for."""
    return chr(key >> 21) + chr(key & 0x1FFFFF)


def pairs_between(keys: Keys, first: int, last: int, behind: str) -> tuple[Numbers, Numbers]:
    """Of pairs, of which all rising `keys` are given and from which to which to look, those whose second
    character another pair has before the one `behind`; and these others. Both by their numbers."""
    seconds = keys[first:last] & np.uint64((1 << 21) - 1)
    wanted = seconds << np.uint64(21) | np.uint64(ord(behind))
    others = np.minimum(keys.searchsorted(wanted), keys.size - 1)
    found = np.flatnonzero(keys[others] == wanted)
    return first + found, others[found]


def within(dates: npt.NDArray[np.int32], after: str, before: str) -> npt.NDArray[np.bool_]:
    """`Filters.admit` for many: a date cut short stands for its whole span, and spans must overlap."""
    known = dates > 0
    if after:
        first = day(after)
        # Of the dates before it only that of its own month or year, cut short, may mean a later day.
        known &= (dates >= first) | (dates == first // 100 * 100) | (dates == first // 10_000 * 10_000)
    if before:
        known &= dates <= _last(day(before))
    return known


def _last(date: int) -> int:
    """The last day that a date may mean: 20240300 -> 20240399, 20240000 -> 20249999."""
    return date + (9999 if date % 10_000 == 0 else 99 if date % 100 == 0 else 0)
