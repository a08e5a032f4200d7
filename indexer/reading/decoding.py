"""Bytes -> text: by the encoding that was named, by the mark that the bytes begin with, or by a guess."""

from __future__ import annotations

import codecs
import re

from indexer.errors import Unreadable
from indexer.reading.decoding_guess import BIG5, GB18030, UTF8, guess

_MARKS = {codecs.BOM_UTF8: UTF8, codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PATTERN = re.compile(rb"[\xe0-\xf4]|(?:[\xc2-\xdf][\x80-\xbf][\x00-\x7f]*){4}")
"""What proves bytes that decode as UTF-8 to be that: one character of three bytes, or several of two, which
a few characters of GBK may look like (one in seven does)."""

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_MEANT = {"utf-8-sig": UTF8, "gb2312": GB18030, "gbk": GB18030, "big5": BIG5, "cp950": BIG5}
"""What is called by the narrow name is, as a rule, written in the wide encoding; so browsers take it too."""

_WINDOWS = str.maketrans("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡")
"""The symbols that Python's Big5 of Hong Kong has in the places of those that Windows means."""


def decode(data: bytes, place: str, encoding: str = "") -> str:
    """The text of a file. Half a character at its very end, where the file was cut off, becomes U+FFFD.

    Raises `Unreadable`, naming `place`, for what is no text, or none in the encoding that was named.
    """
    text = strictly(data, place, encoding or encoding_of(data, place))
    # Almost any bytes decode as GB18030; control characters tell a program or picture from text.
    if _BINARY.search(text):
        raise Unreadable(place, "不是文本：其中有文本里没有的控制字符。请另存为 UTF-8 文本。")
    return text


def strictly(data: bytes, place: str, encoding: str) -> str:
    """The text in this encoding, control characters and all. Raises `Unreadable`, which names the byte."""
    if not is_encoding(encoding):
        raise Unreadable(place, f"没有名为“{encoding}”的编码。常用的有 utf-8、gb18030、big5。")
    name = codecs.lookup(encoding).name
    name = _MEANT.get(name, name)
    try:
        return _decoded(data, name)
    except UnicodeError as error:
        at = getattr(error, "start", 0) + 1
        reason = f"第 {at} 个字节起不是 {name} 编码的文本。请用 --encoding 指明编码，或另存为 UTF-8 文本。"
        raise Unreadable(place, reason) from error


def encoding_of(data: bytes, place: str) -> str:
    """The encoding, as its mark tells or by a guess; the last character may be cut. Raises `Unreadable`."""
    if found := next((name for mark, name in _MARKS.items() if data.startswith(mark)), ""):
        return found
    if (data.isascii() and b"\0" not in data) or (_PATTERN.search(data) and _is_utf8(data)):
        return UTF8
    if found := guess(data):
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


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.end == len(data) and error.reason == "unexpected end of data"
    return True


def _decoded(data: bytes, name: str) -> str:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        text = decoder.decode(data).removeprefix("\ufeff")
        text += "\ufffd" if text and decoder.getstate()[0] else decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if name != BIG5:
            raise
        return data.decode("cp950")  # Windows' Big5 alone has the euro sign
    return storable(text.translate(_WINDOWS) if name == BIG5 else text)
