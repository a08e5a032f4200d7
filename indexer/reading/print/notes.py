"""Footnotes: lines at the foot of a page, which a paragraph runs past. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from indexer.reading.layout.lines import joined
from indexer.reading.print.places import Placed
from indexer.reading.print.runs import Run

_SURE_MARK = re.compile(r"[①-⑳❶-❿⓵-⓾]|[\[［〔]\s?\d{1,3}\s?[\]］〕]|注\s?\d{0,2}[：:]|注释[：:]")
_MARK = re.compile(r"[*＊†‡]|\d{1,3}(?:[ \u3000]|(?!\d*[年月日个])(?=[\u4e00-\u9fff《“]))|[(（]\d{1,3}[)）]")
_SMALL_RATIO = 0.94  # of a note's font to that of the text
_WHITE_RATIO = 1.5  # of the white above notes that are no smaller, to the usual step
_MAX_LINES = 40

Notes = tuple[str, ...]


def without_notes(found: Sequence[Placed], size: float) -> Iterator[tuple[Placed | None, Notes]]:
    """The columns of a page, whose text is of this size, each with the notes that stood at its foot; None in
    the place of one that was nothing else."""
    for one in found:
        k = _first_note(one, found, size)
        lines = one.column.lines
        text = replace(one, column=replace(one.column, lines=lines[:k])) if k else None
        yield text, tuple(_notes(lines[k:]))


def _first_note(placed: Placed, found: Sequence[Placed], size: float) -> int:
    """Where the notes of a column begin; at its end, where it has none."""
    lines = placed.column.lines
    text = max(
        (line.bottom for one in found for line in one.column.lines if _is_text(line, size)), default=0.0
    )
    for k in range(max(0, len(lines) - _MAX_LINES), len(lines)):
        own = lines[k:]
        sure, small = _SURE_MARK.match(own[0].text), all(not _is_text(line, size) for line in own)
        if small and own[0].top >= text - size and (sure or _MARK.match(own[0].text)):
            return k
        if sure and k and _is_set_off(lines, k) and own[-1].bottom >= text:
            return k
    return len(lines)


def _is_text(line: Run, size: float) -> bool:
    return line.size > _SMALL_RATIO * size


def _is_set_off(lines: Sequence[Run], k: int) -> bool:
    """Whether there is more white above line k than between the lines above."""
    usual = median([below.top - above.top for above, below in pairwise(lines[:k])] or [1.6 * lines[0].size])
    return lines[k].top - lines[k - 1].top >= _WHITE_RATIO * usual


def _notes(lines: Sequence[Run]) -> Iterator[str]:
    """The texts of notes, each of one line or several."""
    text = ""
    for line in lines:
        if text and (_SURE_MARK.match(line.text) or _MARK.match(line.text)):
            yield text
            text = ""
        text = joined(text, line.text)
    if text:
        yield text
