"""How likely characters are to be meant that so many reports have as words side by side. Pure."""

from __future__ import annotations

from indexer.text.words import singles

LIKELINESS_OF_SINGLES = 0.1
"""Words of one character are so much less likely to be meant: 经领取 is 经 and 领取."""


def likeliness(text: str, reports: int) -> float:
    """How likely the characters of a text are to be meant: in proportion to the reports that have them."""
    return reports * LIKELINESS_OF_SINGLES ** len(singles(text))
