"""Characters that look alike: those that share a part, and a few of few strokes that have none.

shapes.txt has them in groups, a line each, the smallest first; docs/dependencies.md says where it is from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FEW = 48
"""A part that more characters have (氵 and 木) makes them less alike."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What looks like a character, itself not included: much like it, or in a part that many have."""

    near: str = ""
    far: str = ""


def lookalikes(char: str) -> Alike:
    """Nothing for what is not in GB 2312."""
    groups = _groups().get(char, ())
    near = dict.fromkeys("".join(one for one in groups if len(one) <= FEW))
    far = dict.fromkeys("".join(one for one in groups if len(one) > FEW))
    return Alike(
        *(
            "".join(one for one in some if one != char and one not in seen)
            for some, seen in ((near, ()), (far, near))
        )
    )


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for group in Path(__file__).with_suffix(".txt").read_text("utf-8").split():
        for char in group:
            found[char].append(group)
    return {char: tuple(groups) for char, groups in found.items()}
