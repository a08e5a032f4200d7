"""Paragraphs set in columns of a newspaper, and what of the print is left in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.layout.setting import INDENT, first_row
from benchmarks.layout.truth import squeezed

_MIN_COLUMN_LINES = 6  # of one article
_MAX_COLUMN_LINES = 34
_FALSE_BREAK_SHARE = 0.33  # of the lines that begin with an opening quote
_PAGE_TURN_SHARE = 0.4  # of the columns' feet, where pages have headers


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as printed: its lines, "" for a blank one; where it was cut, in squeezed characters; whether it
    is a paragraph, and all of it; whether no blank line stands above it where another paragraph does."""

    rows: tuple[str, ...]
    cuts: tuple[int, ...] = ()
    whole: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True)
class Wear:
    """How a text came out of the print. Measures are in Chinese characters."""

    measures: tuple[int, ...] = (14, 14, 14, 13, 16)
    indent: str = ""
    """What is left of the indents: nothing, or the spaces."""
    close: bool = False
    """Whether no blank lines stand between paragraphs."""
    headers: bool = False
    """Whether the headers of the pages came out among the columns."""

    @classmethod
    def solid(cls, random: Random) -> Wear:
        """As lines come out of a PDF: one measure, no indents and no blank lines."""
        return cls(measures=(random.randint(10, 24),), close=True)

    @classmethod
    def drawn(cls, random: Random) -> Wear:
        """Any measure, and whatever else the text of a page may have kept or lost."""
        indent = random.choice(("", "\u3000\u3000", "    "))
        return cls(
            measures=tuple(random.randint(10, 24) for _ in range(random.randint(1, 5))),
            indent=indent,
            close=bool(indent) and random.random() < 0.5,
            headers=random.random() < 0.5,
        )


class Columns:
    """The columns of one article: how wide the present one is, and how many lines it still has room for."""

    def __init__(self, random: Random, wear: Wear) -> None:
        self.random, self.wear = random, wear
        self.measure = 2 * wear.measures[0]
        self.room = random.randint(_MIN_COLUMN_LINES, _MAX_COLUMN_LINES)

    def paragraph(self, text: str) -> Iterator[Piece]:
        """One piece; with a page header inside the paragraph, its parts and the header between them: nothing
        may be moved, so a paragraph that has a header in its midst cannot be made whole."""
        lines: list[str] = []
        cuts: list[int] = []
        at, opening, whole = 0, INDENT, True
        while text:
            turned = not self.room and self._next_column()
            if turned and lines:
                yield Piece(tuple(lines), tuple(cuts), close=self.wear.close)
                lines, cuts, at, whole = [], [], 0, False
            if turned:
                yield Piece(("\f" + page_header(self.random),))
            if lines and (self.fresh or self._false_break(text)):
                lines.append("")
                cuts.append(at)
            self.fresh = False
            end = first_row(text, self.measure, opening)
            lines.append((self.wear.indent if opening else "") + text[:end].strip())
            at += len(squeezed(text[:end]))
            text, opening = text[end:].lstrip(), 0
            self.room -= 1
        yield Piece(tuple(lines), tuple(cuts), whole, self.wear.close)

    fresh = False
    """Whether a column was begun and has no line yet."""

    def _next_column(self) -> bool:
        """Whether the next column is on a new page, whose header came out."""
        self.measure = 2 * self.random.choice(self.wear.measures)
        self.room = self.random.randint(_MIN_COLUMN_LINES, _MAX_COLUMN_LINES)
        self.fresh = True
        return self.wear.headers and self.random.random() < _PAGE_TURN_SHARE

    def _false_break(self, text: str) -> bool:
        return text[0] in "“‘" and self.random.random() < _FALSE_BREAK_SHARE


def page_header(random: Random) -> str:
    """A line that stands at the head or foot of a page."""
    page, day = random.randint(1, 32), random.randint(1, 28)
    date = f"20{random.randint(10, 25)}年{random.randint(1, 12)}月{day}日"
    section = random.choice(("要闻", "经济", "社会", "民生", "综合新闻"))
    weekday = f"星期{random.choice('一二三四五六日')}"
    forms = (
        f"A{page:02} {section} {date} {weekday}",
        f"{page:02} {section}",
        f"第{page}版 {section}",
        f"第{page}版",
        f"{date} {weekday} 第{page}版",
        f"{date} {weekday}",
        f"— {page} —",
        f"- {page} -",
        f"{page}",
        f"责任编辑：张明 {section} A{page}",
    )
    return random.choice(forms)
