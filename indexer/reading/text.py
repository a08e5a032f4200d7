"""A text file -> one document."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.reading.decoding import decode
from indexer.reading.layout.blocks import blocks
from indexer.reading.metadata.front_matter import split
from indexer.reading.source import Document, Source


def read(source: Source) -> Iterator[Document]:
    """The document in a text file. Raises `Unreadable` and OSError."""
    facts, text = split(decode(source.content(), source.place, source.encoding))
    yield Document(blocks(text), facts)
