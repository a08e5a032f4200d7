"""A value for each document, kept once for all that share it."""

from __future__ import annotations

from functools import lru_cache

from indexer.whoosh_store.segment.arrays import Arrays, Strings

REMEMBERED = 1000
"""So many values of a kind are decoded once: most documents share few sources, folders and pages."""


class Values:
    """Those of one kind, all that are known of the documents of a segment."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._text = lru_cache(maxsize=REMEMBERED)(Strings(arrays, name).text)
        self._of = arrays[f"{name}.of"].data

    def of(self, document: int) -> str:
        return self._text(self._of[document])
