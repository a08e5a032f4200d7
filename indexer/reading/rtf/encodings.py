"""Bytes of a run -> text: by the character set of its font, or else by what the document says of all. Pure.

Programs that write Chinese often give it a font of Latin characters; then its bytes tell.
"""

from __future__ import annotations

import re

from indexer.reading.decoding import is_encoding
from indexer.reading.guess import BIG5, GB18030, UTF8, guess

LATIN = "cp1252"
SYMBOLS = "symbols"
"""Of fonts that have arrows and dots in the places of letters."""
_CHARSETS = {
    2: SYMBOLS, 77: "mac_roman", 128: "cp932", 129: "cp949", 134: GB18030, 136: BIG5,
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
_CODE_PAGES = {936: GB18030, 54936: GB18030, 950: BIG5, 65001: UTF8, 10000: "mac_roman", 10008: GB18030}
_DOUBLE = {GB18030, BIG5, "cp932", "cp949", UTF8}
_PAIR = re.compile(rb"[\x81-\xfe][\xa1-\xfe]")
_ASCII = bytes(range(0x80))
_CONTROL = bytes(sorted({*range(0x20)} - {0x09}))


def of_charset(number: int) -> str:
    """The encoding of fonts of this character set; empty for those that say nothing."""
    return _CHARSETS.get(number, "")


def of_code_page(number: int) -> str:
    """The encoding of this number in Windows; empty where there is none."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    return name if is_encoding(name) else ""


def text_of(run: bytes, font: str, document: str) -> str:
    """The text of a run; `font` and `document` are what they say of their encodings, or empty. U+FFFD stands
    for what is no text."""
    run = run.translate(None, _CONTROL)
    if font == SYMBOLS:
        return run.translate(None, bytes(range(0x80, 0x100))).decode("ascii")
    if run.isascii():
        return run.decode("ascii")
    return run.decode(font if font in _DOUBLE else _told_by(run, font, document), "replace")


def _told_by(run: bytes, font: str, document: str) -> str:
    """The encoding of bytes in a font of one byte a character."""
    high = len(run.translate(None, _ASCII))
    if 4 * len(_PAIR.findall(run)) < high:  # half of them stand alone
        return font or (document if document not in _DOUBLE else LATIN) or LATIN
    if document in _DOUBLE:
        return document
    guessed = "" if font or high < 4 else guess(run)
    return guessed if guessed in (GB18030, BIG5, UTF8) else font or document or LATIN
