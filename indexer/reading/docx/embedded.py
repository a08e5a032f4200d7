"""Files that a Word document holds as a part of its text: web pages, Word files, text.

They stand where w:altChunk names them, and Word takes them into the text when it opens the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from docx.opc.rel import _Relationship

from indexer.errors import Noted, Unreadable
from indexer.reading.decoding import Decoded, decode, is_encoding
from indexer.reading.docx.text import WordLine
from indexer.reading.html.encoding import decoded
from indexer.reading.html.flat import flat
from indexer.reading.html.text import TooDeep, parsed, pieces
from indexer.reading.rtf.rich_text import RichText
from indexer.report import Kind

_ZIP = b"PK\x03\x04"
_RTF = b"{\\rtf"
_MAIL = re.compile(rb"^(?:MIME-Version|Content-Type)\s*:", re.I | re.M)
_MAIL_HEAD_BYTES = 2048
_BEFORE_TEXT = b"\xef\xbb\xbf \t\r\n"
_TAG = re.compile(r"<[A-Za-z!?/]")


@dataclass(frozen=True, slots=True)
class Embedded:
    """The files that the document at `place` embeds. Called with the name of a relation it gives the lines of
    that file, the first time. What of them cannot be read, or not as it stands, is put into `aside`. `word`
    reads a Word file."""

    relations: Mapping[str, _Relationship]
    place: str
    aside: list[Unreadable | Noted]
    word: Callable[[bytes, str], Iterable[WordLine]]
    read: set[str] = field(default_factory=set)

    def __call__(self, relation: str) -> Iterator[WordLine]:
        found = self.relations.get(relation)
        if found is None or found.is_external or relation in self.read:
            return
        self.read.add(relation)
        name = str(found.target_part.partname)
        place = f"{self.place}{name}"
        try:
            yield from self._lines(found.target_part.blob, name, place)
        except Unreadable as error:
            self.aside.append(error)

    def _lines(self, data: bytes, name: str, place: str) -> Iterable[WordLine]:
        if data.startswith(_ZIP):
            return self.word(data, place)
        bare = data.lstrip(_BEFORE_TEXT)
        if bare.startswith(_RTF):
            rich = RichText(bare, place)
            self._note(rich.note, place)
            return rich.lines
        if name.endswith(".txt"):
            return text_lines(self._noted(decode(data, place), place))
        if not bare.startswith(b"<") and _MAIL.search(bare, 0, _MAIL_HEAD_BYTES):
            return page_lines(self._noted(_mail(bare, place), place))
        return page_lines(self._noted(decoded(data, place), place))

    def _noted(self, found: Decoded, place: str) -> str:
        self._note(found.note, place)
        return found.text

    def _note(self, note: str, place: str) -> None:
        if note:
            self.aside.append(Noted(place, note))


def _mail(data: bytes, place: str) -> Decoded:
    """The web page, or else the text, in a web archive (.mht)."""
    parts = [part for part in message_from_bytes(data).walk() if part.get_content_maintype() == "text"]
    if not parts:
        raise Unreadable(place, "Word 文档里嵌入的网页档案中没有文字。请在 Word 中打开该文档，另存后再收录。")
    part = next((one for one in parts if one.get_content_subtype() == "html"), parts[0])
    return decoded(_content(part), place, _charset(part))


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _charset(part: Message) -> str:
    named = part.get_content_charset("")
    return named if is_encoding(named) else ""


def page_lines(text: str) -> Iterable[WordLine]:
    """All that a page shows: what a document embeds has no menus."""
    if not _TAG.search(text):
        return text_lines(text)
    try:
        tree = parsed(text)
    except TooDeep:
        return text_lines(flat(text))
    shown = [] if tree is None else pieces(tree)
    kinds = (Kind.HEADING if one.level else None for one in shown)
    return [WordLine(one.text, kind, True, rank=one.level) for one, kind in zip(shown, kinds, strict=True)]


def text_lines(text: str) -> list[WordLine]:
    """The lines of a text."""
    return [WordLine(line) for line in text.splitlines()]
