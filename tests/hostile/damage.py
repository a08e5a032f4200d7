"""A good file -> one that somebody broke: cut off, with bytes, counts or references that are wrong, with
pieces over and over or one within another."""

from __future__ import annotations

import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

_COUNTS = (0, 1, 2, 7, 0xFE, 0xFFFE, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF)
_NUMBERS = (b"-1", b"0", b"999999999999", b"1e308", b"NaN", b"", b"65536", b"-2147483648")
_DEPTH = 3000
_TAG = re.compile(rb"<([A-Za-z][\w:.-]*)([^<>]*)>")
_NUMBER = re.compile(rb"\d+")
_QUOTED = re.compile(rb'="([^"<>]*)"')
_GZIP, _ZIP, _SEVEN = b"\x1f\x8b", b"PK\3\4", b"7z\xbc\xaf\x27\x1c"
_SEVEN_BYTES = 32

Change = Callable[[bytes, Random], bytes]


def damaged(data: bytes, random: Random) -> bytes:
    """Of the same random numbers always the same."""
    if data.startswith(_GZIP) and random.random() < 0.7:
        return gzip.compress(damaged(gzip.decompress(data), random), mtime=0)
    if data.startswith(_ZIP) and random.random() < 0.8:
        return _repacked(data, random)
    for _ in range(random.choice((1, 1, 2, 5))):
        data = random.choice(_BINARY)(data, random)
    return _believed(data) if data.startswith(_SEVEN) and random.random() < 0.8 else data


def _repacked(data: bytes, random: Random) -> bytes:
    """A zip in which a part or two were changed, left out, or stand for one another."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {one.filename: package.read(one) for one in package.infolist()}
    for name in random.choices([*parts], k=random.choice((1, 1, 2))):
        if random.random() < 0.1:
            parts[name] = parts[random.choice([*parts])]
        elif random.random() < 0.05:
            del parts[random.choice([*parts])]
        else:
            parts[name] = _part(parts.get(name, b""), [*parts], random)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return held.getvalue()


def _part(part: bytes, names: Sequence[str], random: Random) -> bytes:
    if not part.lstrip().startswith(b"<"):
        return random.choice(_BINARY)(part, random)
    for _ in range(random.choice((1, 1, 3))):
        if random.random() < 0.15:
            part = _put(part, _QUOTED, random.choice(names).encode(), random)
        else:
            part = random.choice(_MARKUP)(part, random)
    return part


# — bytes —


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _flipped(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 30)) if data else 0):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _counted(data: bytes, random: Random) -> bytes:
    """A number of two or four bytes is another: a huge one, or of some other sector, which leads back."""
    size, form = random.choice(((2, "<H"), (4, "<I")))
    if len(data) < size:
        return data
    at = random.randrange(0, len(data) - size + 1, 2)
    return data[:at] + struct.pack(form, random.choice(_COUNTS) & (256**size - 1)) + data[at + size :]


def _doubled(data: bytes, random: Random) -> bytes:
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] * random.choice((1, 1, 50)) + data[end:]


def _left_out(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + data[start + random.choice((1, 4, 100)) :]


# — XML —


def _numbered(data: bytes, random: Random) -> bytes:
    return _put(data, _NUMBER, random.choice(_NUMBERS), random)


def _nested(data: bytes, random: Random) -> bytes:
    """A tag within itself, thousands of times."""
    if not (tags := [*_TAG.finditer(data)]):
        return data
    tag = random.choice(tags)
    opened = b"<%b%b>" % (tag[1], tag[2].rstrip(b"/"))
    deep = opened * _DEPTH + "深".encode() + b"</%b>" % tag[1] * _DEPTH
    return data[: tag.end()] + deep + data[tag.end() :]


def _repeated(data: bytes, random: Random) -> bytes:
    if not (tags := [*_TAG.finditer(data)]):
        return data
    tag = random.choice(tags)
    one = b"<%b%b/>" % (tag[1], tag[2].rstrip(b"/"))
    return data[: tag.start()] + one * _DEPTH + data[tag.start() :]


def _emptied(data: bytes, random: Random) -> bytes:
    return _put(data, _QUOTED, b"", random)


def _put(data: bytes, pattern: re.Pattern[bytes], value: bytes, random: Random) -> bytes:
    """The value instead of one of what matches: of its group, if there is one."""
    if not (found := [*pattern.finditer(data)]):
        return data
    start, end = random.choice(found).span(pattern.groups)
    return data[:start] + value + data[end:]


def _believed(data: bytes) -> bytes:
    """A 7z archive whose checksums are those of what it is now."""
    if len(data) < _SEVEN_BYTES:
        return data
    start, size = struct.unpack_from("<QQ", data, 12)
    listed = data[_SEVEN_BYTES + start : _SEVEN_BYTES + start + size]
    head = struct.pack("<QQI", start, size, zlib.crc32(listed))
    return data[:8] + struct.pack("<I", zlib.crc32(head)) + head + data[_SEVEN_BYTES:]


_BINARY: tuple[Change, ...] = (_cut, _flipped, _flipped, _counted, _counted, _doubled, _left_out)
_MARKUP: tuple[Change, ...] = (_numbered, _numbered, _nested, _repeated, _emptied, _left_out, _doubled, _cut)
