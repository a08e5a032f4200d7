"""A file of named arrays, written once and memory-mapped for reading.

    offset 0      magic, 8 bytes: b"jbarrays"
    8             version, uint32; four bytes of zero
    …             the arrays, each little-endian and beginning at a multiple of 64
    …             the directory, JSON: {"arrays": {name: {"dtype", "offset", "count"}}, "crc32": […]}
    last 28       offset of the directory, uint64; its length, uint64; its CRC-32, uint32; magic

The directory comes last, so a file that was cut short anywhere has none and is not opened. `crc32` has one
number for each block of a mebibyte of all that stands before the directory, what fills up included: there is
no bit that may change unnoticed. They are compared by `verify`, not at opening, which reads no array at all.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from indexer.system import take_room

MAGIC, VERSION = b"jbarrays", 9
_HEAD, _FOOT = struct.Struct("<8sII"), struct.Struct("<QQI8s")
ALIGNED_BYTES = 64
BLOCK_BYTES = 1 << 20

Array = npt.NDArray[Any]


class DamagedArrays(Exception):
    """The file is not whole, or not one of these."""


class OutdatedArrays(DamagedArrays):
    """The file is of another version of this format."""


class ArraysWriter:
    """Writes one file. Used as a context: leaving it normally writes the directory; the caller syncs. Any
    number of threads add to it at once."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._file = path.open("w+b")
        self._file.write(_HEAD.pack(MAGIC, VERSION, 0))
        self._directory: dict[str, tuple[str, int, int]] = {}

    def add(self, name: str, array: Array) -> None:
        """Append a one-dimensional array; it is written little-endian."""
        self.extend(name, array.dtype, iter([array]))

    def extend(self, name: str, dtype: npt.DTypeLike, pieces: Iterator[Array]) -> None:
        """Append one array that comes in pieces."""
        little = np.dtype(dtype).newbyteorder("<")
        with self._lock:
            start, count = self._align(), 0
            for piece in pieces:
                self._file.write(np.ascontiguousarray(piece, dtype=little).data)
                count += piece.size
            self._directory[name] = (little.str, start, count)

    def allocate(self, name: str, dtype: npt.DTypeLike, count: int) -> Array:
        """Append an array of `count` zeros, to be filled in any order before the context is left."""
        little = np.dtype(dtype).newbyteorder("<")
        with self._lock:
            start, size = self._align(), count * little.itemsize
            self._directory[name] = (little.str, start, count)
            if not count:
                return np.empty(0, little)
            self._file.flush()
            # The room is taken now: where the disk is full this raises, but a write to mapped memory kills.
            take_room(self._file.fileno(), start, size)
            self._file.seek(0, os.SEEK_END)
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
        at = self._align()
        arrays = {
            name: {"dtype": dtype, "offset": start, "count": count}
            for name, (dtype, start, count) in self._directory.items()
        }
        self._file.seek(0)
        blocks = [zlib.crc32(self._file.read(min(BLOCK_BYTES, at - first))) for first in _blocks(0, at)]
        self._file.seek(at)
        directory = json.dumps({"arrays": arrays, "crc32": blocks}).encode()
        self._file.write(directory + _FOOT.pack(at, len(directory), zlib.crc32(directory), MAGIC))


def _blocks(start: int, end: int) -> range:
    """Where the blocks begin that these bytes lie in."""
    return range(start // BLOCK_BYTES * BLOCK_BYTES, end, BLOCK_BYTES)


class Arrays:
    """The arrays of a file, by name: read-only views of mapped memory. Raises `DamagedArrays`, OSError."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            try:
                self._mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise DamagedArrays(f"{path.name}: {error}") from error
        self._path = path
        self._end, directory = self._read_directory()
        self._directory: dict[str, Any] = directory["arrays"]
        self._blocks: list[int] = directory["crc32"]

    def __getitem__(self, name: str) -> Array:
        entry = self._directory[name]
        return np.frombuffer(self._mapped, entry["dtype"], entry["count"], entry["offset"])

    def verify(self, *names: str) -> None:
        """Read the whole file, or what these arrays lie in, and compare the checksums."""
        blocks = set[int]().union(*map(self._blocks_of, names)) if names else _blocks(0, self._end)
        with memoryview(self._mapped) as whole:
            for first in sorted(blocks):
                last = min(first + BLOCK_BYTES, self._end)
                if zlib.crc32(whole[first:last]) != self._blocks[first // BLOCK_BYTES]:
                    raise DamagedArrays(f"{self._path.name}: checksum of bytes {first}-{last}")

    def _blocks_of(self, name: str) -> range:
        start = self._directory[name]["offset"]
        return _blocks(start, start + self[name].nbytes)

    def _read_directory(self) -> tuple[int, dict[str, Any]]:
        """Where it begins, and what it says."""
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
        return at, json.loads(directory)


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

    def text(self, number: int) -> str:
        """A string that is UTF-8, decoded."""
        return str(self._bytes[self._starts[number] : self._starts[number + 1]], "utf-8")

    def of_length(self, size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
        """The numbers of the strings of so many bytes, and byte by byte what they are."""
        starts = np.asarray(self._starts, np.int64)
        numbers = np.flatnonzero(np.diff(starts) == size)
        return numbers, np.asarray(self._bytes)[starts[numbers] + np.arange(size)[:, None]]

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

    def beginning_with(self, text: bytes) -> tuple[int, int]:
        """From which to which string they begin with a text in UTF-8."""
        return self.place(text), self.place(text + b"\xff")


def arrays_of(strings: Iterable[bytes]) -> dict[str, Array]:
    """The two arrays of strings, by the names under which `Strings` looks for them."""
    held = list(strings)
    starts = np.fromiter(accumulate(map(len, held), initial=0), np.uint64, len(held) + 1)
    return {"bytes": np.frombuffer(b"".join(held), np.uint8), "starts": starts}


def rising_arrays_of(strings: Sequence[bytes]) -> dict[str, Array]:
    """The three arrays of strings that rise."""
    return {**arrays_of(strings), "heads": np.array(strings, f"S{HEAD_BYTES}").view(">u8")}
