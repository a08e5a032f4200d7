"""A marked text as segments, plain and marked in turn, so that a template escapes each of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from indexer import Marked


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    marked: bool


def segments(marked: Marked) -> tuple[Segment, ...]:
    """The text cut at its marks; put together again, the segments are the text."""
    edges = [0, *(edge for mark in marked.marks for edge in mark), len(marked.text)]
    pieces = pairwise(edges)
    cut = (Segment(marked.text[start:end], i % 2 == 1) for i, (start, end) in enumerate(pieces))
    return tuple(segment for segment in cut if segment.text)
