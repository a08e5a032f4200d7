"""Characters that look alike, worked out from how characters are put together.

`python -m benchmarks.shapes cjk-decomp.txt > indexer/text/shapes.txt`. The file it reads is the CJK
decomposition data of Gavin Grover (github.com/amake/cjk-decomp), which may be used under the MIT licence; a
line of it is `语:a(讠,吾)`. What is written are groups, a line each, whose characters look alike, smallest
first; of the 6,763 characters of GB 2312 those that

- have a part in common (语 and 悟 have 吾); or
- have most of their strokes in parts of parts that they have in common (竞 and 竟), if both are of its first
  level, which has those that are in use; or
- are of a few strokes of which one differs, by the list `SIMPLE`, which was written for this.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

SIMPLE = """
    天夫无元夭 矢失先 田由甲申电 人入八 己已巳乙 未末本术 土士工干于千 日曰目白自且 贝见
    午牛生 力刀刁九 大太犬丈 王玉主五 乌鸟 戊戌戍成 毋母 今令 厂广 庆厌压庄 几凡风 儿几
    二工 三王 上止 下不 万方 子孑了 川州 巾币 心必 户尸 斤斥 水永 火灭 爪瓜 父交 片斤
    内肉 丹舟 互瓦 旦且 史吏 东车 冬各 卡卞 左右石 古舌 四西 亡云 专乞
"""
"""Characters that look alike and have no parts."""
_ALIKE = 0.65
"""Of so much of their strokes two characters have the same parts."""

FIRST_LEVEL, BOTH_LEVELS = range(0xB0, 0xD8), range(0xB0, 0xF8)
_USUAL_PART = 300
"""Parts that more characters have make nothing alike by themselves."""


class Shapes:
    """How characters, and what they are put together of, are put together."""

    def __init__(self, path: Path) -> None:
        self._parts: dict[str, tuple[str, ...]] = {}
        self._times: dict[str, int] = {}
        for line in path.read_text("utf-8").splitlines():
            name, _, rest = line.partition(":")
            how, _, parts = rest.rstrip(")").partition("(")
            self._parts[name] = tuple(filter(None, parts.split(",")))
            self._times[name] = _times(how)
        self.strokes = cache(self._strokes)
        self.common = cache(self._common)
        self.within = cache(self._within)

    def parts(self, name: str) -> tuple[str, ...]:
        return self._parts.get(name, ())

    def _strokes(self, name: str) -> int:
        parts = self.parts(name)
        return self._times[name] * sum(map(self.strokes, parts)) if parts else 1

    def _within(self, name: str) -> frozenset[str]:
        """It, its parts, their parts, and so on."""
        return frozenset([name]).union(*map(self.within, self.parts(name)))

    def _common(self, one: str, other: str) -> int:
        """How many strokes two have in parts that are the same."""
        if one == other:
            return self.strokes(one)
        if not self.within(one) & self.within(other):
            return 0
        either = [self.common(part, other) for part in self.parts(one)]
        either += [self.common(one, part) for part in self.parts(other)]
        return max(*either, self._matched(self.parts(one), self.parts(other)))

    def _matched(self, some: tuple[str, ...], others: tuple[str, ...]) -> int:
        """The same for parts side by side, each with one of the other side."""
        total, left = 0, list(others)
        for part in some:
            if left:
                best = max(left, key=lambda other: self.common(part, other))
                total += self.common(part, best)
                left.remove(best)
        return total


def _times(how: str) -> int:
    """How often the part of a repetition stands in it; a reflection is no repetition."""
    if not how.startswith("r") or how.startswith(("ref", "rot")):
        return 1
    return 3 if "3" in how else 4 if "4" in how else 2


def groups(shapes: Shapes) -> list[str]:
    """Characters that look alike, in groups."""
    having: defaultdict[str, set[str]] = defaultdict(set)
    for char in characters(BOTH_LEVELS):
        for part in {char, *shapes.parts(char)}:
            having[part].add(char)
    found = {"".join(sorted(chars)) for chars in having.values() if len(chars) > 1}
    together = {pair for chars in found for pair in combinations(chars, 2)}
    found |= {"".join(pair) for pair in {*_mostly(shapes)} - together}
    return sorted(found | {*SIMPLE.split()}, key=lambda chars: (len(chars), chars))


def _mostly(shapes: Shapes) -> Iterator[tuple[str, str]]:
    having: defaultdict[str, list[str]] = defaultdict(list)
    for char in characters(FIRST_LEVEL):
        for part in shapes.within(char):
            if shapes.strokes(part) > 2:
                having[part].append(char)
    pairs = {pair for some in having.values() if len(some) <= _USUAL_PART for pair in combinations(some, 2)}
    for one, other in pairs:
        if shapes.common(one, other) >= _ALIKE * max(shapes.strokes(one), shapes.strokes(other)):
            yield one, other


@cache
def characters(rows: range) -> str:
    """Those of these rows of GB 2312, in order of their code points."""
    codes = bytes(byte for row in rows for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return "".join(sorted(codes.decode("gb2312", "ignore")))


if __name__ == "__main__":
    print("\n".join(groups(Shapes(Path(sys.argv[1])))))
