"""Segments -> one segment, by array operations: no posting is ever looked at by itself.

Documents keep their order and are numbered anew without the deleted ones. For each field the terms of all
parts are brought into one order; then each part's postings, still in its own order, are scattered to
where its lists now stand: part after part, so that every list stays in order of documents.

Only some millions of postings are in memory at a time; what is written is a mapped file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.ranking.weights import GRAMS
from indexer.whoosh_store.segment.arrays import ArraysWriter, rising_arrays_of
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.keys import WORD_FIELDS
from indexer.whoosh_store.segment.postings import MANY, PAGE, Postings, pages_of
from indexer.whoosh_store.writer.merging_documents import Renumbered, merge_documents

POSTINGS_AT_ONCE = 1 << 22
"""So many are moved at a time, which takes 100 MB, and those of one more list."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, and which of its documents live."""

    columns: Columns
    live: npt.NDArray[np.bool_]


def merge(parts: Sequence[Part], path: Path) -> int:
    """Write one segment with the living documents of the parts; returns how many there are."""
    renumbered, documents = [], 0
    for part in parts:
        new = (np.cumsum(part.live) - 1 + documents).astype(np.uint32)
        renumbered.append(Renumbered(part.columns, part.live, new))
        documents += int(np.count_nonzero(part.live))
    with ArraysWriter(path) as file:
        merge_documents(file, renumbered)
        for field in WORD_FIELDS:
            _merge_words(file, field, renumbered, documents)
        _merge_pairs(file, renumbered, documents)
    return documents


def _merge_words(file: ArraysWriter, field: str, parts: Sequence[Renumbered], documents: int) -> None:
    terms = [list(part.columns.terms[field]) for part in parts]
    names = sorted(set().union(*terms))
    number = {name: n for n, name in enumerate(names)}
    for suffix, array in rising_arrays_of(names).items():
        file.add(f"{field}.terms.{suffix}", array)
    numbers = [np.fromiter(map(number.__getitem__, held), np.int64, len(held)) for held in terms]
    lists = [part.columns.words[field] for part in parts]
    _merge_postings(file, field, _Field(parts, lists, numbers, len(names), documents))


def _merge_pairs(file: ArraysWriter, parts: Sequence[Renumbered], documents: int) -> None:
    keys = [part.columns.pairs for part in parts]
    together = np.concatenate(keys)
    order = np.argsort(together, kind="stable")  # the parts rise already: this merges them
    risen = together[order]
    new = np.concatenate(([True], risen[1:] != risen[:-1])) if risen.size else np.empty(0, np.bool_)
    file.add(f"{GRAMS}.keys", risen[new])
    number = np.empty(together.size, np.int64)
    number[order] = np.cumsum(new) - 1
    numbers = np.split(number, np.cumsum([held.size for held in keys])[:-1])
    lists = [part.columns.grams for part in parts]
    _merge_postings(file, GRAMS, _Field(parts, lists, numbers, int(np.count_nonzero(new)), documents))


@dataclass(frozen=True, slots=True)
class _Field:
    """A field to merge: of each part its lists, and the new number of each list."""

    parts: Sequence[Renumbered]
    lists: Sequence[Postings]
    numbers: Sequence[npt.NDArray[np.int64]]
    terms: int
    documents: int

    def moving(self) -> Iterator[_Moving]:
        """All living postings, part by part, some lists at a time."""
        for part, lists, numbers in zip(self.parts, self.lists, self.numbers, strict=True):
            borders = lists.starts[:: lists.pages]
            cuts = borders.searchsorted(np.arange(POSTINGS_AT_ONCE, int(borders[-1]), POSTINGS_AT_ONCE))
            for first, last in pairwise(np.unique([0, *cuts, numbers.size]).tolist()):
                yield _moving(part, lists, numbers, first, last)


@dataclass(frozen=True, slots=True)
class _Moving:
    """The living postings of some lists of a part, in its own order: of each its document and frequency, and
    the frequencies too large for a byte; of each list its new number and how many postings it has."""

    documents: npt.NDArray[np.uint32]
    frequencies: npt.NDArray[np.uint8]
    over: npt.NDArray[np.uint32]
    numbers: npt.NDArray[np.int64]
    of_list: npt.NDArray[np.int64]


def _merge_postings(file: ArraysWriter, field: str, merged: _Field) -> None:
    pages = pages_of(merged.documents)
    starts = np.zeros(merged.terms * pages + 1, np.int64)
    counts = starts[1:].reshape(merged.terms, pages)
    for moving in merged.moving():
        _count(counts, moving)
    np.cumsum(starts, out=starts)
    total = int(starts[-1])
    file.add(f"{field}.starts", starts.astype(np.uint32 if total < 1 << 32 else np.uint64))
    documents = file.allocate(f"{field}.docs", np.uint16, total)
    frequencies = file.allocate(f"{field}.freqs", np.uint8, total)
    free = starts[: merged.terms * pages : pages].copy()
    over_at, over = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
    for moving in merged.moving():
        to = np.repeat(free[moving.numbers] - (np.cumsum(moving.of_list) - moving.of_list), moving.of_list)
        to += np.arange(to.size)
        documents[to] = moving.documents.astype(np.uint16)
        frequencies[to] = moving.frequencies
        free[moving.numbers] += moving.of_list
        over_at.append(to[moving.frequencies == MANY])
        over.append(moving.over)
    _write_over(file, field, np.concatenate(over_at), np.concatenate(over))


def _moving(
    part: Renumbered, lists: Postings, numbers: npt.NDArray[np.int64], first: int, last: int
) -> _Moving:
    documents = lists.documents_of_all(first, last)
    borders = lists.starts[first * lists.pages : last * lists.pages + 1 : lists.pages].astype(np.int64)
    frequencies = lists.freqs[borders[0] : borders[-1]]
    over = lists.over_freqs[slice(*lists.over_at.searchsorted(borders[[0, -1]]))]
    if part.whole:
        return _Moving(part.new[documents], frequencies, over, numbers[first:last], np.diff(borders))
    live = part.live[documents]
    before = np.concatenate(([0], np.cumsum(live)))
    return _Moving(
        part.new[documents[live]],
        frequencies[live],
        over[live[frequencies == MANY]],
        numbers[first:last],
        np.diff(before[borders - borders[0]]),
    )


def _count(counts: npt.NDArray[np.int64], moving: _Moving) -> None:
    """Add how many postings each list has on each page."""
    if not moving.documents.size:
        return
    first, last = int(moving.documents.min()) // PAGE, int(moving.documents.max()) // PAGE
    if first == last:
        counts[moving.numbers, first] += moving.of_list
        return
    borders = np.concatenate(([0], np.cumsum(moving.of_list)))
    pages = moving.documents // PAGE
    for page in range(first, last + 1):
        before = np.concatenate(([0], np.cumsum(pages == page)))
        counts[moving.numbers, page] += np.diff(before[borders])


def _write_over(
    file: ArraysWriter,
    field: str,
    places: npt.NDArray[np.int64],
    frequencies: npt.NDArray[np.uint32],
) -> None:
    order = np.argsort(places)
    file.add(f"{field}.over.at", places[order].astype(np.uint64))
    file.add(f"{field}.over.freqs", frequencies[order].astype(np.uint32))
