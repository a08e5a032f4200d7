"""Rich text -> its document."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import Unreadable
from indexer.reading.decoding import Decoded
from indexer.reading.docx.reader import document_of, says_something
from indexer.reading.rtf.rich_text import RichText
from indexer.reading.source import Document, Source

_CUT = "文件在中途断了，后面的内容缺失。请重新取得该文件。"


def read(source: Source) -> Iterator[Document]:
    """The document in an .rtf file. Raises `Unreadable` and OSError."""
    found = RichText(source.content(), source.place)
    if found.is_cut and not says_something(found.lines):
        raise Unreadable(source.place, _CUT)
    note = Decoded("", found.replaced).note + (_CUT if found.is_cut else "")
    yield document_of(found.lines, found.title, source.place, note)
