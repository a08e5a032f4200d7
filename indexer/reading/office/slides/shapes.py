"""What every format of slides is read as: the texts on each slide, with their places -> blocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.reading.metadata.titles import may_be_title
from indexer.report import At, Block, Kind

_OVERLAP_SHARE = 0.5
"""Of the lower one's height, that two shapes side by side have in common."""
_BREAK = re.compile(r"\s*[\n\v]\s*")
_BREAK_BETWEEN_WORDS = re.compile(r"(?<=[!-~])\s*[\n\v]\s*(?=[!-~])")


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands in one box, table or drawing: its paragraphs, or rows. Where its place is not known all of
    it is 0."""

    texts: tuple[str, ...]
    is_title: bool = False
    left: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Slide:
    """`notes` are those of the speaker, and comments."""

    shapes: tuple[Shape, ...] = ()
    notes: tuple[str, ...] = ()


def blocks(slide: Slide, number: int) -> Iterator[Block]:
    """The blocks of a slide, in the order in which it is read: its title, which is that of the report on the
    first one, then what stands on it, then its notes."""
    for shape in slide.shapes:
        if shape.is_title and (title := _joined("\n".join(shape.texts))):
            is_first = number == 1 and may_be_title(title)
            yield Block(
                Kind.TITLE if is_first else Kind.HEADING, title, At(slide=number, level=0 if is_first else 1)
            )
    texts = [text for shape in in_order(slide.shapes) if not shape.is_title for text in shape.texts]
    for text in (*texts, *slide.notes):
        for line in re.split("[\n\v]", text):
            if line.strip():
                yield Block(Kind.PARAGRAPH, line.strip(), At(slide=number))


def in_order(shapes: Sequence[Shape]) -> list[Shape]:
    """The shapes from the top down, and from left to right where they stand side by side."""
    return [shape for row in rows_of(shapes) for shape in row]


def rows_of(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """Those that stand side by side together."""
    rows: list[list[Shape]] = []
    for shape in sorted(shapes, key=lambda one: one.top):
        if rows and _are_beside(rows[-1][0], shape):
            rows[-1].append(shape)
        else:
            rows.append([shape])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _are_beside(one: Shape, other: Shape) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common > _OVERLAP_SHARE * min(one.bottom - one.top, other.bottom - other.top)


def _joined(text: str) -> str:
    """A title set on two lines as one; the halves of Chinese need nothing between them."""
    return _BREAK.sub("", _BREAK_BETWEEN_WORDS.sub(" ", text.strip()))
