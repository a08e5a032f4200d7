"""Whether the posting lists of a segment are what they must be, by themselves and beside the texts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indexer.ranking.weights import BODY, GRAMS, TITLE
from indexer.text.normal import END_OF_BLOCK, code_points
from indexer.whoosh_store.segment.arrays import Array
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.keys import pair_keys
from indexer.whoosh_store.segment.postings import MANY, Docs, Postings

POSTINGS_AT_ONCE = 1 << 22
TEXTS_AT_ONCE = 1_000
_MIX, _MODULUS = np.uint64(0x9E3779B97F4A7C15), 1 << 64


def rises(array: Array) -> bool:
    """Whether each is more than the one before."""
    return bool((array[1:] > array[:-1]).all())


def covers(starts: npt.NDArray[np.unsignedinteger], pieces: int, size: int) -> bool:
    """Whether so many pieces, one behind another, are all that there is."""
    whole = starts.size == pieces + 1 and int(starts[0]) == 0 and int(starts[-1]) == size
    return whole and bool((starts[1:] >= starts[:-1]).all())


def wrong_postings(columns: Columns, field: str, postings: Postings, terms: int) -> Iterator[str]:
    """Of the lists of one field: documents that rise within bounds, and as many occurrences as there are."""
    total = postings.docs.size
    if not (covers(postings.starts, terms * postings.pages, total) and postings.freqs.size == total):
        yield "starts do not divide the postings"
        return
    many = np.flatnonzero(postings.freqs == MANY)
    over = postings.over_freqs
    if not (np.array_equal(many, postings.over_at) and over.size == many.size and (over >= MANY).all()):
        yield "the frequencies too large for a byte are not those in over"
        return
    lengths = np.zeros(columns.documents, np.int64)
    for first, last in _chunks(postings, terms):
        documents = postings.documents_of_all(first, last)
        if documents.size and documents.max() >= columns.documents:
            yield "a document is listed that is not there"
            return
        starts = postings.starts[first * postings.pages : last * postings.pages + 1 : postings.pages]
        if not _rise_in_each(documents, starts.astype(np.int64) - int(starts[0])):
            yield "documents do not rise"
        frequencies = _frequencies(postings, int(starts[0]), int(starts[-1]))
        if (frequencies < 1).any():
            yield "a document is listed that does not have the term"
        lengths += np.bincount(documents, frequencies, columns.documents).astype(np.int64)
    if not np.array_equal(lengths, columns.lengths(field)):
        yield "the lengths of the documents are not what is listed"


def _rise_in_each(documents: Docs, starts: npt.NDArray[np.int64]) -> bool:
    """Whether documents rise within each of the lists that start there; between two they may fall."""
    falls = np.flatnonzero(documents[1:] <= documents[:-1]) + 1
    return bool(np.isin(falls, starts).all())


def _frequencies(postings: Postings, start: int, end: int) -> npt.NDArray[np.int64]:
    """How often, for the postings from `start` to `end`."""
    frequencies = postings.freqs[start:end].astype(np.int64)
    within = slice(*np.searchsorted(postings.over_at, [start, end]))
    frequencies[postings.over_at[within].astype(np.int64) - start] = postings.over_freqs[within]
    return frequencies


def _chunks(postings: Postings, terms: int) -> Iterator[tuple[int, int]]:
    """The lists, some at a time, so that any number of postings takes little memory."""
    first, ends = 0, postings.starts[postings.pages :: postings.pages]
    while first < terms:
        begun = int(postings.starts[first * postings.pages])
        last = max(first + 1, int(np.searchsorted(ends, begun + POSTINGS_AT_ONCE, side="right")))
        yield first, last
        first = last


def wrong_terms(columns: Columns) -> Iterator[str]:
    """Of the terms, held against texts that are right: whatever is listed must stand there."""
    for field, texts in (TITLE, columns.titles), (BODY, columns.text):
        lists = columns.words[field]
        for number, term in enumerate(columns.terms[field]):
            documents = lists.documents(number)  # of words that only removed reports had there are none
            if documents.size and term.decode() not in texts.whole(int(documents[0])):
                yield f"{field}: a word is listed where it does not stand"
                return
    if _sum_of_texts(columns) != _sum_of_lists(columns):
        yield f"{GRAMS} are not those of the texts"


# Pairs are compared by a number: the sum of one for each occurrence, mixed from the pair and the document.


def _sum_of_texts(columns: Columns) -> int:
    found = 0
    for first in range(0, columns.documents, TEXTS_AT_ONCE):
        numbers = range(first, min(first + TEXTS_AT_ONCE, columns.documents))
        texts = [columns.text.whole(number) for number in numbers]
        points = code_points(texts)
        documents = np.repeat(np.array(numbers, np.uint64), [len(text) for text in texts])[:-1]
        within = points[:-1] != ord(END_OF_BLOCK)
        found += int(_mixed(pair_keys(points)[within], documents[within]).sum())
    return found % _MODULUS


def _sum_of_lists(columns: Columns) -> int:
    found, lists = 0, columns.grams
    for first, last in _chunks(lists, columns.pairs.size):
        starts = lists.starts[first * lists.pages : last * lists.pages + 1 : lists.pages].astype(np.int64)
        pairs = np.repeat(columns.pairs[first:last], np.diff(starts))
        mixed = _mixed(pairs, lists.documents_of_all(first, last).astype(np.uint64))
        found += int((mixed * _frequencies(lists, int(starts[0]), int(starts[-1])).astype(np.uint64)).sum())
    return found % _MODULUS


def _mixed(pairs: npt.NDArray[np.uint64], documents: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    mixed = (pairs + documents * _MIX) * _MIX
    return (mixed ^ (mixed >> np.uint64(31))) * _MIX
