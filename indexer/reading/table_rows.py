"""A row of a table -> the texts that stand for it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

BETWEEN = "\u3000"
_WIDEST = 200
"""Characters in a cell of a table that tells figures; in longer ones a page or form is laid out."""


def row_texts(cells: Sequence[Sequence[str]]) -> list[str]:
    """One text for a row whose cells hold one short line each, so that a figure stands beside what it counts;
    else every line by itself, for the table only sets texts side by side. Empty lines are left out."""
    held = [[line.strip() for line in cell if line.strip()] for cell in cells]
    if all(
        len(cell) <= 1 and all("\n" not in line and len(line) <= _WIDEST for line in cell) for cell in held
    ):
        whole = BETWEEN.join(line for cell in held for line in cell)
        return [whole] if whole else []
    return [line for cell in held for line in cell]
