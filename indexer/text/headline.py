"""Where a line of a headline may begin: between words, as an editor breaks it."""

from __future__ import annotations

from functools import lru_cache

from indexer.text.fold import Folded
from indexer.text.normal import END_OF_BLOCK, borders_of

_NEVER_FIRST = frozenset("的了着之等们")
"""Words that belong to the one before."""


@lru_cache(maxsize=1 << 12)
def line_breaks(text: str) -> tuple[int, ...]:
    """The places of a text, in code points, before which a line may begin where there is neither a space nor
    a punctuation mark: at these a line may begin anyhow. A number stays with its unit. To find them takes
    40 µs, and titles come again and again."""
    folded = Folded.of(text)
    normal, starts = folded.text, folded.starts.tolist()
    borders = borders_of(normal + END_OF_BLOCK).nonzero()[0].tolist()
    return tuple(
        [starts[at] for at in borders if 0 < at < len(normal) and _is_between(normal[at - 1], normal[at])]
    )


def _is_between(last: str, first: str) -> bool:
    """Whether a line may end with the one, which ends a word, and the next begin with the other."""
    has_unit = last.isdigit() and not first.isascii()
    return last.isalnum() and first.isalnum() and first not in _NEVER_FIRST and not has_unit
