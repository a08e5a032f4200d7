"""Reports -> a file of arrays: what a segment holds, for a chunk of reports small enough for one sort.

Runs in worker processes. No loop touches a character or a posting: the texts of a chunk are one text, which
is segmented in one call; words are numbered as they are met, grams are its code points taken two by two, and
each field is one sort of `term << 16 | document`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.dates import day
from indexer.ranking.sketches import sketches
from indexer.ranking.weights import BODY, GRAMS, TITLE
from indexer.report import Kind, Packed, Report
from indexer.text.fold import Folded
from indexer.text.normal import END_OF_BLOCK, code_points, ends_of
from indexer.text.words import Names, cut, inner_words
from indexer.whoosh_store.segment.arrays import Array, ArraysWriter, arrays_of, rising_arrays_of
from indexer.whoosh_store.segment.keys import AUTHOR_SEPARATOR, pair_keys
from indexer.whoosh_store.segment.originals import EVEN, KINDS
from indexer.whoosh_store.segment.origins import origin
from indexer.whoosh_store.segment.postings import invert
from indexer.whoosh_store.segment.standing import arrays_of_standing
from indexer.whoosh_store.segment.texts import arrays_of_borders, arrays_of_texts
from indexer.whoosh_store.writer.inverting_originals import arrays_of_differing

Numbers = npt.NDArray[np.int64]


def write_run(path: Path, packed: Sequence[Packed]) -> None:
    """Invert at most 65,536 reports into a new file."""
    with _without_collections():
        _write_run(path, packed)


@contextmanager
def _without_collections() -> Iterator[None]:
    """Nothing here refers to itself: to look for what does, among millions of words, takes a tenth of the
    time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _write_run(path: Path, packed: Sequence[Packed]) -> None:
    reports = [one.unpacked() for one in packed]
    folded = [[Folded.of(block.text) for block in report.blocks] for report in reports]
    texts = ["".join(one.text + END_OF_BLOCK for one in blocks) for blocks in folded]
    titles = [_title(report, blocks) for report, blocks in zip(reports, folded, strict=True)]
    points = code_points(texts)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    words = _Words("".join(texts), lengths, _in_titles(reports, folded))
    with ArraysWriter(path) as file:
        _write(file, "", _documents(packed, reports))
        _write(file, "blocks.", _blocks(reports, folded))
        _write(file, "standing.", arrays_of_standing([report.blocks for report in reports]))
        _write(file, "", arrays_of_differing(reports, folded, points, lengths))
        _write(file, f"{TITLE}.", words.inverted(words.in_title))
        _write(file, f"{BODY}.", words.inverted(np.ones(words.starts.size, np.bool_)))
        _write(file, "borders", arrays_of_borders(words.borders, lengths))
        _write(file, f"{GRAMS}.", _inverted_pairs(points, lengths))
        file.add("sketches", sketches(points, lengths).ravel())
        _write(file, "text", arrays_of_texts(texts))
        _write(file, "titles", arrays_of_texts(titles))


def _write(file: ArraysWriter, prefix: str, arrays: dict[str, Array]) -> None:
    for name, array in arrays.items():
        file.add(prefix + name, array)


# — the reports —


def _documents(packed: Sequence[Packed], reports: Sequence[Report]) -> dict[str, Array]:
    """What is known of each report beside its text."""
    ids = [one.id.encode() for one in packed]
    arrays: dict[str, Array] = {
        "order": np.array(sorted(range(len(ids)), key=ids.__getitem__), np.uint32),
        "digests": np.frombuffer(bytes.fromhex("".join(one.digest for one in packed)), np.uint8),
        "fingerprints": np.frombuffer(b"".join(one.fingerprint for one in packed), np.uint8),
        "dates": np.array([day(one.date) for one in packed], np.int32),
        "characters": np.array([one.characters for one in packed], np.uint32),
        "indexed": np.array([report.indexed for report in reports], np.int64),
        "origins": np.array([origin(report) for report in reports], np.uint32),
    }
    for name, values in {
        "places": [report.place for report in reports],
        "sources": [report.source for report in reports],
        "authors": [AUTHOR_SEPARATOR.join(report.authors) for report in reports],
        "numbers": [report.number for report in reports],
        "pages": [report.page for report in reports],
        "folders": [report.folder for report in reports],
    }.items():
        held = sorted({value.encode() for value in values})
        numbers = {value: number for number, value in enumerate(held)}
        arrays[f"{name}.of"] = np.array([numbers[value.encode()] for value in values], np.uint32)
        arrays |= {f"{name}.{part}": array for part, array in rising_arrays_of(held).items()}
    return arrays | {f"ids.{part}": array for part, array in arrays_of(ids).items()}


