"""A letter, in whatever form it is stored; and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.reading.decoding import note_of
from indexer.reading.docx.embedded import page_lines, text_lines
from indexer.reading.docx.reader import document_of, says_something
from indexer.reading.docx.text import WordLine
from indexer.reading.source import Document, Facts
from indexer.report import Block, Kind


@dataclass(frozen=True, slots=True)
class File:
    """A file that is attached: its name, about how many bytes it has, and what gives them."""

    name: str
    size: int
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Letter:
    """`sender`, `receivers` and `copies` are as a reader of mail sees them: 张三 <zhang@example.com>. Of
    `page` and `text`, which say the same, one may be empty."""

    subject: str = ""
    sender: str = ""
    author: str = ""
    receivers: str = ""
    copies: str = ""
    date: str = ""
    page: str = ""
    text: str = ""
    files: tuple[File, ...] = ()

    def document(self, place: str) -> Document:
        """What is seen of it: who wrote to whom, the names of the files, the text."""
        head = tuple(Block(Kind.BYLINE, f"{label}：{told}") for label, told in self._head() if told)
        lines = self._lines()
        body = (
            document_of(lines, self.subject, place).blocks if any(line.text.strip() for line in lines) else ()
        )
        facts = Facts(title=self.subject, date=self.date, authors=(self.author,) if self.author else ())
        blocks = (*head, *body) or (Block(Kind.TITLE, self.subject),)
        return Document(blocks, facts, note_of("".join(block.text for block in blocks)))

    def _head(self) -> Iterator[tuple[str, str]]:
        yield "发件人", self.sender
        yield "收件人", self.receivers
        yield "抄送", self.copies
        yield "附件", "、".join(file.name for file in self.files)

    def _lines(self) -> list[WordLine]:
        """The lines of the page, which has the tables, or else of the text."""
        shown = list(page_lines(self.page)) if self.page else []
        return shown if says_something(shown) else list(text_lines(self.text))
