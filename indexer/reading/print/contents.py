"""Tables of contents, whose entries may take several lines: dots lead from the last one to a number. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.reading.layout.flow import OPENER
from indexer.reading.layout.lines import ends_sentence, is_entry
from indexer.reading.print.runs import Run

_ROOM_SIZES = 6.0  # between a line that goes on below and the number of its entry
_STEP_RATIO = 1.35  # to the usual distance of two lines: more white begins something else


def going_on(lines: Sequence[Run], texts: Sequence[str], usual: float) -> frozenset[int]:
    """The lines of a column that go on with the entry begun above them, by their numbers. An entry without
    another above or below is none: a paragraph may end with dots and a number."""
    spans = list(_entries(lines, texts, usual))
    edges = {span[0] - 1 for span in spans} | {span[-1] + 1 for span in spans}
    return frozenset(k for span in spans if edges & {span[0], span[-1]} for k in span[1:])


def _entries(lines: Sequence[Run], texts: Sequence[str], usual: float) -> Iterator[range]:
    """The lines of each entry, from the last one up."""
    stop = len(lines)
    for end in reversed(range(len(lines))):
        if end < stop and is_entry(texts[end]):
            stop = end
            while stop and _leads_on(lines, texts, stop - 1, end, usual):
                stop -= 1
            yield range(stop, end + 1)


def _leads_on(lines: Sequence[Run], texts: Sequence[str], k: int, end: int, usual: float) -> bool:
    """Whether line k, above a part of the entry that ends with line `end`, is a part of it."""
    line, below = lines[k], lines[k + 1]
    near = below.top - line.top < _STEP_RATIO * usual * line.size
    wide = lines[end].right - line.right < _ROOM_SIZES * line.size
    ended = is_entry(texts[k]) or ends_sentence(texts[k]) or OPENER.match(texts[k + 1])
    return near and wide and not ended
