"""Where blocks stand in their files (`report.At`), as changes: a report that is read off a PDF has one for
each page, and most have none.

    standing.blocks   uint32   the block from which on something is another, rising in each document
    standing.fields   uint8    what of it: which field of `At`
    standing.values   uint32   and what it is from there on
    standing.starts   where each document's begin

The level of a heading holds for its own block alone, all else until it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from indexer.report import NOWHERE, At, Block
from indexer.whoosh_store.segment.arrays import Array, Arrays

STANDING = ("blocks", "fields", "values")
"""The arrays that have a piece for each document."""
_LEVEL = At._fields.index("level")


class Standing:
    """Those of a segment."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = [arrays[f"standing.{name}"].data for name in STANDING]
        self._starts = arrays["standing.starts"].data

    def of(self, document: int, blocks: int) -> list[At]:
        """Where each of a document's so many blocks stands."""
        here = slice(self._starts[document], self._starts[document + 1])
        if here.start == here.stop:
            return [NOWHERE] * blocks
        found: list[At] = []
        last = list(NOWHERE)
        for block, field, value in zip(*[array[here].tolist() for array in self._arrays], strict=True):
            _fill(found, last, min(block, blocks))
            last[field] = value
        _fill(found, last, blocks)
        return found


def _fill(found: list[At], last: list[int], end: int) -> None:
    """Have as many as `end`: the next one stands as was said last, and those behind it but for the level."""
    if len(found) < end:
        found.append(At(*last))
        last[_LEVEL] = 0
        found += [At(*last)] * (end - len(found))


def arrays_of_standing(documents: Sequence[Sequence[Block]]) -> dict[str, Array]:
    """The arrays of documents of these blocks."""
    found = [[*_changes(blocks)] for blocks in documents]
    rows = np.array([one for each in found for one in each], np.int64).reshape(-1, 3)
    kinds = (np.uint32, np.uint8, np.uint32)
    arrays = {name: row.astype(kind) for name, row, kind in zip(STANDING, rows.T, kinds, strict=True)}
    return {**arrays, "starts": np.cumsum([0, *map(len, found)]).astype(np.uint64)}


def _changes(blocks: Sequence[Block]) -> Iterator[tuple[int, int, int]]:
    last = NOWHERE
    for number, block in enumerate(blocks):
        if block.at != last:
            both = enumerate(zip(block.at, last, strict=True))
            yield from ((number, field, value) for field, (value, before) in both if value != before)
        last = block.at._replace(level=0) if block.at.level else block.at
