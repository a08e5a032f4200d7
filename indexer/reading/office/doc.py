"""A file of Word 97 to 2003, or of WPS -> the document, by way of the Word file of today it is turned into.

So automatic numbers, tables, notes and text boxes are read by one reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from doc2docx import convert
from doc2docx.errors import EncryptedDocumentError

from indexer.errors import NotRead, Unreadable
from indexer.reading.blame import ours
from indexer.reading.budget import Exhausted
from indexer.reading.docx.reader import document_of, documents
from indexer.reading.docx.text import WordLine
from indexer.reading.office.ole import LOCKED, opened, stream
from indexer.reading.office.pieces import TOO_OLD, Bare, text_of
from indexer.reading.source import Document, Source
from indexer.report import Block, Kind
from indexer.scratch import scratch_folder

_WORD = "WordDocument"
_TOO_LONG = "文件的格式太繁，没有在限定的时间里读完"


def read(source: Source) -> Iterator[Document | NotRead]:
    """The document. Where what the file says of its form is damaged or unusual, or we fail, its bare
    text. Raises `Unreadable` and OSError."""
    data = source.content()
    ole = opened(data, source.place)
    held = stream(ole, _WORD, source.place)

    def bare() -> Bare:
        return text_of(held, lambda name: stream(ole, name, source.place), source.place)

    try:
        for one in documents(_converted(data), source.place):
            yield _whole(one, bare) if isinstance(one, Document) else one
    except EncryptedDocumentError as error:
        raise Unreadable(source.place, LOCKED) from error
    except MemoryError:
        raise
    except Exhausted:  # the library takes the square of what is set in another way; what is left is for this
        yield _text_alone(bare(), source.place, _note(_TOO_LONG))
    except Exception as error:  # the library's own, and what else a broken file makes of it
        failed = ours(source.place, error)
        yield _text_alone(bare(), source.place, "" if failed else _note(_damage(error)))
        if failed:
            yield failed


def _text_alone(bare: Bare, place: str, note: str) -> Document:
    return document_of([WordLine(line) for part in bare for line in part], "", place, note)


def too_old(source: Source) -> Iterator[Document]:
    """Raises `Unreadable`: what Word wrote before it kept its files in streams."""
    raise Unreadable(source.place, TOO_OLD)


def _whole(document: Document, bare: Callable[[], Bare]) -> Document:
    """The document with the notes and text boxes that did not come along: those of drawings that the library
    cannot put together."""
    try:
        beside = bare().beside
    except Unreadable:
        return document
    held = [_letters(block.text) for block in document.blocks]
    known, text = set(held), "\n".join(held)
    lost = [line for line in beside if (own := _letters(line)) and own not in known and own not in text]
    return replace(
        document, blocks=(*document.blocks, *(Block(Kind.PARAGRAPH, line.strip()) for line in lost))
    )


def _letters(text: str) -> str:
    return "".join(text.split())


def _converted(data: bytes) -> bytes:
    """The same document as .docx; the library is given files only."""
    with scratch_folder("jianbao-word-") as folder:
        (folder / "a.doc").write_bytes(data)
        convert(folder / "a.doc", folder / "a.docx")
        return (folder / "a.docx").read_bytes()


def _damage(error: Exception) -> str:
    told = " ".join(str(error).split())[:80] or type(error).__name__
    return f"文件有损坏或少见之处（{told}）"


def _note(why: str) -> str:
    told = "只读出文字：没有自动编号，删去的和隐藏的文字也在内"
    return f"{why}，{told}。要读得准，请在 Word、WPS 中另存为 .docx。"
