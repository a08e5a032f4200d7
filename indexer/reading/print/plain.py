"""A page whose layout is not understood -> its text, line by line, as it stands across all columns. Pure.

Nothing of what reads layouts is used here: whatever is wrong with that, the text is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.reading.layout import blocks as layout
from indexer.reading.layout.lines import NOISE
from indexer.reading.print.runs import Glyph, PrintedPage

_SAME_LINE_SIZES = 0.5  # by which the middles of two characters of one line may differ
_WORD_GAP_SIZES = 0.17  # of white, that parts two words of ASCII
_GAP_SIZES = 0.6  # that parts anything else


def plain(page: PrintedPage) -> list[str]:
    """The paragraphs of a page; if even that fails, its lines."""
    lines = [NOISE.sub("", line) for one in (page, *page.asides) for line in _lines(one)]
    try:
        return [block.text for block in layout.blocks("\n".join(lines))]
    except MemoryError:
        raise
    except Exception:
        return [line.strip() for line in lines if line.strip()]


def _lines(page: PrintedPage) -> Iterator[str]:
    seen = [one for one in page.glyphs if not one.text.isspace()]
    edge = min((one.left for one in seen), default=0.0)
    rows: list[list[Glyph]] = []
    for one in sorted(seen, key=_middle):
        if rows and _middle(one) - _middle(rows[-1][0]) < _SAME_LINE_SIZES * rows[-1][0].size:
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        row.sort(key=lambda one: one.left)
        yield " " * round(2 * (row[0].left - edge) / max(1.0, row[0].size)) + _text(row)


def _text(row: Sequence[Glyph]) -> str:
    text = row[0].text
    for last, one in pairwise(row):
        least = _WORD_GAP_SIZES if last.text.isascii() and one.text.isascii() else _GAP_SIZES
        text += (" " if one.left - last.right > least * last.size else "") + one.text
    return text


def _middle(one: Glyph) -> float:
    return (one.top + one.bottom) / 2
