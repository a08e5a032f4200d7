"""One segment as it is read: its documents, their texts, and the posting lists of every field."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.dates import iso
from indexer.ranking.weights import GRAMS
from indexer.report import At, Block, Known, Report
from indexer.store import Entry
from indexer.text.fold import fold
from indexer.text.normal import Normal
from indexer.whoosh_store.segment.arrays import Arrays, RisingStrings, Strings
from indexer.whoosh_store.segment.keys import (
    AUTHOR_SEPARATOR,
    BEHIND_SLASH,
    WORD_FIELDS,
    pair_key,
    within,
)
from indexer.whoosh_store.segment.originals import Original, Originals
from indexer.whoosh_store.segment.postings import Docs, Postings
from indexer.whoosh_store.segment.sketches import Sketched
from indexer.whoosh_store.segment.standing import Standing
from indexer.whoosh_store.segment.texts import Borders, Texts
from indexer.whoosh_store.segment.values import Values
from indexer.whoosh_store.segment.vocabulary import Vocabulary

FINGERPRINT_BYTES = DIGEST_BYTES = 16
_KNOWN = "sources", "authors", "numbers", "pages", "places", "folders"
"""What is known of documents as one of few values."""
MONTHS = 13
"""Numbers of months that a year has: one for its dates that are cut short."""


class Name(NamedTuple):
    """A name as the reports have it, and its normal form."""

    text: str
    normal: str


class Columns:
    """Opening reads no array: whatever a query touches is paged in as it is touched."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.arrays = arrays = Arrays(path)
        self.ids = Strings(arrays, "ids")
        self.documents = len(self.ids)
        self._order = arrays["order"].data
        self.dates: npt.NDArray[np.int32] = arrays["dates"]
        self.other_script: npt.NDArray[np.bool_] = arrays["other_script"]
        self.sources = RisingStrings(arrays, "sources")
        self.source_of: npt.NDArray[np.uint32] = arrays["sources.of"]
        self.authors = RisingStrings(arrays, "authors")
        self.author_of: npt.NDArray[np.uint32] = arrays["authors.of"]
        self.words = {name: Postings(arrays, name, self.documents) for name in WORD_FIELDS}
        self.terms = {name: Vocabulary(arrays, f"{name}.terms") for name in WORD_FIELDS}
        self.grams = Postings(arrays, GRAMS, self.documents)
        self.pairs: npt.NDArray[np.uint64] = arrays[f"{GRAMS}.keys"]
        self._keys = self.pairs.data
        self.text, self.titles = Texts(arrays, "text"), Texts(arrays, "titles")
        self.borders, self._originals, self._standing = Borders(arrays), Originals(arrays), Standing(arrays)
        self._known = [Values(arrays, name) for name in _KNOWN]
        self.folders = RisingStrings(arrays, "folders")
        self.folder_of: npt.NDArray[np.uint32] = arrays["folders.of"]
        self.indexed: npt.NDArray[np.int64] = arrays["indexed"]
        self._fingerprints = arrays["fingerprints"].data

    @cached_property
    def source_names(self) -> list[list[Name]]:
        """The names in each of the `sources`."""
        return _names(self.sources)

    @cached_property
    def author_names(self) -> list[list[Name]]:
        """Those in each of the `authors`."""
        return _names(self.authors)

    @cached_property
    def years(self) -> npt.NDArray[np.int32]:
        """That of each document; 0 where it is not known."""
        return self.dates // 10_000

    @cached_property
    def months(self) -> npt.NDArray[np.int32]:
        """The number of each document's month: `MONTHS` a year, the first for dates without a month."""
        return self.years * MONTHS + self.dates // 100 % 100

    @cached_property
    def sketched(self) -> Sketched:
        return Sketched(self.arrays)

    # — the documents —

    def find(self, report_id: bytes) -> int | None:
        """The document of a report, deleted or not; None if it is not here."""
        place = bisect_left(self._order, report_id, key=self.ids.__getitem__)
        if place == self.documents or self.ids[self._order[place]] != report_id:
            return None
        return self._order[place]

    def place_behind(self, report_id: bytes) -> int:
        """How many of the ids are less than this one, or are it."""
        return bisect_right(self._order, report_id, key=self.ids.__getitem__)

    @cached_property
    def rank(self) -> npt.NDArray[np.int32]:
        """For each document how many ids are less than its own."""
        rank = np.empty(self.documents, np.int32)
        rank[self.arrays["order"]] = np.arange(self.documents, dtype=np.int32)
        return rank

    def find_all(self, ids: Collection[bytes]) -> list[int]:
        """The documents of those ids that are here. For many ids one walk is quicker than searching."""
        if len(ids) * 16 > self.documents:
            return [document for document, one in enumerate(self.ids) if one in ids]
        return [document for one in ids if (document := self.find(one)) is not None]

    def normal(self, document: int) -> Normal:
        """The text of a report as it is searched."""
        whole, blocks = self.text.whole(document), self._originals
        borders = self.borders.of(document, len(whole))
        return Normal(whole, borders, blocks.is_even(document), blocks.is_title(document))

    def original(self, document: int) -> Original:
        """How a report was written."""
        return self._originals.of(document)

    def headings(self, document: int) -> list[int]:
        """The numbers of the blocks that are headings."""
        return self._originals.headings(document)

    def standing(self, document: int) -> list[At]:
        """Where each block stands in its file. No text is decoded for that."""
        return self._standing.of(document, self._originals.count(document))

    def known(self, document: int) -> Known:
        source, authors, number, page, place, folder = [one.of(document) for one in self._known]
        return Known(
            id=self.ids.text(document),
            date=iso(int(self.dates[document])),
            source=source,
            authors=tuple(authors.split(AUTHOR_SEPARATOR)) if authors else (),
            number=number,
            page=page,
            place=place,
            folder=folder,
            indexed=int(self.indexed[document]),
        )

    def report(self, document: int) -> Report:
        texts = self._originals.texts(document, self.text.blocks(document))
        blocks = zip(self._originals.kinds(document), texts, self.standing(document), strict=True)
        return Report.of(self.known(document), (Block(*one) for one in blocks))

    @cached_property
    def characters(self) -> npt.NDArray[np.uint32]:
        return self.arrays["characters"]

    def at_places(self, places: Collection[str]) -> Docs:
        """The documents that were read from one of the places, or from what lies below one."""
        held = RisingStrings(self.arrays, "places")
        wanted = np.zeros(len(held) + 1, np.bool_)
        for place in places:
            within = place.rstrip("/")
            if (number := held.find(place.encode())) is not None:
                wanted[number] = True
            wanted[held.place(f"{within}/".encode()) : held.place(f"{within}{BEHIND_SLASH}".encode())] = True
        return np.flatnonzero(wanted[self.arrays["places.of"]]).astype(np.uint32)

    def with_fingerprint(self, fingerprint: bytes) -> list[int]:
        """The documents, deleted or not, whose text has this fingerprint."""
        key = int.from_bytes(fingerprint[:8], "little")
        keys, documents = self._fingerprint_lookup
        first = bisect_left(keys, key)
        likely = documents[first : bisect_right(keys, key, first)].tolist()
        return [document for document in likely if self.fingerprint(document) == fingerprint]

    @cached_property
    def _fingerprint_lookup(self) -> tuple[memoryview, memoryview]:
        """The first eight bytes of the fingerprints as numbers, rising, and the document of each."""
        return self.arrays["fingerprints.keys"].data, self.arrays["fingerprints.docs"].data

    def fingerprint(self, document: int) -> bytes:
        """That of the document's text; see `text.fold`."""
        start = document * FINGERPRINT_BYTES
        return self._fingerprints[start : start + FINGERPRINT_BYTES].tobytes()

    def digest(self, document: int) -> str:
        """That of the stored report; see `Report.digest`."""
        start = document * DIGEST_BYTES
        return self.arrays["digests"][start : start + DIGEST_BYTES].tobytes().hex()

    def entries(self, documents: Docs) -> Iterator[Entry]:
        """What is known of the documents without their text."""
        places, place_of = RisingStrings(self.arrays, "places"), self.arrays["places.of"]
        for document in documents.tolist():
            yield Entry(
                id=self.ids.text(document),
                place=places.text(int(place_of[document])),
                digest=self.digest(document),
                fingerprint=self.fingerprint(document).hex(),
                date=iso(int(self.dates[document])),
                source=self.sources.text(int(self.source_of[document])),
            )

    def dated(self, after: str, before: str) -> Docs:
        """The documents that `Filters.admit` admits, for dates as it takes them."""
        return np.flatnonzero(within(self.dates, after, before)).astype(np.uint32)

    # — posting lists —

    def with_pair(self, pair: str) -> int | None:
        """The number of a pair's list; None if no document has it."""
        key = pair_key(pair)
        number = bisect_left(self._keys, key)
        return number if number < len(self._keys) and self._keys[number] == key else None

    def beginning_with(self, char: str) -> tuple[int, int]:
        """From which to which list the pairs go that a character begins."""
        first = bisect_left(self._keys, ord(char) << 21)
        return first, bisect_left(self._keys, ord(char) + 1 << 21, first)

    def lengths(self, field: str) -> npt.NDArray[np.uint32]:
        """How many terms each document has in a field, repetitions counted."""
        return self.arrays[f"{field}.lengths"]


def _names(values: Strings) -> list[list[Name]]:
    return [[Name(one, fold(one)) for one in value.decode().split(AUTHOR_SEPARATOR)] for value in values]
