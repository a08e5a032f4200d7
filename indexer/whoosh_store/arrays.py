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
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

MAGIC, VERSION = b"jbarrays", 3
_HEAD, _FOOT = struct.Struct("<8sII"), struct.Struct("<QQI8s")
_ALIGNED = 64
_CHUNK = 1 << 24

Array = npt.NDArray[Any]


class DamagedArrays(Exception):
    """The file is not whole, or not one of these."""


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
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNED))
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
        while left and (chunk := self._file.read(min(left, _CHUNK))):
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
        if (magic, version, end) != (MAGIC, VERSION, MAGIC) or at + length + _FOOT.size != size:
            raise DamagedArrays(f"{self._path.name}: cut short, or of another version")
        directory = self._mapped[at : at + length]
        if zlib.crc32(directory) != crc:
            raise DamagedArrays(f"{self._path.name}: checksum of the directory")
        entries: dict[str, Any] = json.loads(directory)
        return entries
