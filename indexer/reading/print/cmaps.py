"""What the characters of a PDF's fonts mean, said in such a way that pdfium takes it.

A font says it in a map: ranges of numbers, in sections. The numbers of a range may differ in their last byte
alone. macOS writes ranges that go beyond it, <19ff> to <1a00>, and pdfium then drops the whole section: fifty
characters of a font are read as anything (中ᗳ for 中心). Such ranges are divided. Nothing else of the file is
touched, and every map keeps its place and its length.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from mmap import mmap

_STREAM = re.compile(rb"stream\r?\n(?=[\x48-\x78][\x01-\xda])")
"""What stands before a packed stream, which is known by its first two bytes."""
_SECTION = re.compile(rb"(\d+)\s+begin(codespacerange|bfchar|bfrange)(.*?)end\2", re.S)
"""How many there are, of what, and these."""
_RANGE = re.compile(rb"\[[^]]*\]|<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>")
"""One that goes on by ones, or the list of another one."""
_MAP, _END = b"begincmap", b"endcmap\n"
_HEAD_BYTES = 500
"""Of a packed map, within which it is said to be one."""
_MAX_MAP_BYTES = 1 << 20
_MOST_RANGES = 100
"""Of a section."""


def with_whole_maps(data: bytes | mmap) -> bytes | None:
    """The file with such ranges divided; None where it has none."""
    mended = [(at, new) for at, size, text in _maps(data) if (new := _mended(text, size))]
    if not mended:
        return None
    held = bytearray(data)
    for at, new in mended:
        held[at : at + len(new)] = new
    return bytes(held)


def _maps(data: bytes | mmap) -> Iterator[tuple[int, int, bytes]]:
    """Where each map begins in the file, how many bytes it takes, and what it says."""
    for found in _STREAM.finditer(data):
        at = found.end()
        try:
            if _MAP not in zlib.decompressobj().decompress(data[at : at + _HEAD_BYTES], _HEAD_BYTES):
                continue
            stream = zlib.decompressobj()
            packed = data[at : at + _MAX_MAP_BYTES]
            text = stream.decompress(packed, _MAX_MAP_BYTES)
        except zlib.error:
            continue
        if stream.eof:
            yield at, len(packed) - len(stream.unused_data), text


def _mended(text: bytes, size: int) -> bytes:
    """The map, packed into so many bytes; empty where nothing is wrong with it, or it does not go in."""
    sections = list(_SECTION.finditer(text))
    whole = [one for found in sections for one in _sections(found)]
    if whole == [found[0] for found in sections]:
        return b""
    packed = zlib.compress(b"\n".join((_MAP, *whole, _END)), 9)
    return packed.ljust(size, b"\0") if len(packed) <= size else b""  # what follows the end is not read


def _sections(found: re.Match[bytes]) -> Iterator[bytes]:
    """A section, without the ranges that go too far, and another one of these, divided."""
    crooked = [one for one in _RANGE.finditer(found[3]) if one[1] and one[1][:2] != one[2][:2]]
    if found[2] != b"bfrange" or not crooked:
        yield found[0]
        return
    good = _RANGE.sub(lambda one: b"" if one[1] and one[1][:2] != one[2][:2] else one[0], found[3])
    if good.strip():
        yield b"%d beginbfrange %b endbfrange" % (int(found[1]) - len(crooked), b" ".join(good.split()))
    ranges = [one for range_ in crooked for one in _divided(*(int(number, 16) for number in range_.groups()))]
    for start in range(0, len(ranges), _MOST_RANGES):
        some = ranges[start : start + _MOST_RANGES]
        yield b"%d beginbfrange %b endbfrange" % (len(some), b"".join(some))


def _divided(first: int, last: int, meant: int) -> Iterator[bytes]:
    for start in (first, *range((first | 0xFF) + 1, last + 1, 0x100)):
        yield b"<%04x><%04x><%04x>" % (start, min(last, start | 0xFF), meant + start - first)
