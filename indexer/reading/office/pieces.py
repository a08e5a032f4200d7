"""The bare text of a Word 97 file: its pieces in their order, by its list of them ([MS-DOC] 2.4.1).

The main text stands first, then what is no part of it: notes, page headings, remarks, text boxes. Each has so
many characters as the file's head says.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from indexer.errors import Unreadable
from indexer.reading.docx.fields import seen
from indexer.reading.office.ole import LOCKED

_MAGIC, _FIRST_VERSION = 0xA5EC, 0xC1
TOO_OLD = "是 Word 95 或更早的格式。请在 Word、WPS 或 LibreOffice 中打开后另存为 .docx。"
_ENCRYPTED, _FIRST_TABLE = 0x0100, 0x0200
_LENGTHS_AT = 0x4C
"""Of the main text, notes, headings, a part that is always empty, remarks, notes at the end, text boxes."""
_READ = (True, True, False, False, False, True, True)
_LIST_AT = 0x1A2
_HAS_BYTES = 1 << 30
"""In where a piece stands: its characters are bytes of Windows' Latin, at half that place."""
_UNSEEN = re.compile("[\x00-\x06\x08\x1f]")
_SIGNS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x07": "\u3000"})


class Bare(NamedTuple):
    """The lines of the main text, each a paragraph or a row of a table; and those of notes and text boxes."""

    main: list[str]
    beside: list[str]


def text_of(head: bytes, table: Callable[[str], bytes], place: str) -> Bare:
    """The text. `head` is the stream that it is in, `table` gives the stream of a name. Raises
    `Unreadable`."""
    if len(head) < _LIST_AT + 8:
        raise Unreadable(place, "文件不完整。请重新取得该文件。")
    magic, version = struct.unpack_from("<HH", head)
    (flags,) = struct.unpack_from("<H", head, 0x0A)
    if magic != _MAGIC or version < _FIRST_VERSION:
        raise Unreadable(place, TOO_OLD)
    if flags & _ENCRYPTED:
        raise Unreadable(place, LOCKED)
    start, size = struct.unpack_from("<II", head, _LIST_AT)
    listed = table("1Table" if flags & _FIRST_TABLE else "0Table")[start : start + size]
    return _shown(b"".join(_pieces(head, _piece_list(listed, place))), head)


def _piece_list(listed: bytes, place: str) -> bytes:
    """What stands behind the properties that pieces have in common."""
    at = 0
    while listed[at : at + 1] == b"\x01" and at + 3 <= len(listed):
        at += 3 + struct.unpack_from("<H", listed, at + 1)[0]
    if listed[at : at + 1] != b"\x02":
        raise Unreadable(place, "文件已损坏：找不到文字在哪里。请在 Word、WPS 中打开后另存为 .docx。")
    (size,) = struct.unpack("<I", listed[at + 1 : at + 5].ljust(4, b"\0"))
    return listed[at + 5 : at + 5 + size]


def _pieces(head: bytes, listed: bytes) -> Iterator[bytes]:
    """Each in UTF-16, by whose units Word counts; what the file has not of it is U+FFFD. All together have
    no more characters than the stream has bytes."""
    count, left = max(0, (len(listed) - 4) // 12), len(head)
    bounds = struct.unpack_from(f"<{count + 1}I", listed) if count else ()
    for i in range(count):
        (start,) = struct.unpack_from("<I", listed, 4 * (count + 1) + 8 * i + 2)
        length = min(max(0, bounds[i + 1] - bounds[i]), left)
        left -= length
        if start & _HAS_BYTES:
            at = (start & ~_HAS_BYTES) // 2
            piece = head[at : at + length].decode("cp1252", "replace").encode("utf-16-le")
        else:
            piece = head[start : start + 2 * length]
        yield piece + "\ufffd".encode("utf-16-le") * (length - len(piece) // 2)


def _shown(text: bytes, head: bytes) -> Bare:
    parts, at = [], 0
    for length, is_read in zip(struct.unpack_from(f"<{len(_READ)}I", head, _LENGTHS_AT), _READ, strict=True):
        parts += [_lines(text[2 * at : 2 * (at + length)])] if is_read else []
        at += length
    main, *beside = parts
    return Bare(main, [line for part in beside for line in part])


def _lines(part: bytes) -> list[str]:
    rows = part.decode("utf-16-le", "replace").replace("\x07\x07", "\r")
    return _UNSEEN.sub("", "\n".join(map(seen, rows.split("\r")))).translate(_SIGNS).split("\n")
