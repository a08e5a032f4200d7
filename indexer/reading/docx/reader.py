"""A Word document -> its text: paragraphs, tables and text boxes in their order, notes at the end."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from indexer.errors import Unreadable
from indexer.reading.docx.text import WordLine, lines, styles
from indexer.reading.layout.blocks import blocks, kinds
from indexer.reading.source import Document, Source
from indexer.report import Block, Kind

_MAX_UNPACKED_BYTES = 512 * 2**20
_MAX_PART_BYTES = 96 * 2**20  # a book's text takes a few; its tree in memory takes ten times as much
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_RATIO = 200  # XML of long tables packs a hundred times smaller; what packs far smaller is a bomb
_ANY_RATIO_BYTES = 16 * 2**20  # what is no larger may have any ratio
_HEAD_LINES = 5  # among which a title may be
_BREAK = re.compile(r"\s*\n\s*")
_BREAK_BETWEEN_WORDS = re.compile(r"(?<=[!-~])\s*\n\s*(?=[!-~])")


def read(source: Source) -> Iterator[Document]:
    """The document in a .docx file. Raises `Unreadable` and OSError.

    It states no facts: the properties of a Word file name the user of the machine, the day of the template
    and often the title of the document that it was copied from.
    """
    data = source.content()
    _check(data, source.place)
    try:
        word = docx.Document(io.BytesIO(data))
        found = [*lines(word.element.body, styles(word.styles.element)), *_notes(word)]
        own_title = word.core_properties.title
    except Exception as error:  # zipfile's, zlib's, lxml's and its own, which have no common root
        raise Unreadable(
            source.place, f"不是完整的 Word 文档（{_reason(error)}）。请在 Word 中打开后另存为 .docx。"
        ) from error
    if not any(line.text.strip() for line in found):
        raise Unreadable(source.place, "文档中没有文字。如果是扫描件，请另存为 PDF 或图片后收入。")
    yield Document(_blocks(found, own_title))


def _check(data: bytes, place: str) -> None:
    """Refuses what would not open or would fill the memory. The sizes that a zip declares can be trusted:
    zipfile reads no more than them from a part, whatever is packed there."""
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable(
            place,
            "文件有密码，打不开。请去掉密码后另存。"
            if locked
            else "是旧格式 .doc。请在 Word 中另存为 .docx。",
        )
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(
            place, "不是 Word 文档，或文件不完整。请重新取得该文件，或在 Word 中另存为 .docx。"
        ) from error
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts), default=0)
    if total > _MAX_UNPACKED_BYTES or largest > _MAX_PART_BYTES or any(map(_is_bomb, parts)):
        raise Unreadable(
            place, f"解压后有 {total >> 20} MiB，远超一份报告应有的大小，没有打开。请核对文件来源。"
        )


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _ANY_RATIO_BYTES and part.file_size > _MAX_RATIO * part.compress_size


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _notes(word: WordDocument) -> Iterator[WordLine]:
    """Footnotes and endnotes, without the rules that part them from the text."""
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        for relation in word.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                for note in parse_xml(relation.target_part.blob):
                    if note.get(qn("w:type"), "normal") == "normal":
                        yield from lines(note, {})


def _blocks(found: Sequence[WordLine], own_title: str) -> tuple[Block, ...]:
    texts: list[str] = []
    styled: list[Kind | None] = []
    for run in _runs(found):
        parts = [_joined(line.text) for line in run] if run[0].kind or run[0].is_row else _healed(run)
        texts += parts
        styled += [run[0].kind] * len(parts)
    named = kinds(texts, False)
    title = _title(texts, styled, named, own_title)
    return tuple(
        Block(_kind(i, title, styled[i], kind), text)
        for i, (kind, text) in enumerate(zip(named, texts, strict=True))
    )


def _runs(found: Sequence[WordLine]) -> Iterator[list[WordLine]]:
    """The plain paragraphs that follow one another together, a title set on two lines too, each heading and
    row by itself."""
    for (kind, is_row), run in groupby(found, key=lambda line: (line.kind, line.is_row)):
        held = list(run)
        if kind is Kind.TITLE:
            yield [WordLine("\n".join(line.text for line in held), kind)]
        elif kind or is_row:
            yield from ([line] for line in held)
        else:
            yield held


def _joined(text: str) -> str:
    """A heading set on two lines as one; the halves of Chinese need nothing between them."""
    return _BREAK.sub("", _BREAK_BETWEEN_WORDS.sub(" ", text)).strip()


def _healed(run: Sequence[WordLine]) -> list[str]:
    """The paragraphs of a run. Text is often pasted into Word with each printed line a paragraph."""
    return [block.text for block in blocks("\n".join(line.text for line in run))]


def _title(
    texts: Sequence[str], styled: Sequence[Kind | None], named: Sequence[Kind], own_title: str
) -> int | None:
    """Which text is the title: what is styled so, what the file's properties call so, a heading that opens
    the document, else what its words tell."""
    if Kind.TITLE in styled:
        return styled.index(Kind.TITLE)
    if own_title.strip() in texts[:_HEAD_LINES]:
        return texts.index(own_title.strip())
    if styled[:1] == [Kind.HEADING]:
        return 0
    return next((i for i, kind in enumerate(named) if kind is Kind.TITLE and styled[i] is None), None)


def _kind(i: int, title: int | None, styled: Kind | None, by_words: Kind) -> Kind:
    if i == title:
        return Kind.TITLE
    if styled:
        return Kind.HEADING if styled is Kind.TITLE else styled
    return Kind.PARAGRAPH if by_words is Kind.TITLE else by_words
