"""Printed lines -> the blocks of their text, also where only print shows that a paragraph goes on. Pure.

`layout` reads widths off the characters. On a page they are known: a line of narrow digits and commas may
be full that counts as short, and in a letter of ten lines no column can be told by counting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from indexer.reading.layout import blocks as layout
from indexer.reading.layout.lines import is_entry, is_mid_sentence, joined
from indexer.reading.print.setting import PrintedLine
from indexer.report import Block, Kind

_SAME_SIZE_SHARE = 0.05  # of its size, by which one line may differ from the next
_INDENTED_SHARE = 0.1  # of the lines that open a paragraph, in a text whose paragraphs are indented


def whole(lines: Sequence[PrintedLine]) -> tuple[Block, ...]:
    """The blocks of these lines."""
    return _healed(layout.blocks("\n".join(line.text for line in lines)), lines)


def _healed(found: tuple[Block, ...], lines: Sequence[PrintedLine]) -> tuple[Block, ...]:
    """The blocks, which hold these lines and nothing else. Those that one paragraph was cut into are joined:
    print shows that it goes on, though its words alone do not."""
    ends = list(accumulate(length(block.text) for block in found))
    if not ends or ends[-1] != sum(length(line.text) for line in lines):
        return found
    inside = set(_going_on(lines))
    whole = [found[0]]
    for end, block in zip(ends, found[1:], strict=False):
        if end in inside:
            whole[-1] = Block(Kind.PARAGRAPH, joined(whole[-1].text, block.text))
        else:
            whole.append(block)
    return tuple(whole)


def _going_on(lines: Sequence[PrintedLine]) -> Iterator[int]:
    """How many characters stand before every gap that a paragraph runs across."""
    seen = [line for line in lines if line.text]
    indented = sum(not line.is_flush for line in seen) >= _INDENTED_SHARE * len(seen)
    before = 0
    for above, below in pairwise(seen):
        before += length(above.text)
        alike = abs(above.size - below.size) < _SAME_SIZE_SHARE * above.size
        if (
            above.is_full
            and below.is_flush
            and alike
            and not is_entry(above.text)
            and (indented or is_mid_sentence(above.text))
        ):
            yield before


def length(text: str) -> int:
    """Of a text, without white space, which is all that is lost or added on the way from lines to blocks."""
    return len("".join(text.split()))
