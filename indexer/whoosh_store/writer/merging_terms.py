"""The terms of several segments as those of one: each once, in order.

Segments have most terms in common: of those that are the same only one becomes a string, to be sorted. They
are compared as numbers, eight bytes at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from indexer.text.kinds import Numbers, kinds
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.postings import gaps

_AT_ONCE = 8
_BYTES = np.array([(1 << 8 * size) - 1 for size in range(_AT_ONCE + 1)], np.uint64)
"""What is left of a number of eight bytes of the first so many."""


def merged_terms(held: Sequence[Columns], field: str) -> tuple[list[bytes], list[Numbers]]:
    """The terms that all segments have in a field, each once and rising; and for each segment the number of
    each of its own."""
    end = np.zeros(_AT_ONCE, np.uint8)
    whole = np.concatenate([*(one.arrays[f"{field}.terms.bytes"] for one in held), end])
    sizes = np.concatenate([gaps(one.arrays[f"{field}.terms.starts"]) for one in held])
    starts = np.cumsum(sizes) - sizes
    places, of = _kinds_of_terms(whole, starts, sizes)
    joined, ends = whole.tobytes(), (starts + sizes)[places].tolist()
    terms = [joined[start:end] for start, end in zip(starts[places].tolist(), ends, strict=True)]
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), np.int64)
    rank[order] = np.arange(len(terms))
    borders = np.cumsum([len(one.terms[field]) for one in held])[:-1]
    return [terms[number] for number in order], np.split(rank[of], borders)


def _kinds_of_terms(whole: npt.NDArray[np.uint8], starts: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """See `kinds`, of the strings that stand there."""
    of = np.zeros(sizes.size, np.int64)
    count = 1
    for at in range(0, int(sizes.max(initial=0)), _AT_ONCE):
        more = np.flatnonzero(sizes > at)
        heads = sliding_window_view(whole, _AT_ONCE)[starts[more] + at].view("<u8").ravel()
        _, next_bytes = kinds(heads & _BYTES[np.minimum(sizes[more] - at, _AT_ONCE)])
        places, now = kinds((of[more] << 32 | next_bytes).astype(np.uint64))
        of[more] = count + now
        count += places.size
    return kinds(of.astype(np.uint64))
