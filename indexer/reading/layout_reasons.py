"""The reasons why two printed lines are one paragraph, or are not."""

from __future__ import annotations

from enum import Enum


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


_JOINS = {Gap.WRAPPED, Gap.HEADLINE, Gap.CUT, Gap.NOT_INDENTED, Gap.CUT_FLOWED}