def _title(report: Report, folded: Sequence[Folded]) -> str:
    both = zip(report.blocks, folded, strict=True)
    return "".join(one.text + END_OF_BLOCK for block, one in both if block.kind is Kind.TITLE)


def _blocks(reports: Sequence[Report], folded: Sequence[Sequence[Folded]]) -> dict[str, Array]:
    kinds = [KINDS.index(block.kind) for report in reports for block in report.blocks]
    flags = [EVEN * one.is_even for one in chain.from_iterable(folded)]
    starts = np.cumsum([0, *map(len, folded)])
    return {
        "kinds": np.array(kinds, np.uint8) | np.array(flags, np.uint8),
        "starts": starts.astype(np.uint64),
    }


# — words —


def _in_titles(reports: Sequence[Report], folded: Sequence[Sequence[Folded]]) -> npt.NDArray[np.bool_]:
    """Of each character of the texts behind one another whether it is one of a title."""
    titles = [block.kind is Kind.TITLE for report in reports for block in report.blocks]
    return np.repeat(np.array(titles, np.bool_), [len(one.text) + 1 for blocks in folded for one in blocks])


class _Words:
    """The words of texts behind one another: of each the number of its name among all in their order, its
    document, and whether it stands in a title; and where words begin and end."""

    def __init__(self, whole: str, lengths: Numbers, in_titles: npt.NDArray[np.bool_]) -> None:
        found = cut(whole)
        self._documents = lengths.size
        self.borders = ends_of(found.starts, found.sizes, len(whole))
        more, of = _Inner.of(found.names).of_each(found.numbers)
        self.starts = np.concatenate([found.starts, found.starts[of]])
        self.in_title = in_titles[self.starts]
        self.documents = np.repeat(np.arange(lengths.size), lengths)[self.starts]
        names = [*found.names]
        order = sorted(range(len(names)), key=names.__getitem__)
        self._terms = [names[number] for number in order]
        rank = np.empty(len(names), np.uint64)
        rank[order] = np.arange(len(names), dtype=np.uint64)
        self.terms = rank[np.concatenate([found.numbers, more])]

    def inverted(self, among: npt.NDArray[np.bool_]) -> dict[str, Array]:
        """The posting lists of those words."""
        documents = self.documents[among]
        keys, arrays = invert((self.terms[among] << np.uint64(16)) | documents.astype(np.uint64))
        held = rising_arrays_of([self._terms[number].encode() for number in keys.tolist()])
        lengths = np.bincount(documents, minlength=self._documents).astype(np.uint32)
        return {**arrays, **{f"terms.{part}": array for part, array in held.items()}, "lengths": lengths}


@dataclass(frozen=True, slots=True)
class _Inner:
    """For each of many names the numbers of the words inside it, behind one another."""

    numbers: Numbers
    starts: Numbers

    @classmethod
    def of(cls, names: Names) -> _Inner:
        """The words inside these, to which they are added."""
        held = [[names[one] for one in inner_words(name)] for name in list(names)]
        starts = np.cumsum([0, *map(len, held)])
        return cls(np.fromiter(chain.from_iterable(held), np.int64, int(starts[-1])), starts)

    def of_each(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """All words inside these, and for each which of them it is in."""
        firsts, counts = self.starts[words], np.diff(self.starts)[words]
        of = np.repeat(np.arange(words.size), counts)
        behind = np.cumsum(counts)
        return self.numbers[np.arange(of.size) + np.repeat(firsts - behind + counts, counts)], of


def _inverted_pairs(points: npt.NDArray[np.uint32], lengths: Numbers) -> dict[str, Array]:
    """Every pair but those that a block's end begins; so none reaches from one report into the next. Every
    character is the first of one pair: a character's documents are those of the pairs it begins."""
    within = points[:-1] != ord(END_OF_BLOCK)
    documents = np.repeat(np.arange(lengths.size, dtype=np.uint64), lengths)[:-1][within]
    counts = np.bincount(documents.astype(np.int64), minlength=lengths.size)
    keys, arrays = invert((pair_keys(points)[within] << np.uint64(16)) | documents)
    return {**arrays, "keys": keys, "lengths": counts.astype(np.uint32)}
