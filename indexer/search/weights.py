"""Sets of what is found, and what counts for how much where passages are chosen. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.search.marks import Found

What = int
"""A set of things that may be found, a bit for each."""


class Bits(dict[str, What]):
    """A bit for each thing that is met."""

    def __missing__(self, one: str) -> What:
        self[one] = bit = 1 << len(self)
        return bit

    def of(self, found: Iterable[Found]) -> What:
        """All that is found there."""
        what = 0
        for _, _, one in found:
            what |= self[one]
        return what


class Weights(dict[What, int]):
    """What counts for how much, worked out once for each set that is met."""

    def __init__(self) -> None:
        super().__init__()
        self.bits = Bits()

    def __missing__(self, what: What) -> int:
        self[what] = weight = sum([_weight(one) for one, bit in self.bits.items() if what & bit])
        return weight


def _weight(one: str) -> int:
    """Single characters, most of them function words, decide only where nothing else does."""
    return 10 + min(len(one), 4) if len(one) > 1 else 1
