"""Reprints on a page of hits, folded under the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import Hit


@dataclass(frozen=True, slots=True)
class Folded:
    """A hit; `under` it those further down the page whose text is nearly the same, in their order."""

    hit: Hit
    under: tuple[Hit, ...]

    @property
    def elsewhere(self) -> int:
        """How many of its reprints are not on this page."""
        return len(set(self.hit.reprints) - {other.report.id for other in self.under})


def folded(hits: Sequence[Hit]) -> tuple[Folded, ...]:
    """Every hit once, in the order of the page, by itself or under the hit that it reprints."""
    stacks: list[list[Hit]] = []
    for hit in hits:
        stack = next((stack for stack in stacks if _alike(stack[0], hit)), None)
        if stack:
            stack.append(hit)
        else:
            stacks.append([hit])
    return tuple(Folded(first, tuple(under)) for first, *under in stacks)


def _alike(one: Hit, other: Hit) -> bool:
    """Now and then a store sees the likeness from one side only."""
    return other.report.id in one.reprints or one.report.id in other.reprints
