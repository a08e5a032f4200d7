"""Segments -> one segment, by array operations: no posting is ever looked at by itself.

Documents keep their order and are numbered anew without the deleted ones. For each field the terms of all
parts are brought into one order; then each part's postings, still in its own order, are scattered to
where its lists now stand: part after part, so that every list stays in order of documents.

Only some millions of postings of a field are in memory at a time; what is written is a mapped file. The
fields of large segments are merged side by side by threads: what takes most of the time are operations on
arrays, which let other threads run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Event

import numpy as np
import numpy.typing as npt

from indexer.processes import worker_count
from indexer.ranking.weights import BODY, GRAMS, TITLE
from indexer.whoosh_store.segment.arrays import ArraysWriter, rising_arrays_of
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.postings import MANY, PAGE, Postings, pages_of
from indexer.whoosh_store.writer.merging_documents import Renumbered, merge_documents
from indexer.whoosh_store.writer.merging_terms import merged_terms

POSTINGS_AT_ONCE = 1 << 22
"""So many of a field are moved at a time, which takes 100 MB, and those of one more list."""
POSTINGS_FOR_THREADS = 1 << 22
"""Of so many on threads are worth it; what is merged of fewer is always written in the same order."""


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
    over = Event()
    with ArraysWriter(path) as file:
        merged = _Merged(file, renumbered, documents, over)
        tasks = (
            partial(_merge_words, merged, BODY),  # what takes longest comes first
            partial(_merge_pairs, merged),
            partial(merge_documents, file, renumbered),
            partial(_merge_words, merged, TITLE),
        )
        large = sum(part.columns.grams.docs.size for part in parts) >= POSTINGS_FOR_THREADS
        _do(tasks, worker_count() if large else 1, over)
    return documents


def _do(tasks: Sequence[Callable[[], None]], at_once: int, over: Event) -> None:
    """Have all done, so many at once. Where one fails, or the person who waits has lost patience, the others
    are told that it is over, and waited for."""
    with ThreadPoolExecutor(at_once) as pool:
        try:
            for one in as_completed([pool.submit(task) for task in tasks]):
                one.result()
        finally:
            over.set()


class _Over(Exception):
    """Nobody wants the rest."""


@dataclass(frozen=True, slots=True)
class _Merged:
    """What is written: its file, the parts that it is made of, and how many documents; and what is set when
    nobody wants the rest."""

    file: ArraysWriter
    parts: Sequence[Renumbered]
    documents: int
    over: Event


def _merge_words(merged: _Merged, field: str) -> None:
    names, numbers = merged_terms([part.columns for part in merged.parts], field)
    for suffix, array in rising_arrays_of(names).items():
        merged.file.add(f"{field}.terms.{suffix}", array)
    lists = [part.columns.words[field] for part in merged.parts]
    _merge_postings(field, _Field(merged, lists, numbers, len(names)))


def _merge_pairs(merged: _Merged) -> None:
    keys = [part.columns.pairs for part in merged.parts]
    together = np.concatenate(keys)
    order = np.argsort(together, kind="stable")  # the parts rise already: this merges them
    risen = together[order]
    new = np.concatenate(([True], risen[1:] != risen[:-1])) if risen.size else np.empty(0, np.bool_)
    merged.file.add(f"{GRAMS}.keys", risen[new])
    number = np.empty(together.size, np.int64)
    number[order] = np.cumsum(new) - 1
    numbers = np.split(number, np.cumsum([held.size for held in keys])[:-1])
    lists = [part.columns.grams for part in merged.parts]
    _merge_postings(GRAMS, _Field(merged, lists, numbers, int(np.count_nonzero(new))))


@dataclass(frozen=True, slots=True)
class _Field:
    """A field to merge: of each part its lists, and the new number of each list."""

    merged: _Merged
    lists: Sequence[Postings]
    numbers: Sequence[npt.NDArray[np.int64]]
    terms: int

    def moving(self) -> Iterator[_Moving]:
        """All living postings, part by part, some lists at a time."""
        for part, lists, numbers in zip(self.merged.parts, self.lists, self.numbers, strict=True):
            borders = lists.starts[:: lists.pages]
            cuts = borders.searchsorted(np.arange(POSTINGS_AT_ONCE, int(borders[-1]), POSTINGS_AT_ONCE))
            for first, last in pairwise(np.unique([0, *cuts, numbers.size]).tolist()):
                if self.merged.over.is_set():
                    raise _Over
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


def _merge_postings(name: str, field: _Field) -> None:
    file, pages = field.merged.file, pages_of(field.merged.documents)
    starts = np.zeros(field.terms * pages + 1, np.int64)
    counts = starts[1:].reshape(field.terms, pages)
    for moving in field.moving():
        _count(counts, moving)
    np.cumsum(starts, out=starts)
    total = int(starts[-1])
    file.add(f"{name}.starts", starts.astype(np.uint32 if total < 1 << 32 else np.uint64))
    documents = file.allocate(f"{name}.docs", np.uint16, total)
    frequencies = file.allocate(f"{name}.freqs", np.uint8, total)
    free = starts[: field.terms * pages : pages].copy()
    over_at, over = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
    for moving in field.moving():
        to = np.repeat(free[moving.numbers] - (np.cumsum(moving.of_list) - moving.of_list), moving.of_list)
        to += np.arange(to.size)
        documents[to] = moving.documents.astype(np.uint16)
        frequencies[to] = moving.frequencies
        free[moving.numbers] += moving.of_list
        over_at.append(to[moving.frequencies == MANY])
        over.append(moving.over)
    _write_over(file, name, np.concatenate(over_at), np.concatenate(over))


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
