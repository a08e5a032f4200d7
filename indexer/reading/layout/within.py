"""Why two lines are one paragraph, or are not; and the gaps inside a column, where no blank line stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise

from indexer.reading.layout.columns import INDENT_WIDTH, core_width, fills, is_full
from indexer.reading.layout.lines import TextLine, ends_sentence, is_mid_sentence


class Gap(Enum):
    """Why two lines are one paragraph, or are not."""

    WRAPPED = "the column was full"
    HEADLINE = "lines of one headline"
    CUT = "the column ended in mid-sentence"
    NOT_INDENTED = "the column ended with a sentence, and the next begins without an indent"
    CUT_FLOWED = "text that is not wrapped was cut in mid-sentence"
    INDENT = "an indent opens a paragraph"
    SHORT = "the next word would have fitted"
    OWN_LINE = "every paragraph stands on its own line"
    PAGE = "a line of the page, not of its text"
    ENDED = "a blank line after a finished paragraph"

    @property
    def joins(self) -> bool:
        return self in _JOINS


_JOINS = (Gap.WRAPPED, Gap.HEADLINE, Gap.CUT, Gap.NOT_INDENTED, Gap.CUT_FLOWED)  # to hash one takes longer


def column(
    own: Sequence[TextLine],
    measure: int,
    indented: bool = False,
    goes_on: bool = False,
    beyond: TextLine | None = None,
) -> list[Gap]:
    """The gap below each line but the last. A paragraph that is under way does not end where no sentence
    does, however short the line; and if paragraphs were `indented`, one whose last line is full ends where
    the next line is short by an indent. `goes_on` says that the first line goes on with a paragraph of the
    column before; `beyond` is the line that follows in the next column."""
    found: list[Gap] = []
    for k in range(len(own) - 1):
        opens = not found[-1].joins if found else not goes_on
        if indented and not opens and _ends_before_indent(own, k, measure, beyond):
            found.append(Gap.INDENT)
        elif not opens and is_mid_sentence(own[k].text):
            found.append(Gap.WRAPPED)
        else:
            found.append(wrapped(own[k], own[k + 1], measure, opens))
    return found


def are_indented(columns: Iterable[tuple[Sequence[TextLine], int]]) -> bool:
    """Whether paragraphs that no blank line parts had indents, by the lines after those that are short."""
    had = among = 0
    for own, measure in columns:
        opening = [k + 1 for k, gap in enumerate(column(own, measure)) if not gap.joins]
        had += sum(_had_indent(own, k, measure) for k in opening)
        among += len(opening)
    return 3 * had > among


def wrapped(line: TextLine, following: TextLine, measure: int, opens: bool) -> Gap:
    """Whether `line` was broken because the column was full; one that opens a paragraph had an indent."""
    slack = 2 + (INDENT_WIDTH if opens else 0)
    return Gap.WRAPPED if is_full(line, following, measure, slack) else Gap.SHORT


def _ends_before_indent(own: Sequence[TextLine], k: int, measure: int, beyond: TextLine | None) -> bool:
    """Whether a paragraph may end with line k, and the next line lost an indent."""
    line = own[k]
    may_end = ends_sentence(line.text) or line.text[-1] in "：；:;"
    return (may_end or not is_full(line, own[k + 1], measure, 2)) and _had_indent(own, k + 1, measure, beyond)


def _had_indent(own: Sequence[TextLine], k: int, measure: int, beyond: TextLine | None = None) -> bool:
    """Whether a line is short by an indent whose spaces were lost, and by no more."""
    following = own[k + 1] if k + 1 < len(own) else beyond
    if following is None or fills(own[k], following, measure):
        return False
    return core_width(own[k]) + INDENT_WIDTH <= measure and fills(own[k], following, measure, INDENT_WIDTH)


def is_within(own: Sequence[TextLine], measure: int) -> bool:
    """Whether lines may be several short paragraphs of a column: none is wider, and some are full."""
    full = any(fills(a, b, measure) for a, b in pairwise(own))
    return full and all(core_width(line) <= measure for line in own)
