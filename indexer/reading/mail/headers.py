"""What the lines above a letter say, whichever way they were written: encoded words, bare bytes of any
encoding."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime

from indexer.dates import is_date
from indexer.errors import Unreadable
from indexer.reading.decoding import decode, is_encoding, storable

_BARE = re.compile("[\udc80-\udcff]")
_MAX_CHARACTERS = 20_000
"""Of one line."""


def text_of(raw: str) -> str:
    """The text of a line as the library has it: a byte that is no ASCII is half of a surrogate pair."""
    value = raw[:_MAX_CHARACTERS]
    if _BARE.search(value):
        value = text_in(value.encode("utf-8", "surrogateescape"), "")
    if "=?" in value:
        value = "".join(_part(part, charset) for part, charset in _parts(value))
    return " ".join(storable(value).split())


def text_in(data: bytes, charset: str) -> str:
    """The text of bytes that are said to be in this encoding; it may be empty, unknown or wrong."""
    for named in (charset if is_encoding(charset) else "", ""):
        try:
            return decode(data, "", named).text
        except Unreadable:
            continue
    return data.decode("utf-8", "replace")


def people(raw: list[str]) -> list[tuple[str, str]]:
    """Whom these lines name: name and address, either of which may be empty. What the library takes for no
    address is a name."""
    found = []
    for line in raw:
        named = [one for one in getaddresses([line[:_MAX_CHARACTERS]]) if any(one)] or [(line, "")]
        found += [(text_of(name), text_of(address)) for name, address in named]
    return found


def day_of(raw: str) -> str:
    """The day when a letter was sent, where its sender was; empty where it is not told."""
    try:
        day = parsedate_to_datetime(raw[:_MAX_CHARACTERS]).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return day if is_date(day) else ""


def _parts(value: str) -> list[tuple[bytes | str, str | None]]:
    try:
        return decode_header(value)
    except (HeaderParseError, ValueError):
        return [(value, None)]


def _part(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    return text_in(part, charset) if charset else part.decode("raw-unicode-escape", "replace")
