"""Operators that were typed as words: who typed 港口 or 码头 probably meant 港口 | 码头."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from indexer.query.tokens import QUOTED
from indexer.text.fold import HAN

_SPELT = {"or": "| ", "and": "", "not": "-"}
"""What is typed instead of the word and the space behind it."""
_WORD = re.compile(rf"(?<=\s)({'|'.join(_SPELT)})\s+(?=\S)")
_LAST, _FIRST = re.compile(rf"[{HAN}]\S*\s+$"), re.compile(rf"\S*[{HAN}]")


def with_operators(typed: str) -> str | None:
    """The question with operators for the small letters between Chinese keywords; None where it has none.
    What stands in quotation marks is left alone."""
    meant = "".join(chain.from_iterable(_pieces(typed)))
    return meant if meant != typed else None


def _pieces(typed: str) -> Iterator[tuple[str, str]]:
    quoted = {place for one in QUOTED.finditer(typed) for place in range(*one.span())}
    end = 0
    for word in _WORD.finditer(typed):
        between = _LAST.search(typed, 0, word.start()) and _FIRST.match(typed, word.end())
        if word.start() in quoted or not between:
            continue
        yield typed[end : word.start()], _SPELT[word[1]]
        end = word.end()
    yield typed[end:], ""
