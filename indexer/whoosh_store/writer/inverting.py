"""Reports -> a file of arrays: what a segment holds, for a chunk of reports small enough for one sort.

Runs in worker processes. No loop touches a character or a posting: words are numbered as they are met,
grams are the code points of the whole chunk taken two by two, and each field is one sort of
`term << 16 | document`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.ranking.weights import BODY, GRAMS, TITLE
from indexer.report import Kind, Report, load
from indexer.text.fold import fingerprint, fold, has_other_script
from indexer.text.words import words
from indexer.whoosh_store.segment.arrays import Array, ArraysWriter, arrays_of, rising_arrays_of
from indexer.whoosh_store.segment.postings import invert
from indexer.whoosh_store.segment.schema import (
    AUTHOR_SEPARATOR,
    END_OF_BLOCK,
    WORD_FIELDS,
    code_points,
    day,
    pair_keys,
)
from indexer.whoosh_store.segment.sketches import sketches
from indexer.whoosh_store.segment.texts import arrays_of_texts

COMPRESSION_LEVEL = 1
"""zlib's fastest level: stored reports shrink to about 45 %, and only those shown are unpacked."""


class _Numbers(dict[str, int]):
    """Words, numbered in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


@dataclass(slots=True)
class _Words:
    """The words of one field, report by report."""

    numbers: _Numbers
    met: list[int]
    lengths: list[int]

    def add(self, text: str) -> None:
        found = words(text)
        self.met.extend(map(self.numbers.__getitem__, found))
        self.lengths.append(len(found))


def write_run(path: Path, dumps: Sequence[bytes]) -> None:
    """Invert at most 65,536 stored reports into a new file."""
    reports = [load(one) for one in dumps]
    fields = {name: _Words(_Numbers(), [], []) for name in WORD_FIELDS}
    texts: list[str] = []
    fingerprints = bytearray()
    titles: list[str] = []
    for report in reports:
        normal = [(block.kind, fold(block.text)) for block in report.blocks]
        texts.append("".join(text + END_OF_BLOCK for _, text in normal))
        fingerprints += fingerprint(text for _, text in normal)
        titles.append("".join(text + END_OF_BLOCK for kind, text in normal if kind is Kind.TITLE))
        fields[TITLE].add(titles[-1])
        fields[BODY].add(texts[-1])
    with ArraysWriter(path) as file:
        _write(file, "", _documents(reports))
        _write(file, "reports.", arrays_of(zlib.compress(one, COMPRESSION_LEVEL) for one in dumps))
        for name, held in fields.items():
            _write(file, f"{name}.", _inverted_words(held))
        points = code_points(texts)
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        _write(file, f"{GRAMS}.", _inverted_pairs(points, lengths))
        file.add("sketches", sketches(points, lengths).ravel())
        file.add("fingerprints", np.frombuffer(fingerprints, np.uint8))
        _write(file, "text", arrays_of_texts(texts))
        _write(file, "titles", arrays_of_texts(titles))


def _write(file: ArraysWriter, prefix: str, arrays: dict[str, Array]) -> None:
    for name, array in arrays.items():
        file.add(prefix + name, array)


def _documents(reports: Sequence[Report]) -> dict[str, Array]:
    """What is known of each report beside its text."""
    ids = [report.id.encode() for report in reports]
    arrays: dict[str, Array] = {
        "order": np.array(sorted(range(len(ids)), key=ids.__getitem__), np.uint32),
        "digests": np.frombuffer(bytes.fromhex("".join(report.digest for report in reports)), np.uint8),
        "dates": np.array([day(report.date) for report in reports], np.int32),
        "characters": np.array([report.characters for report in reports], np.uint32),
        "other_script": np.array([_has_other_script(report) for report in reports], np.bool_),
    }
    for name, values in {
        "places": [report.place for report in reports],
        "sources": [report.source for report in reports],
        "authors": [AUTHOR_SEPARATOR.join(report.authors) for report in reports],
    }.items():
        held = sorted({value.encode() for value in values})
        numbers = {value: number for number, value in enumerate(held)}
        arrays[f"{name}.of"] = np.array([numbers[value.encode()] for value in values], np.uint32)
        arrays |= {f"{name}.{part}": array for part, array in rising_arrays_of(held).items()}
    return arrays | {f"ids.{part}": array for part, array in arrays_of(ids).items()}


def _has_other_script(report: Report) -> bool:
    """True if the report is not in the script that normal forms are in, or not all of it."""
    return any(has_other_script(block.text) for block in report.blocks)


def _inverted_words(held: _Words) -> dict[str, Array]:
    names = sorted(held.numbers)
    rank = np.empty(len(names), np.uint64)
    rank[[held.numbers[name] for name in names]] = np.arange(len(names), dtype=np.uint64)
    lengths = np.array(held.lengths, np.uint32)
    documents = np.repeat(np.arange(lengths.size, dtype=np.uint64), lengths)
    _, arrays = invert((rank[np.array(held.met, np.int64)] << np.uint64(16)) | documents)
    terms = rising_arrays_of([name.encode() for name in names])
    return {**arrays, **{f"terms.{part}": array for part, array in terms.items()}, "lengths": lengths}


def _inverted_pairs(points: npt.NDArray[np.uint32], lengths: npt.NDArray[np.int64]) -> dict[str, Array]:
    """Every pair but those that a block's end begins; so none reaches from one report into the next."""
    within = points[:-1] != ord(END_OF_BLOCK)
    documents = np.repeat(np.arange(lengths.size, dtype=np.uint64), lengths)[:-1][within]
    counts = np.bincount(documents.astype(np.int64), minlength=lengths.size)
    keys, arrays = invert((pair_keys(points)[within] << np.uint64(16)) | documents)
    return {**arrays, "keys": keys, "lengths": counts.astype(np.uint32)}
