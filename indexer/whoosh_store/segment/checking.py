"""Whether a segment is what it must be, beyond its checksums: each of its arrays by itself and all of them
beside one another. What a query takes for granted is looked at here, array by array, report by report."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from indexer.ranking.sketches import SKETCH_NUMBERS
from indexer.ranking.weights import GRAMS
from indexer.report import Kind, Report
from indexer.text.fold import Folded, fingerprint, has_other_script
from indexer.text.normal import END_OF_BLOCK
from indexer.whoosh_store.segment.arrays import HEAD_BYTES, DamagedArrays, RisingStrings
from indexer.whoosh_store.segment.checking_lists import covers, rises, wrong_postings, wrong_terms
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.keys import VALUES, WORD_FIELDS
from indexer.whoosh_store.segment.manifest import Segment
from indexer.whoosh_store.segment.originals import NO_PIECE, pieces_of
from indexer.whoosh_store.segment.origins import origin
from indexer.whoosh_store.segment.sketches import lookup_of
from indexer.whoosh_store.segment.standing import STANDING

_PER_DOCUMENT = {
    "dates": 1,
    "characters": 1,
    "indexed": 1,
    "origins": 1,
    "other_script": 1,
    "digests": 16,
    "fingerprints": 16,
    "sketches": SKETCH_NUMBERS,
    **{f"{name}.of": 1 for name in VALUES},
    **{f"{field}.lengths": 1 for field in (*WORD_FIELDS, GRAMS)},
}
_DIVIDED = {
    "ids": "ids.bytes",
    "text": "text",
    "titles": "titles",
    "borders": "borders",
    "blocks": "blocks.kinds",
    "originals": "originals.gaps",
    "standing": "standing.blocks",
}
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
    for name in (*VALUES, *(f"{field}.terms" for field in WORD_FIELDS)):
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
    codes, pieces = arrays["originals.codes"], arrays["pieces.lengths"]
    if not covers(arrays["pieces.starts"], pieces.size, arrays["pieces.bytes"].size):
        yield "pieces.starts do not divide pieces.bytes"
    if pieces_of(arrays)[0] != NO_PIECE:
        yield "the first piece is one"
    if len({arrays[f"standing.{name}"].size for name in STANDING}) > 1:
        yield "standing.blocks, fields and values are not as many"
    if codes.size != arrays["originals.gaps"].size or (codes.size and codes.max() >= pieces.size):
        yield "originals.codes name what is not there"


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
    """Of what is held of each report beside it. Where its words end is not looked into: another version of
    the segmenter would find them elsewhere."""
    sizes = np.diff(columns.arrays["borders.starts"])
    for document in range(columns.documents):
        report = columns.report(document)
        if not is_as_stored(columns, document, report):
            yield f"{report.id} is not what its digest says, or does not come from where its origin says"
        held = {
            "fingerprint": columns.fingerprint(document),
            "characters": int(columns.characters[document]),
            "text": columns.text.whole(document),
            "title": columns.titles.whole(document),
            "script": bool(columns.other_script[document]),
            "evenness": columns.normal(document).is_even,
            "size": int(sizes[document]),
        }
        for name, value in _derived(report).items():
            if value != held[name]:
                yield f"the {name} of {report.id} is not that of its text"


def is_as_stored(columns: Columns, document: int, report: Report) -> bool:
    """Whether a document's report, as it is read, is the one that was written."""
    is_its_origin = origin(report) == columns.arrays["origins"][document]
    return is_its_origin and report.digest == columns.digest(document)


def _derived(report: Report) -> dict[str, object]:
    """What is held of a report beside it."""
    folded = [(block.kind, Folded.of(block.text)) for block in report.blocks]
    return {
        "fingerprint": fingerprint(one.text for _, one in folded),
        "characters": report.characters,
        "text": "".join(one.text + END_OF_BLOCK for _, one in folded),
        "title": "".join(one.text + END_OF_BLOCK for kind, one in folded if kind is Kind.TITLE),
        "script": any(has_other_script(block.text) for block in report.blocks),
        "evenness": bytes(one.is_even for _, one in folded),
        "size": -(-sum(len(one.text) + 1 for _, one in folded) // 8),
    }
