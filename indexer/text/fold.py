"""Text -> normal form, with a map back. Queries and reports go through the same function.

What is compared is the normal form; what is shown is the original. Two texts that a reader would
call the same — full or half width, capital or small, traditional or simplified, straight or curly
quotes, spaced by a typesetter or not — have one normal form.

    original     '２０２３ 年，新簽約\\n1,260.58億元'
    normal form  '2023年，新签约1260.58亿元'

Each character is folded on its own first (`_Table`), then three rules look at neighbours: marks are
composed with their base, a thousands separator inside a number is dropped, and white space beside a
Chinese character is dropped while any other run of it becomes one space.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from opencc import OpenCC

HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""The Chinese characters, as the inside of a regular expression's class."""

COMMA = "，"
"""The normal form of a comma. NFKC makes it an ASCII one, but then the separator of 12,345 and the
comma of 第1，234 could not be told apart any more and folding twice would differ from folding once."""

_ALIKE = {
    '"': "“”„‟〝〞〟「」『』﹁﹂﹃﹄",
    "'": "‘’‚‛",
    "-": "‐‑‒–—―−─━",
    "~": "〜",
    "〇": "○◯",
    "·": "•‧∙⋅・",
    COMMA: ",，",
}
_UNIFIED = {ord(variant): one for one, variants in _ALIKE.items() for variant in variants}

_INVISIBLE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Variation selectors: they choose a glyph, not a character."""

_SEPARATED = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_DROPPED = "\u2063"
"""An invisible character, put in a separator's place so that no offset moves before the map is made."""

_TIGHT = HAN + "\u3001-\u3003\u3008-\u3011\u3014-\u301b"
"""What no space stands beside: Chinese characters, and the punctuation that only Chinese has."""

_SPACE = re.compile(rf" (?:(?<![^ {_TIGHT}] )|(?! *[^ {_TIGHT}]))")
"""A dropped space: no character, another space or a tight one stands before it, or no character or a
tight one behind its run. It begins with the space, for which alone a text is scanned fast."""

_simplify = OpenCC("t2s").convert


class _Table(dict[str, str]):
    """Character -> its normal form, computed when first met (7 µs)."""

    def __missing__(self, char: str) -> str:
        folded = char
        for _ in range(4):  # until nothing changes: ㎏ -> kg, İ -> i̇, 發 -> 发
            before, folded = folded, "".join(map(self._step, folded))
            if folded == before:
                break
        self[char] = folded
        return folded

    def _step(self, char: str) -> str:
        if char.isspace():
            return " "
        if unicodedata.category(char) in ("Cc", "Cf") or _INVISIBLE.match(char):
            return ""
        if unicodedata.category(char) == "Cs":  # half a surrogate pair cannot be stored as UTF-8
            return "\ufffd"
        if (one := _UNIFIED.get(ord(char))) is not None:
            return one
        simple = _simplify(char)
        return unicodedata.normalize("NFKC", simple if len(simple) == 1 else char).lower()


def _unusual() -> re.Pattern[str]:
    """Finds each character that folding may change, and few that it does not.

    Most of ASCII, six marks and nearly all of the 3,755 characters of GB 2312's first level fold to
    themselves, and 97.7 % of Chinese news is made of them. One scan passes over these and only the rest
    is looked up: three times as fast as translating every character. More characters would serve rare
    names only, and take longer to compile than the 8 ms that a process now spends here once.
    """
    rows, cells = range(0xB0, 0xD8), range(0xA1, 0xFF)
    codes = bytes(byte for row in rows for cell in cells for byte in (row, cell))
    common = codes.decode("gb2312", "ignore")  # the last row has five empty cells
    simple = _simplify("\n".join(common)).split("\n")  # each on its own line, so that no two make a word
    usual = "".join(char for char, one in zip(common, simple, strict=True) if char == one)
    return re.compile(rf"[^ !-+\--@\[-~，。、《》·{usual}]")


_TABLE, _UNUSUAL = _Table(), _unusual()


def fold(text: str) -> str:
    """The normal form of a text. `fold(fold(t)) == fold(t)`; it is empty where nothing is visible."""
    folded = _each(_without_separators(text))
    if not unicodedata.is_normalized("NFC", folded):
        return Folded.of(text).text
    return _SPACE.sub("", folded) if " " in folded else folded


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A normal form that knows where it came from.

    `text` equals `fold(source)`. Its character i stands for `source[starts[i]:ends[i]]`; both arrays
    are int32, never decrease, and have the length of `text`. Characters that one original character
    folds into (℃ → °c) share its span.
    """

    text: str
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]

    @classmethod
    def of(cls, source: str) -> Folded:
        even = _without_separators(source)
        text = _each(even)
        lengths = np.ones(len(even), dtype=np.intp)
        for one in _UNUSUAL.finditer(even):
            lengths[one.start()] = len(_TABLE[one[0]])
        starts = np.repeat(np.arange(len(even), dtype=np.int32), lengths)
        ends = starts + np.int32(1)
        if not unicodedata.is_normalized("NFC", text):
            text, starts, ends = _composed(text, starts, ends)
        if " " not in text:
            return cls(text, starts, ends)
        kept = np.ones(len(text), dtype=np.bool_)
        for space in _SPACE.finditer(text):
            kept[space.start() : space.end()] = False
        return cls(_SPACE.sub("", text), starts[kept], ends[kept])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, which must not be empty, stands in the original."""
        return int(self.starts[start]), int(self.ends[end - 1])


def _each(text: str) -> str:
    """Every character folded on its own."""
    return _UNUSUAL.sub(lambda one: _TABLE[one[0]], text)


def _without_separators(text: str) -> str:
    if "," not in text:
        return text
    return _SEPARATED.sub(lambda number: number[0].replace(",", _DROPPED), text)


def _composed(
    text: str, starts: npt.NDArray[np.int32], ends: npt.NDArray[np.int32]
) -> tuple[str, npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """NFC, cluster by cluster: every character of a cluster gets the whole cluster's span."""
    borders = [0]
    for i in range(1, len(text)):
        if not _joins(text[borders[-1] : i], text[i]):
            borders.append(i)
    borders.append(len(text))
    clusters = [unicodedata.normalize("NFC", text[a:b]) for a, b in pairwise(borders)]
    lengths = [len(cluster) for cluster in clusters]
    first, last = np.array(borders[:-1]), np.array(borders[1:]) - 1
    return "".join(clusters), np.repeat(starts[first], lengths), np.repeat(ends[last], lengths)


def _joins(cluster: str, char: str) -> bool:
    """True if the character is a mark on the cluster, or composes with it (as Korean letters do)."""
    if unicodedata.combining(char):
        return True
    return not unicodedata.is_normalized("NFC", cluster[-1] + char) and not unicodedata.combining(cluster[-1])
