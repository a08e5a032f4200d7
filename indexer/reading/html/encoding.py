"""The bytes of a web page -> its text."""

from __future__ import annotations

import re

from indexer.errors import Unreadable
from indexer.reading.decoding import Decoded, decode

_DECLARED = re.compile(rb"<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)


def decoded(data: bytes, place: str, encoding: str = "") -> Decoded:
    """The page's text. UTF-8 comes before what the page declares: it is hardly ever valid by chance, and a
    page that was saved anew often still declares what it was. Raises `Unreadable`, naming `place`."""
    if encoding:
        return decode(data, place, encoding)
    declared = _DECLARED.search(data[:4096])
    if declared and not _is_utf8(data):
        try:
            return decode(data, place, declared[1].decode())
        except Unreadable:
            pass  # it is not what it declares
    return decode(data, place)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
