"""Many strings as two arrays: their UTF-8 bytes behind one another, and where each begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np

from indexer.whoosh_store.arrays import Array, Arrays

_HEAD = 8


class Strings(Sequence[bytes]):
    """Read like a list, held like an array: nothing is made of a string until it is asked for."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._bytes = arrays[f"{name}.bytes"].data
        self._starts = arrays[f"{name}.starts"]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]
        start, end = self._starts[number : number + 2].tolist()
        return self._bytes[start:end].tobytes()

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
        self._heads = arrays[f"{name}.heads"]

    def find(self, text: bytes) -> int | None:
        """The number of a string; None if it is not among them."""
        number = self.place(text)
        return number if number < len(self) and self[number] == text else None

    def place(self, text: bytes) -> int:
        """How many of the strings are less."""
        head = np.uint64(int.from_bytes(text[:_HEAD].ljust(_HEAD, b"\0"), "big"))
        first = int(self._heads.searchsorted(head))
        last = int(self._heads.searchsorted(head, side="right"))
        return first if last == first else bisect_left(self, text, first, last)


def arrays_of(strings: Iterable[bytes]) -> dict[str, Array]:
    """The two arrays of strings, by the names under which `Strings` looks for them."""
    held = list(strings)
    starts = np.fromiter(accumulate(map(len, held), initial=0), np.uint64, len(held) + 1)
    return {"bytes": np.frombuffer(b"".join(held), np.uint8), "starts": starts}


def rising_arrays_of(strings: Sequence[bytes]) -> dict[str, Array]:
    """The three arrays of strings that rise."""
    heads = b"".join(one[:_HEAD].ljust(_HEAD, b"\0") for one in strings)
    return {**arrays_of(strings), "heads": np.frombuffer(heads, ">u8")}
