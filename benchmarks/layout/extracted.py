"""Text as programs extract it from the pages of a long report: lines without indents and blank lines, running
heads and page numbers among them, and letters and digits that are not half as wide as a character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from benchmarks.layout.setting import CLOSERS, OPENERS
from benchmarks.layout.truth import squeezed
from indexer.reading.layout.blocks import blocks
from indexer.reading.layout.furniture import without_furniture

_PIECE = re.compile(rf"[{re.escape(OPENERS)}]*(?:[A-Za-z0-9][A-Za-z0-9.,%/-]*|.)[{re.escape(CLOSERS)}]*")
_INDENT = 2.0  # characters
_LINES_A_PAGE = 38
_NAME = "镇江港务集团股份有限公司2023年年度报告"
_HEADINGS = "经营情况 主要会计数据 重要事项 公司业务概要 股份变动及股东情况".split()
_NUMBERINGS = "（一） 二、 1、 （3） 第二节".split()
_ACCOUNTS = "营业收入 净利润 货币资金 应收账款 固定资产 管理费用".split()
_REACH = 6  # characters on either side of a line's end, that are looked for


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file; and of the ends of its lines those that a paragraph runs across, each as the words
    on both its sides."""

    text: str
    joins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """How many of the ends of lines that had to be joined were."""

    made: int
    needed: int


def extracted(paragraphs: Sequence[str], pages: int, measure: float, digit: float, seed: str) -> Extracted:
    """A report of so many pages, its lines of so many characters; a digit is so wide."""
    random = Random(seed)
    lines: list[str] = []
    joins: list[str] = []
    source = iter(paragraphs)
    while len(lines) < pages * _LINES_A_PAGE and (text := next(source, None)):
        chance = random.random()
        if chance < 0.06:
            lines += [_row(random) for _ in range(random.randint(4, 12))]
        elif chance < 0.16:
            lines.append(random.choice(_NUMBERINGS) + random.choice(_HEADINGS))
        own = list(_wrapped(text, measure, digit))
        lines += own
        joins += [squeezed(above)[-_REACH:] + squeezed(below)[:_REACH] for above, below in pairwise(own)]
    return Extracted("\n".join(_paged(lines, pages)), tuple(joins))


def joined(one: Extracted) -> Joined:
    """What jianbao makes of it."""
    text, _ = without_furniture(one.text)
    found = "\n".join(squeezed(block.text) for block in blocks(text))
    return Joined(sum(join in found for join in one.joins), len(one.joins))


def _row(random: Random) -> str:
    figures = (f"{random.randint(1, 999)},{random.randint(100, 999)}.{random.randint(10, 99)}" for _ in "12")
    return " ".join([random.choice(_ACCOUNTS), *figures])


def _paged(lines: Sequence[str], pages: int) -> Iterator[str]:
    for number, start in enumerate(range(0, len(lines), _LINES_A_PAGE), 1):
        yield _NAME
        yield from lines[start : start + _LINES_A_PAGE]
        yield from (f"{number} / {pages}", "")


def _wrapped(text: str, measure: float, digit: float) -> Iterator[str]:
    line, used = "", _INDENT
    for found in _PIECE.finditer(text):
        piece = found.group()
        if line and used + _width(piece.rstrip(CLOSERS), digit) > measure:
            yield line
            line, used = "", 0.0
        line += piece
        used += _width(piece, digit)
    yield line


def _width(text: str, digit: float) -> float:
    return sum(digit if char.isdigit() else 0.52 if char.isascii() else 1.0 for char in text)
