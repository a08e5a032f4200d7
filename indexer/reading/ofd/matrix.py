"""Where a point of an object stands on the page. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lxml.etree import _Element

_MAX_NUMBERS = 100_000
"""Of one attribute: no line has more characters."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """(x, y) becomes (ax + cy + e, bx + dy + f). y counts downwards."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def within(self, outer: Matrix) -> Matrix:
        """This one, and then the outer one."""
        e, f = outer.at(self.e, self.f)
        return Matrix(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            e,
            f,
        )


def numbers(text: str) -> list[float]:
    """The numbers of an attribute; what is none counts as 0."""
    return [_number(one) for one in text.replace(",", " ").split()[:_MAX_NUMBERS]]


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and abs(number) < 1e6 else 0.0


def number(node: _Element, name: str, other: float = 0.0) -> float:
    """The number in an attribute; `other` where there is none."""
    found = numbers(node.get(name, ""))
    return found[0] if found else other


def placed(node: _Element, outer: Matrix) -> Matrix:
    """That of what is in an object: its own CTM, moved to the corner of its boundary."""
    own = numbers(node.get("CTM", ""))
    corner = [*numbers(node.get("Boundary", "")), 0.0, 0.0]
    inner = Matrix(*own) if len(own) == 6 else Matrix()
    return inner.within(Matrix(e=corner[0], f=corner[1])).within(outer)
