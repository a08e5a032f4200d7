"""What Whoosh asks of terms: they are numbered in the order in which they sort, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.formats import Format
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer.ranking.weights import GRAMS
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.keys import REPORT_ID, WORD_FIELDS, pair_text
from indexer.whoosh_store.segment.postings import Postings

_FIELDS = (*WORD_FIELDS, GRAMS, REPORT_ID)


def rounded(length: int | np.integer[Any]) -> int:
    """A length as Whoosh's own codec keeps it, in one byte: so its scorers give the same scores here."""
    return int(byte_to_length(length_to_byte(int(length))))


class ColumnTerms(base.TermsReader):
    """What Whoosh asks of terms: they are numbered in the order in which they sort, field by field."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def indexed_field_names(self) -> Iterable[str]:
        return _FIELDS

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((field, text) for field in sorted(_FIELDS) for text in self._from(field, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return ((fieldname, text) for text in self._from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> ColumnCursor:
        return ColumnCursor(self, fieldname)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        documents, weights = self._postings(fieldname, text)
        lengths = [0]
        if fieldname != REPORT_ID:
            lengths = [rounded(one) for one in self._columns.lengths(fieldname)[documents]]
        return TermInfo(
            weight=sum(weights),
            df=len(documents),
            minlength=min(lengths),
            maxlength=max(lengths),
            maxweight=max(weights),
            minid=documents[0],
            maxid=documents[-1],
        )

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> ListMatcher:
        if (fieldname, text) not in self:
            raise TermNotFound(f"{fieldname}:{text!r}")
        documents, weights = self._postings(fieldname, text)
        info = self.term_info(fieldname, text)
        return ListMatcher(
            documents, weights, format=format_, scorer=scorer, term=(fieldname, text), terminfo=info
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(sum(self._postings(fieldname, text)[1]))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._postings(fieldname, text)[0])

    def count(self, field: str) -> int:
        """How many terms a field has."""
        if field == REPORT_ID:
            return self._columns.documents
        return len(self._columns.pairs) if field == GRAMS else len(self._columns.terms[field])

    def text(self, field: str, number: int) -> bytes:
        """A term by its number."""
        if field == REPORT_ID:
            return self._columns.ids[int(self._columns.arrays["order"][number])]
        if field == GRAMS:
            return pair_text(int(self._columns.pairs[number])).encode()
        return self._columns.terms[field][number]

    def place(self, field: str, text: bytes) -> int:
        """How many terms of a field are less than a text."""
        low, high = 0, self.count(field)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.text(field, middle) < text else (low, middle)
        return low

    def _from(self, field: str, text: bytes) -> Iterator[bytes]:
        return (self.text(field, number) for number in range(self.place(field, text), self.count(field)))

    def _number(self, field: str, text: bytes) -> int | None:
        number = self.place(field, text) if field in _FIELDS else 0
        return number if number < self.count(field) and self.text(field, number) == text else None

    def _postings(self, field: str, text: bytes) -> tuple[list[int], list[float]]:
        if field not in _FIELDS or (number := self._number(field, text)) is None:
            raise KeyError(field, text)  # which Whoosh's reader turns into what it promises
        if field == REPORT_ID:
            return [int(self._columns.arrays["order"][number])], [1.0]
        postings: Postings = self._columns.grams if field == GRAMS else self._columns.words[field]
        return postings.documents(number).tolist(), postings.frequencies(number, slice(None)).tolist()


class ColumnCursor(base.FieldCursor):
    """A place among the terms of a field."""

    def __init__(self, terms: ColumnTerms, field: str) -> None:
        self._terms, self._field, self._number = terms, field, 0

    def first(self) -> str | None:
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        text = string.encode() if isinstance(string, str) else string
        self._number = self._terms.place(self._field, text)
        return self.text()

    def next(self) -> str | None:
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        """The term at this place; None behind the last."""
        return self._terms.text(self._field, self._number).decode() if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        text = self.text()
        return None if text is None else self._terms.term_info(self._field, text.encode())

    def is_valid(self) -> bool:
        return self._number < self._terms.count(self._field)
