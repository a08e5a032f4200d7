"""A file of named arrays, written once and memory-mapped for reading.

    offset 0      magic, 8 bytes: b"jbarrays"
    8             version, uint32; four bytes of zero
    …             the arrays, each little-endian and beginning at a multiple of 64
    …             the directory, JSON: {name: {"dtype", "offset", "count", "crc32"}}
    last 28       offset of the directory, uint64; its length, uint64; its CRC-32, uint32; magic

The directory comes last, so a file that was cut short anywhere has none and is not opened. The CRC-32 of
an array is checked by `verify`, not at opening, which reads no array at all.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

MAGIC, VERSION = b"jbarrays", 4
_HEAD, _FOOT = struct.Struct("<8sII"), struct.Struct("<QQI8s")
ALIGNED_BYTES = 64
CHUNK_BYTES = 1 << 24

Array = npt.NDArray[Any]


class DamagedArrays(Exception):
    """The file is not whole, or not one of these."""


class OutdatedArrays(DamagedArrays):
    """The file is of another version of this format."""


class ArraysWriter:
    """Writes one file. Used as a context: leaving it normally writes the directory; the caller syncs."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._file.write(_HEAD.pack(MAGIC, VERSION, 0))
        self._directory: dict[str, tuple[str, int, int]] = {}

    def add(self, name: str, array: Array) -> None:
        """Append a one-dimensional array; it is written little-endian."""
        self.extend(name, array.dtype, iter([array]))

    def extend(self, name: str, dtype: npt.DTypeLike, pieces: Iterator[Array]) -> None:
        """Append one array that comes in pieces."""
        little = np.dtype(dtype).newbyteorder("<")
        start, count = self._align(), 0
        for piece in pieces:
            self._file.write(np.ascontiguousarray(piece, dtype=little).data)
            count += piece.size
        self._directory[name] = (little.str, start, count)

    def allocate(self, name: str, dtype: npt.DTypeLike, count: int) -> Array:
        """Append an array of `count` zeros, to be filled in any order before the context is left."""
        little = np.dtype(dtype).newbyteorder("<")
        start = self._align()
        self._directory[name] = (little.str, start, count)
        self._file.truncate(start + count * little.itemsize)
        self._file.seek(0, 2)
        if not count:
            return np.empty(0, little)
        self._file.flush()
        mapped = mmap.mmap(self._file.fileno(), 0)
        return np.frombuffer(mapped, little, count, start)

    def _align(self) -> int:
        self._file.write(b"\0" * (-self._file.tell() % ALIGNED_BYTES))
        return self._file.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        with self._file:
            if kind is None:
                self._finish()

    def _finish(self) -> None:
        entries = {
            name: {"dtype": dtype, "offset": start, "count": count, "crc32": self._crc(dtype, start, count)}
            for name, (dtype, start, count) in self._directory.items()
        }
        self._file.seek(0, 2)
        directory, at = json.dumps(entries).encode(), self._file.tell()
        self._file.write(directory + _FOOT.pack(at, len(directory), zlib.crc32(directory), MAGIC))

    def _crc(self, dtype: str, start: int, count: int) -> int:
        self._file.seek(start)
        left, crc = count * np.dtype(dtype).itemsize, 0
        while left and (chunk := self._file.read(min(left, CHUNK_BYTES))):
            crc = zlib.crc32(chunk, crc)
            left -= len(chunk)
        return crc


class Arrays:
    """The arrays of a file, by name: read-only views of mapped memory. Raises `DamagedArrays`, OSError."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            try:
                self._mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise DamagedArrays(f"{path.name}: {error}") from error
        self._path = path
        self._directory = self._read_directory()

    def __getitem__(self, name: str) -> Array:
        entry = self._directory[name]
        return np.frombuffer(self._mapped, entry["dtype"], entry["count"], entry["offset"])

    def verify(self) -> None:
        """Read every array and compare its checksum."""
        for name, entry in self._directory.items():
            if zlib.crc32(self[name].data) != entry["crc32"]:
                raise DamagedArrays(f"{self._path.name}: checksum of {name}")

    def _read_directory(self) -> dict[str, Any]:
        size = len(self._mapped)
        if size < _HEAD.size + _FOOT.size:
            raise DamagedArrays(f"{self._path.name}: {size} bytes")
        magic, version, _ = _HEAD.unpack_from(self._mapped)
        at, length, crc, end = _FOOT.unpack_from(self._mapped, size - _FOOT.size)
        if (magic, end) != (MAGIC, MAGIC) or at + length + _FOOT.size != size:
            raise DamagedArrays(f"{self._path.name}: cut short")
        if version != VERSION:
            raise OutdatedArrays(f"{self._path.name}: version {version}")
        directory = self._mapped[at : at + length]
        if zlib.crc32(directory) != crc:
            raise DamagedArrays(f"{self._path.name}: checksum of the directory")
        entries: dict[str, Any] = json.loads(directory)
        return entries


# — many strings as two arrays: their UTF-8 bytes behind one another, and where each begins —


HEAD_BYTES = 8


class Strings(Sequence[bytes]):
    """Read like a list, held like an array: nothing is made of a string until it is asked for.

    The arrays are held as memory views, of which one element is had five times as fast as of an array.
    """

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._bytes = arrays[f"{name}.bytes"].data
        self._starts = arrays[f"{name}.starts"].data

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]
        return self._bytes[self._starts[number] : self._starts[number + 1]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        whole, starts = self._bytes.tobytes(), self._starts.tolist()
        return (whole[start:end] for start, end in pairwise(starts))


class RisingStrings(Strings):
    """Strings that rise, as UTF-8 and hence by code point, and can be looked up.

    The first eight bytes of each, read as a number, are kept beside them: one search over that array
    leaves a handful of strings to compare, or one.
    """

    def __init__(self, arrays: Arrays, name: str) -> None:
        super().__init__(arrays, name)
        self._heads = arrays[f"{name}.heads"].data

    def find(self, text: bytes) -> int | None:
        """The number of a string; None if it is not among them."""
        number = self.place(text)
        return number if number < len(self) and self[number] == text else None

    def place(self, text: bytes) -> int:
        """How many of the strings are less."""
        head = int.from_bytes(text[:HEAD_BYTES].ljust(HEAD_BYTES, b"\0"), "big")
        first = bisect_left(self._heads, head)
        if first == len(self) or self._heads[first] != head or self[first] >= text:
            return first
        return bisect_left(self, text, first, bisect_right(self._heads, head, first))


def arrays_of(strings: Iterable[bytes]) -> dict[str, Array]:
    """The two arrays of strings, by the names under which `Strings` looks for them."""
    held = list(strings)
    starts = np.fromiter(accumulate(map(len, held), initial=0), np.uint64, len(held) + 1)
    return {"bytes": np.frombuffer(b"".join(held), np.uint8), "starts": starts}


def rising_arrays_of(strings: Sequence[bytes]) -> dict[str, Array]:
    """The three arrays of strings that rise."""
    heads = b"".join(one[:HEAD_BYTES].ljust(HEAD_BYTES, b"\0") for one in strings)
    return {**arrays_of(strings), "heads": np.frombuffer(heads, ">u8")}
