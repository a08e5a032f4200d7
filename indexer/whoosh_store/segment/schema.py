"""The fields of an index as Whoosh has them, for those who open it with Whoosh itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from typing import Any

from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Existence

from indexer.ranking.weights import GRAMS
from indexer.whoosh_store.segment.keys import WORD_FIELDS


class Terms(FieldType):
    """A field whose terms are made here, not by one of Whoosh's analyzers. A term's weight is its
    frequency; Whoosh keeps weights beside any format, so the format itself need keep nothing."""

    def __init__(self) -> None:
        self.format = Existence()
        self.indexed = self.scorable = True
        self.stored = self.unique = False

    def index(self, value: Any, **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        for term, frequency in Counter(value).items():
            yield term.encode(), frequency, float(frequency), b""


SCHEMA = Schema(id=ID(unique=True), report=STORED(), **{name: Terms() for name in (*WORD_FIELDS, GRAMS)})
