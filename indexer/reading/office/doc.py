"""A file of Word 97 to 2003, or of WPS -> the document, by way of the Word file of today it is turned into.

So automatic numbers, tables, notes and text boxes are read by one reader.
"""

from __future__ import annotations

from collections.abc import Iterator

from doc2docx import convert
from doc2docx.errors import EncryptedDocumentError

from indexer.errors import Unreadable
from indexer.reading.docx.reader import document_of, documents
from indexer.reading.docx.text import WordLine
from indexer.reading.office.ole import LOCKED, opened, stream
from indexer.reading.office.pieces import text_of
from indexer.reading.source import Document, Source
from indexer.scratch import scratch_folder

_WORD = "WordDocument"


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The document. Where what the file says of its form is damaged or unusual, its bare text. Raises
    `Unreadable` and OSError."""
    data = source.content()
    ole = opened(data, source.place)
    held = stream(ole, _WORD, source.place)
    try:
        yield from documents(_converted(data), source.place)
    except EncryptedDocumentError as error:
        raise Unreadable(source.place, LOCKED) from error
    except MemoryError:
        raise
    except Exception as error:  # the library's own, and what else a broken file makes of it
        text = text_of(held, lambda name: stream(ole, name, source.place), source.place)
        yield document_of([WordLine(line) for line in text.split("\n")], "", source.place, _note(error))


def _converted(data: bytes) -> bytes:
    """The same document as .docx; the library is given files only."""
    with scratch_folder("jianbao-word-") as folder:
        (folder / "a.doc").write_bytes(data)
        convert(folder / "a.doc", folder / "a.docx")
        return (folder / "a.docx").read_bytes()


def _note(error: Exception) -> str:
    told = " ".join(str(error).split())[:80] or type(error).__name__
    return (
        f"文件有损坏或少见之处（{told}），只读出文字：没有自动编号，删去的和隐藏的文字也在内。"
        "要读得准，请在 Word、WPS 中另存为 .docx。"
    )
