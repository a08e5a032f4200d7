"""Whether a segment is what it must be, beyond its checksums: each of its arrays by itself and all of them
beside one another. What a query takes for granted is looked at here, array by array, report by report."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from indexer.ranking.weights import GRAMS
from indexer.report import Kind, Report
from indexer.text.fold import fingerprint, fold, has_other_script
from indexer.whoosh_store.segment.arrays import HEAD_BYTES, DamagedArrays, RisingStrings, Strings
from indexer.whoosh_store.segment.checking_lists import covers, rises, wrong_postings, wrong_terms
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.manifest import Segment
from indexer.whoosh_store.segment.schema import (
    AUTHOR_SEPARATOR,
    END_OF_BLOCK,
    WORD_FIELDS,
    day,
)
from indexer.whoosh_store.segment.sketches import SKETCH_NUMBERS, lookup_of

_PER_DOCUMENT = {
    "dates": 1,
    "characters": 1,
    "other_script": 1,
    "digests": 16,
    "fingerprints": 16,
    "sketches": SKETCH_NUMBERS,
    **{f"{name}.of": 1 for name in ("places", "sources", "authors")},
    **{f"{field}.lengths": 1 for field in (*WORD_FIELDS, GRAMS)},
}
_DIVIDED = {"ids": "ids.bytes", "reports": "reports.bytes", "text": "text", "titles": "titles"}
"""What has a piece for each document, and the array that holds the pieces."""


def check_segment(columns: Columns, segment: Segment) -> None:
    """Read all of it. Raises `DamagedArrays`, which names the file and what in it does not fit."""
    columns.arrays.verify()
    try:
        wrong = next(_wrong(columns, segment), None)
    except (IndexError, KeyError, ValueError, zlib.error) as error:  # so wrong that it cannot be looked at
        wrong = f"{type(error).__name__}: {error}"
    if wrong:
        raise DamagedArrays(f"{columns.path.name}: {wrong}")


def _wrong(columns: Columns, segment: Segment) -> Iterator[str]:
    """What does not fit."""
    yield from _wrong_documents(columns, segment)
    for name in ("places", "sources", "authors", *(f"{field}.terms" for field in WORD_FIELDS)):
        yield from _wrong_strings(columns, name)
    if not rises(columns.pairs):
        yield f"{GRAMS}.keys do not rise"
    lists = {GRAMS: columns.pairs.size, **{field: len(columns.terms[field]) for field in WORD_FIELDS}}
    for field, terms in lists.items():
        postings = columns.grams if field == GRAMS else columns.words[field]
        yield from (f"{field}: {what}" for what in wrong_postings(columns, field, postings, terms))
    yield from _wrong_reports(columns)
    yield from wrong_terms(columns)


def _wrong_documents(columns: Columns, segment: Segment) -> Iterator[str]:
    arrays, documents = columns.arrays, columns.documents
    if documents != segment.documents:
        yield f"{documents} documents where the manifest has {segment.documents}"
    if segment.deleted.size and not (rises(segment.deleted) and segment.deleted[-1] < documents):
        yield "deleted documents that it does not have"
    for name, each in _PER_DOCUMENT.items():
        if arrays[name].size != each * documents:
            yield f"{name} are not of {documents} documents"
    for name, held in _DIVIDED.items():
        if not covers(arrays[f"{name}.starts"], documents, arrays[held].size):
            yield f"{name}.starts do not divide {held}"
    order = arrays["order"]
    ids = [columns.ids[number] for number in order.tolist()]
    if not (order.size == documents and all(a < b for a, b in pairwise(ids))):
        yield "ids are not in order, or one is there twice"
    yield from _wrong_lookups(columns)


def _wrong_lookups(columns: Columns) -> Iterator[str]:
    """Of what leads from fingerprints and sketches to documents."""
    arrays = columns.arrays
    prints = arrays["fingerprints"].view("<u8")[::2]
    keys, of = arrays["fingerprints.keys"], arrays["fingerprints.docs"]
    if not (np.array_equal(np.sort(of), np.arange(columns.documents)) and np.array_equal(prints[of], keys)):
        yield "fingerprints.docs are not those of the fingerprints"
    if (keys[1:] < keys[:-1]).any():
        yield "fingerprints.keys do not rise"
    for name, array in lookup_of(arrays["sketches"].reshape(-1, SKETCH_NUMBERS)):
        if not np.array_equal(arrays[name], array):
            yield f"{name} are not those of the sketches"


def _wrong_strings(columns: Columns, name: str) -> Iterator[str]:
    """Of strings that must rise, and be looked up by their heads."""
    arrays, held = columns.arrays, list(RisingStrings(columns.arrays, name))
    if not covers(arrays[f"{name}.starts"], len(held), arrays[f"{name}.bytes"].size):
        yield f"{name}.starts do not divide {name}.bytes"
    if not all(a < b for a, b in pairwise(held)):
        yield f"{name} do not rise"
    heads = b"".join(one[:HEAD_BYTES].ljust(HEAD_BYTES, b"\0") for one in held)
    if not np.array_equal(arrays[f"{name}.heads"], np.frombuffer(heads, ">u8")):
        yield f"{name}.heads are not theirs"
    of = arrays[f"{name}.of"] if f"{name}.of" in _PER_DOCUMENT else np.empty(0, np.uint32)
    if of.size and of.max() >= len(held):
        yield f"{name}.of name what is not there"


def _wrong_reports(columns: Columns) -> Iterator[str]:
    """Of the stored reports, and of what is held of each beside it."""
    names = {name: Strings(columns.arrays, name) for name in ("places", "sources", "authors")}
    for document in range(columns.documents):
        report = columns.report(document)
        held = {
            "id": columns.ids[document].decode(),
            "digest": columns.digest(document),
            "fingerprint": columns.fingerprint(document),
            "date": int(columns.dates[document]),
            "characters": int(columns.characters[document]),
            "text": columns.text.whole(document),
            "title": columns.titles.whole(document),
            "script": bool(columns.other_script[document]),
            **{name: one[columns.arrays[f"{name}.of"][document]].decode() for name, one in names.items()},
        }
        for name, value in _derived(report).items():
            if value != held[name]:
                yield f"the {name} of {report.id} is not what is stored"


def _derived(report: Report) -> dict[str, str | int | bytes]:
    """What is held of a report beside it."""
    normal = [(block.kind, fold(block.text)) for block in report.blocks]
    return {
        "id": report.id,
        "digest": report.digest,
        "fingerprint": fingerprint(text for _, text in normal),
        "date": day(report.date),
        "characters": report.characters,
        "text": "".join(text + END_OF_BLOCK for _, text in normal),
        "title": "".join(text + END_OF_BLOCK for kind, text in normal if kind is Kind.TITLE),
        "script": any(has_other_script(block.text) for block in report.blocks),
        "places": report.place,
        "sources": report.source,
        "authors": AUTHOR_SEPARATOR.join(report.authors),
    }
