"""Figures as tables: aligned text for the terminal, Markdown for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NONE = "—"


@dataclass(frozen=True, slots=True)
class Table:
    """The first column is text, the others are figures. `notes` are sentences below it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def plain(self) -> str:
        """Aligned by spaces."""
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = [_aligned(row, widths) for row in (self.head, *self.rows)]
        rule = "-" * max(map(len, lines))
        return "\n".join([self.title, lines[0], rule, *lines[1:], *self.notes])

    def markdown(self) -> str:
        """As GitHub draws it."""
        lines = [
            "### " + self.title,
            "",
            _piped(self.head),
            _piped(("---", *["---:"] * (len(self.head) - 1))),
        ]
        lines += [_piped(row) for row in self.rows]
        for note in self.notes:
            lines += ["", note]
        return "\n".join(lines)


def figure(value: float | None, digits: int = 3) -> str:
    """A number to so many significant digits, never in powers of ten."""
    if value is None:
        return NONE
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return f"{value:,.{max(0, digits - whole)}f}"


def megabytes(value: float | None) -> str:
    """Bytes in MB, a million each; nothing known is a dash."""
    return figure(value / 1e6) if value else NONE


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]
    return "  ".join(cells).rstrip()


def _piped(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |"
