"""Many strings as two arrays: their UTF-8 bytes behind one another, and where each begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np

from indexer.whoosh_store.arrays import Array, Arrays

_HEAD = 8


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
        head = int.from_bytes(text[:_HEAD].ljust(_HEAD, b"\0"), "big")
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
    heads = b"".join(one[:_HEAD].ljust(_HEAD, b"\0") for one in strings)
    return {**arrays_of(strings), "heads": np.frombuffer(heads, ">u8")}
