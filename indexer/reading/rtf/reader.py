"""Rich text -> its document."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import Unreadable
from indexer.reading.docx.reader import document_of, says_something
from indexer.reading.rtf.rich_text import CUT, RichText
from indexer.reading.source import Document, Source


def read(source: Source) -> Iterator[Document]:
    """The document in an .rtf file. Raises `Unreadable` and OSError."""
    found = RichText(source.content(), source.place)
    if found.is_cut and not says_something(found.lines):
        raise Unreadable(source.place, CUT)
    yield document_of(found.lines, found.title, source.place, found.note)
