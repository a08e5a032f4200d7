"""A Word document -> its text: paragraphs, tables and text boxes in their order, notes at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import _Element

from indexer.errors import Noted, NotRead, Unreadable
from indexer.reading.blame import told
from indexer.reading.docx.embedded import Embedded
from indexer.reading.docx.numbering import Numbers
from indexer.reading.docx.package import opened
from indexer.reading.docx.styles import styles
from indexer.reading.docx.text import Manner, WordLine, lines
from indexer.reading.layout.blocks import blocks, kinds
from indexer.reading.metadata.titles import first_that_may_be, may_be_title
from indexer.reading.source import Document, Source
from indexer.report import At, Block, Kind

_MAX_DEPTH = 2
"""Of Word files that embed Word files."""
_HEAD_LINES = 5  # among which a title may be
_BREAK = re.compile(r"\s*\n\s*")
_BREAK_BETWEEN_WORDS = re.compile(r"(?<=[!-~])\s*\n\s*(?=[!-~])")


def read(source: Source) -> Iterator[Document | Unreadable | Noted]:
    """The document in a .docx file, and what of the files that it embeds cannot be read, or not as it stands.
    Raises `Unreadable` and OSError."""
    yield from documents(source.content(), source.place)


def documents(data: bytes, place: str) -> Iterator[Document | Unreadable | Noted]:
    """The same of the bytes of a file.

    A document states no facts: the properties of a Word file name the user of the machine, the day of the
    template and often the title of the document that it was copied from.
    """
    aside: list[Unreadable | Noted] = []
    found, own_title = _lines(data, place, aside)
    if says_something(found) or not any(isinstance(one, Unreadable) for one in aside):
        yield document_of(found, own_title, place)
    yield from aside


def document_of(found: Sequence[WordLine], own_title: str, place: str, note: str = "") -> Document:
    """The document with these lines, whatever kind of file they stood in. Raises `Unreadable` where they say
    nothing."""
    if not says_something(found):
        raise Unreadable(place, "文档中没有文字。如果是扫描件，请另存为 PDF 或图片后收录。")
    return Document(_blocks(found, own_title), note=note)


def says_something(found: Sequence[WordLine]) -> bool:
    """Whether any of the lines says anything."""
    return any(line.text.strip() for line in found)


def _lines(
    data: bytes, place: str, aside: list[Unreadable | Noted], depth: int = 0
) -> tuple[list[WordLine], str]:
    """The lines of a Word file, and its title among its properties. What of the files that it embeds cannot
    be read, or not as it stands, is put into `aside`."""
    try:
        word = opened(data, place)
        manner = Manner(
            styles(word.styles.element),
            Numbers(_numbering(word)),
            Embedded(word.part.rels, place, aside, partial(_embedded, aside, depth + 1)),
        )
        return [*lines(word.element.body, manner), *_notes(word)], word.core_properties.title
    except NotRead:
        raise
    except Exception as error:  # zipfile's, zlib's, lxml's and its own, which have no common root
        reason = f"不是完整的 Word 文档（{_reason(error)}）。请在 Word 中打开后另存为 .docx。"
        raise told(place, error, reason) from error


def _embedded(aside: list[Unreadable | Noted], depth: int, data: bytes, place: str) -> list[WordLine]:
    """The lines of a Word file that another one embeds."""
    if depth > _MAX_DEPTH:
        raise Unreadable(place, "Word 文档一层套一层，没有再往里读。请在 Word 中打开后另存为 .docx。")
    return _lines(data, place, aside, depth)[0]


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _numbering(word: WordDocument) -> _Element | None:
    return next((parse_xml(part) for part in _parts(word, RELATIONSHIP_TYPE.NUMBERING)), None)


def _notes(word: WordDocument) -> Iterator[WordLine]:
    """Footnotes and endnotes, without the rules that part them from the text."""
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        for part in _parts(word, kind):
            for note in parse_xml(part):
                if note.get(qn("w:type"), "normal") == "normal":
                    yield from lines(note, Manner())


def _parts(word: WordDocument, kind: str) -> Iterator[bytes]:
    for relation in word.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            yield relation.target_part.blob


def _blocks(found: Sequence[WordLine], own_title: str) -> tuple[Block, ...]:
    texts: list[str] = []
    styled: list[Kind | None] = []
    ranks: list[int] = []
    for run in _runs(found):
        parts = [_joined(line.text) for line in run] if run[0].kind or run[0].is_whole else _healed(run)
        texts += parts
        styled += [run[0].kind] * len(parts)
        ranks += [run[0].rank] * len(parts)
    named = kinds(texts, False)
    title = _title(texts, styled, own_title)
    return tuple(
        Block(_kind(i, title, styled[i], kind), text, At(level=ranks[i]))
        for i, (kind, text) in enumerate(zip(named, texts, strict=True))
    )


def _runs(found: Sequence[WordLine]) -> Iterator[list[WordLine]]:
    """The plain paragraphs that follow one another together, a title set on two lines too, each heading and
    row by itself. A paragraph that has a number begins anew."""
    for (kind, is_whole), run in groupby(found, key=lambda line: (line.kind, line.is_whole)):
        held = list(run)
        if kind is Kind.TITLE:
            yield [WordLine("\n".join(line.text for line in held), kind)]
        elif kind or is_whole:
            yield from ([line] for line in held if line.text.strip())
        else:
            yield from _cut_at_numbers(held)


def _cut_at_numbers(held: Sequence[WordLine]) -> Iterator[list[WordLine]]:
    starts = [0, *(i for i, line in enumerate(held) if i and line.is_numbered), len(held)]
    yield from (list(held[start:end]) for start, end in pairwise(starts))


def _joined(text: str) -> str:
    """A heading set on two lines as one; the halves of Chinese need nothing between them."""
    return _BREAK.sub("", _BREAK_BETWEEN_WORDS.sub(" ", text)).strip()


def _healed(run: Sequence[WordLine]) -> list[str]:
    """The paragraphs of a run. Text is often pasted into Word with each printed line a paragraph."""
    return [block.text for block in blocks("\n".join(line.text for line in run))]


def _title(texts: Sequence[str], styled: Sequence[Kind | None], own_title: str) -> int | None:
    """Which text is the title: what is styled so, what the file's properties call so, a heading that opens
    the document, else what its words tell."""
    named = (i for i, kind in enumerate(styled) if kind is Kind.TITLE and may_be_title(texts[i]))
    if (told := next(named, None)) is not None:
        return told
    if own_title.strip() in texts[:_HEAD_LINES] and may_be_title(own_title):
        return texts.index(own_title.strip())
    if (first := first_that_may_be(texts)) is None or styled[first] is Kind.HEADING:
        return first
    by_words = kinds(texts[first:], False)
    return next(
        (i for i, kind in enumerate(by_words, first) if kind is Kind.TITLE and styled[i] is None), None
    )


def _kind(i: int, title: int | None, styled: Kind | None, by_words: Kind) -> Kind:
    if i == title:
        return Kind.TITLE
    if styled:
        return Kind.HEADING if styled is Kind.TITLE else styled
    return Kind.PARAGRAPH if by_words is Kind.TITLE else by_words
