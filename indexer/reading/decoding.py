"""Bytes -> text: by the encoding that was named, by the mark that the bytes begin with, or by a guess.

Guessed is the encoding that makes the likeliest Chinese of the bytes.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from indexer.errors import Unreadable
from indexer.reading.guess import BIG5, GB18030, UTF8, guess

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: UTF8,
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_UTF8_ONLY = re.compile(rb"[\xe0-\xf4]|(?:[\xc2-\xdf][\x80-\xbf][\x00-\x7f]*){4}")
"""What proves that bytes which decode as UTF-8 are UTF-8: one character of three bytes, or several of two. A
single one of two proves nothing: a few characters of GBK may look like it (one in seven does)."""

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DOS_END = "\x1a\0"
"""What old programs end a text with, and fill its last block with."""
MAX_BAD_SHARE = 0.05
"""Of a text's characters: what has more of them that are none is no text, or is in another encoding."""
_SURROGATE = re.compile("[\ud800-\udfff]")

_MEANT = {"utf-8-sig": UTF8, "gb2312": GB18030, "gbk": GB18030, "big5": BIG5, "cp950": BIG5}
"""What is called by the narrow name is, as a rule, written in the wide encoding; so browsers take it too."""

_WINDOWS = str.maketrans("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡")
"""The symbols that Python's Big5 of Hong Kong has in the places of those that Windows means."""


class Decoded(NamedTuple):
    """The text of a file; how many of its characters are U+FFFD because they could not be read, and how many
    control characters were left out."""

    text: str
    replaced: int = 0
    removed: int = 0

    @property
    def note(self) -> str:
        """What is to be told of it; empty where it is as it was written."""
        told = [f"有 {self.replaced:,} 个字符不能辨认，读作 \ufffd"] if self.replaced else []
        told += [f"去掉了 {self.removed:,} 个控制字符"] if self.removed else []
        return f"{'；'.join(told)}。其余照读。" if told else ""


def note_of(text: str) -> str:
    """What is to be told of a text that was put together of decoded pieces; empty where all could be read."""
    return Decoded("", text.count("\ufffd")).note


def decode(data: bytes, place: str, encoding: str = "") -> Decoded:
    """The text of a file. A few bytes that are no text do not spoil it: a character that is damaged or cut
    becomes U+FFFD, a control character nothing.

    Raises `Unreadable`, naming `place`, for what is no text, or none in the encoding that was named.
    """
    named = encoding or encoding_of(data, place)
    try:
        text = strictly(data, place, named)
    except Unreadable:
        if not is_encoding(named) or (encoding and _is_in_another(data, named)):
            raise
        text = _leniently(data, _meant(named))
        if _replaced(text, data, named) > MAX_BAD_SHARE * len(text) or not text:
            raise
    # Almost any bytes decode as GB18030; control characters tell a program or picture from text.
    kept, removed = _BINARY.subn("", text.rstrip(_DOS_END))
    if removed > MAX_BAD_SHARE * len(text):
        raise Unreadable(place, "不是文本：其中有许多文本里没有的控制字符。请另存为 UTF-8 文本。")
    return Decoded(kept, _replaced(text, data, named), removed)


def _replaced(text: str, data: bytes, encoding: str) -> int:
    """How many characters of the text are U+FFFD that are not so in the data."""
    if not (found := text.count("\ufffd")):
        return 0
    try:
        return max(0, found - data.count("\ufffd".encode(encoding)))
    except UnicodeError:  # it has no such character
        return found


def _is_in_another(data: bytes, named: str) -> bool:
    """Whether data with bytes that the named encoding has not are likelier to be in another one."""
    return guess(data) not in ("", _meant(named))


def strictly(data: bytes, place: str, encoding: str) -> str:
    """The text in this encoding, control characters and all. Raises `Unreadable`, which names the byte."""
    if not is_encoding(encoding):
        raise Unreadable(place, f"没有名为“{encoding}”的编码。常用的有 utf-8、gb18030、big5。")
    name = _meant(encoding)
    try:
        return _decoded(data, name)
    except UnicodeError as error:
        at = getattr(error, "start", 0) + 1
        reason = f"第 {at} 个字节起不是 {name} 编码的文本。请用 --encoding 指明编码，或另存为 UTF-8 文本。"
        raise Unreadable(place, reason) from error


def encoding_of(data: bytes, place: str) -> str:
    """The encoding, as its mark tells or by a guess; the last character may be cut. Raises `Unreadable`."""
    if found := next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), ""):
        return found
    if (data.isascii() and b"\0" not in data) or (_UTF8_ONLY.search(data) and _is_utf8(data)):
        return UTF8
    if found := guess(data.rstrip(_DOS_END.encode()) or data):
        return found
    told = "不是文本，或编码既非 UTF-8、UTF-16 也非 GB18030、Big5。"
    raise Unreadable(place, f"{told}请用 --encoding 指明编码，或另存为 UTF-8 文本。")


def is_encoding(name: str) -> bool:
    """Whether there is an encoding of this name for text."""
    try:
        "a".encode(name)
        codecs.getincrementaldecoder(name)
    except (LookupError, ValueError):
        return False
    return True


def storable(text: str) -> str:
    """The text with each half of a surrogate pair, which UTF-8 cannot hold, replaced by U+FFFD."""
    try:
        text.encode()  # ten times as fast as looking for what is hardly ever there
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def _meant(encoding: str) -> str:
    name = codecs.lookup(encoding).name
    return _MEANT.get(name, name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.end == len(data) and error.reason == "unexpected end of data"
    return True


def _leniently(data: bytes, name: str) -> str:
    """The text with U+FFFD for what the encoding has not; empty where it is none that can be read so."""
    try:
        return _decoded(data, name, "replace")
    except UnicodeError:
        return ""


def _decoded(data: bytes, name: str, errors: str = "strict") -> str:
    decoder = codecs.getincrementaldecoder(name)(errors)
    try:
        text = decoder.decode(data).removeprefix("\ufeff")
        text += "\ufffd" if text and decoder.getstate()[0] else decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if name != BIG5:
            raise
        return data.decode("cp950")  # Windows' Big5 alone has the euro sign
    return storable(text.translate(_WINDOWS) if name == BIG5 else text)
