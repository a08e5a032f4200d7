"""A letter as Outlook saves it (.msg): a small file system, in which each thing that is known is a stream.

Streams are named by what they hold and how ([MS-OXMSG] 2.2): 0037001F is the subject, in UTF-16; 0037001E the
same in the encoding of the machine that wrote it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from olefile import OleFileIO

from indexer.errors import Unreadable
from indexer.reading.archive.member import Broken
from indexer.reading.blame import ours
from indexer.reading.html.encoding import decoded
from indexer.reading.mail.headers import day_of, text_in
from indexer.reading.mail.letter import File, Letter
from indexer.reading.mail.mime import packed, parsed, shown

_SUBJECT, _TEXT, _PAGE, _RICH, _HEADERS = "0037", "1000", "1013", "1009", "007D"
_SENDER, _ADDRESS, _SMTP, _TO, _COPIES = "0C1A", "0C1F", "5D01", "0E04", "0E03"
_DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME = "3701", "3707", "3704", "3001"
_UNICODE, _BYTES, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_ATTACHED = "__attach_version1.0"
_PROPERTIES = "__properties_version1.0"
_PROPERTY = struct.Struct("<IIQ")
_CODE_PAGES = (0x3FDE0003, 0x3FFD0003)
"""Of the page, and of all that is not in UTF-16."""
_SENT, _DELIVERED = 0x00390040, 0x0E060040
_HEADER_BYTES = 32
_BEGAN = datetime(1601, 1, 1, tzinfo=UTC)
_CHINA = timedelta(hours=8)
"""The time is told of Greenwich; those whose letters these are live here."""


def letter_of(data: bytes) -> Letter:
    """The letter. Raises `Broken`."""
    try:
        ole = OleFileIO(data)
        if not ole.exists(_PROPERTIES):
            raise Broken("里面没有邮件")
        return _Storage(ole, ()).letter()
    except (Broken, MemoryError):
        raise
    except Exception as error:  # the library's own, and what else a broken file makes of it
        if ours("", error):
            raise
        raise Broken(str(error)) from error


class _Storage:
    """One folder of the file: a letter or an attachment."""

    def __init__(self, ole: OleFileIO, way: tuple[str, ...]) -> None:
        self._ole, self._way = ole, way
        self._numbers = dict(self._properties())

    def letter(self) -> Letter:
        name, address = self.text(_SENDER), self.text(_SMTP) or self.text(_ADDRESS)
        address = address if "@" in address else ""
        return Letter(
            subject=" ".join(self.text(_SUBJECT).split()),
            sender=shown(name, address),
            author=name or address,
            receivers=self.text(_TO).replace(";", "、"),
            copies=self.text(_COPIES).replace(";", "、"),
            date=self._day(),
            page=self._page(),
            text=self.text(_TEXT),
            files=tuple(self._files()),
        )

    def text(self, name: str) -> str:
        """What is known under this number; empty where nothing is."""
        if held := self._stream(name, _UNICODE):
            return held.decode("utf-16-le", "replace").strip("\0 ")
        return text_in(held, self._encoding()).strip("\0 ") if (held := self._stream(name, _BYTES)) else ""

    def _page(self) -> str:
        held = self._stream(_PAGE, _BINARY)
        if not held:
            return self.text(_PAGE)
        try:
            return decoded(held, "", self._encoding()).text
        except Unreadable:
            return text_in(held, "")

    def _encoding(self) -> str:
        page = next((self._numbers[name] for name in _CODE_PAGES if name in self._numbers), 0) & 0xFFFF
        return {936: "gb18030", 54936: "gb18030", 65001: "utf-8", 950: "big5"}.get(
            page, f"cp{page}" if page else ""
        )

    def _day(self) -> str:
        """When it was sent, by what the post office wrote, or by the time that Outlook keeps."""
        if sent := day_of(parsed(self.text(_HEADERS).encode("utf-8", "replace")).get("Date", "")):
            return sent
        ticks = self._numbers.get(_SENT) or self._numbers.get(_DELIVERED) or 0
        try:
            return (_BEGAN + timedelta(microseconds=ticks // 10) + _CHINA).date().isoformat() if ticks else ""
        except OverflowError:
            return ""

    def _files(self) -> Iterator[File]:
        depth = len(self._way)
        folders = {
            one[depth]
            for one in self._ole.listdir()
            if tuple(one[:depth]) == self._way and len(one) > depth + 1
        }
        for number, folder in enumerate(
            sorted(one for one in folders if one.startswith("__attach_version1.0"))
        ):
            file = _Storage(self._ole, (*self._way, folder))
            name = file.text(_LONG_NAME) or file.text(_SHORT_NAME) or file.text(_SHOWN_NAME)
            inner = (*file._way, f"__substg1.0_{_DATA}{_OBJECT}")
            if self._ole.exists("/".join((*inner, _PROPERTIES))):
                letter = _Storage(self._ole, inner).letter()
                yield File(f"{letter.subject or name}.eml", 0, partial(packed, letter))
            elif data := file._stream(_DATA, _BINARY):
                yield File(name or f"附件{number + 1}", len(data), partial(bytes, data))

    def _stream(self, name: str, form: str) -> bytes:
        way = "/".join((*self._way, f"__substg1.0_{name}{form}"))
        return bytes(self._ole.openstream(way).read()) if self._ole.exists(way) else b""

    def _properties(self) -> Iterator[tuple[int, int]]:
        way = "/".join((*self._way, _PROPERTIES))
        held = self._ole.openstream(way).read() if self._ole.exists(way) else b""
        body = held[_HEADER_BYTES if not self._way else 8 :]
        for tag, _, value in _PROPERTY.iter_unpack(body[: len(body) // _PROPERTY.size * _PROPERTY.size]):
            yield tag, value & 0xFFFFFFFF if tag in _CODE_PAGES else value
