"""A keyword -> other normal forms that always mean the same: numbers and dates in other digits, 着 and 著.

    2023年工作报告   二〇二三年工作报告, 二零二三年工作报告
    增长5.2%         增长百分之五点二
    三十亿元         30亿元

A variant is looked for like what was typed, so it must mean the same wherever it stands. Digits are safe:
a literal that begins or ends with one never matches inside a longer number. A Chinese numeral is not:
in ten thousand articles *half* of all 三十亿 (and the like) ended a longer numeral (一百三十亿), and 85 % of
百分之五 went on (百分之五十). So a numeral is spelled in Chinese only where the keyword closes it on both
sides (投资30亿元, but not 30亿元 alone) or where the language does (第十四届, 二〇二三年, 百分之五点二: two
decimals are one case in a hundred).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, product

from indexer.text import amounts, dates
from indexer.text.fold import fold
from indexer.text.numerals import NUMERALS

_SCRIPT = re.compile("着|著(?<![显专论名原编合巨译遗卓昭土]著)(?![名作称述者书录])")
"""看着 is 看著 in traditional script, but folding leaves both alone: 显著 and 著名 are simplified words."""


def _other_script(place: re.Match[str]) -> Iterator[str]:
    yield "著" if place[0] == "着" else "着"


_KINDS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[str]]]] = [
    *dates.KINDS,
    *amounts.KINDS,
    (_SCRIPT, _other_script),
]
_ANY = re.compile(f"[0-9{NUMERALS}着著]")


def variants(text: str, most: int = 8) -> tuple[str, ...]:
    """At most `most` other normal forms of a keyword's normal form, in a fixed order, without itself."""
    if not _ANY.search(text):
        return ()
    return rewritten(text, _places(text), most)


def rewritten(text: str, places: Iterable[tuple[int, int, Sequence[str]]], most: int) -> tuple[str, ...]:
    """The text with other forms at these places, which do not overlap and are given from left to right.

    At most `most` texts, without itself: first with every place in its first other form, then with every
    place in its second (二〇二三年三月 comes before 2023年三月), and so on; then the other combinations.
    """
    pieces: list[tuple[str, ...]] = []
    end = 0
    for start, stop, forms in places:
        pieces += [(text[end:start],), (text[start:stop], *forms)]
        end = stop
    if not pieces:
        return ()
    pieces.append((text[end:],))
    rows = (tuple(piece[min(row, len(piece) - 1)] for piece in pieces) for row in range(1, most + 1))
    joined = map("".join, islice(chain(rows, product(*pieces)), 4 * most))
    found = dict.fromkeys(map(fold, joined))  # a space that stood beside 2元 goes where it is 两元
    return tuple(islice((one for one in found if one != text), most))


def _places(text: str) -> list[tuple[int, int, list[str]]]:
    """What has other forms, from left to right; where two kinds meet, the one listed first has the place."""
    found: list[tuple[int, int, list[str]]] = []
    for pattern, forms in _KINDS:
        for place in pattern.finditer(text):
            if any(place.start() < end and start < place.end() for start, end, _ in found):
                continue
            if others := [one for one in dict.fromkeys(forms(place)) if one != place[0]]:
                found.append((*place.span(), others))
    return sorted(found)
