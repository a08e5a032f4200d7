"""Slips of the finger whose right word is known, drawn from a corpus with a fixed seed.

The right words are terms of the corpus: words as the segmenter has them, and two that follow one another, of
two to six Chinese characters, in 4 to 300 of 2,500 of its reports. Then

homophone   one character becomes another that sounds alike and stands in these reports ten times at least
shape       one character becomes another that looks alike, by the list `LOOK_ALIKE` below, which was written
            by hand, and not by the table that the search has
swapped     two different neighbours change places
missing     one character is left out, of terms of three or more
extra       one character of these reports is put in between, or one is typed twice
pinyin      the whole is typed in pinyin
initials    its first letters are typed, of terms of three or more
partial     all in pinyin but the last, of which one letter is typed

What more than two of the reports have as a word, or as two side by side of any length, is no slip, and
another is drawn.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from random import Random

from benchmarks.corpus import SEED, lines, texts
from indexer.text.fold import HAN, fold
from indexer.text.pinyin import homophones, syllables
from indexer.text.words import cut

REPORTS = 2500
_OFTEN = range(4, 301)
_CHARACTERS = range(2, 7)
_USUAL = 10
_WRITTEN_SELDOM = 2
"""In so many reports a slip may stand."""
_HAN = re.compile(f"[{HAN}]+")

SIZES = {
    "homophone": 200,
    "shape": 100,
    "swapped": 50,
    "missing": 50,
    "extra": 50,
    "pinyin": 80,
    "initials": 60,
    "partial": 60,
}
"""How many are drawn of each kind."""

LOOK_ALIKE = """
    境镜 环坏 怀坏 拔拨 崇祟 晴睛 竞竟 锻缎 侯候 徒徙 洽恰 治冶 茶荼 栗粟 盲育 楷揩
    概慨 稍捎 货贷 贫贪 贪贫 析折 折拆 样洋 拍柏 渴喝 揭竭 清请 情清 精情 债侦 积识
    织职 职织 险检 检捡 验险 论沦 轮抡 抢枪 准淮 推谁 维唯 催摧 借措 错借 猎腊 距矩
    巨臣 历厉 压庄 庆厌 厦夏 度席 遍偏 编偏 场扬 扬杨 畅肠 峰蜂 部陪 培倍 署暑 免兔
    晚挽 鸟乌 师帅 享亨 毫亳 传转 博搏 微徽 狠狼 根恨 限很 抱饱 炮泡 待侍 特持 往住
    技枝 投设 没设 设没 代伐 体休 问间 间问 因困 圆园 构沟 材村 受爱 客容 官宫 宣宜
    赛寒 塞寨 字宇 季李 孤狐 优忧 层屋 居届 市布 幼幻 恩思 海悔 愉偷 载裁 扰忧 抗杭
    授援 援暖 操燥 土士 未末 天夫 干千 已己 人入 力刀 王玉 大太 日目 午牛 田由 贝见
    万方 矢失 今令 免勉 埋理 理埋 续读 读续 评坪 征证 证征 拉位 位拉 视现 现视 规现
    观现 航抗 船般 般船 股肢 服报 报服 极级 级极 吸级 枪抢 核该 该核 刻该 城域 域城
    诚城 钢刚 纲钢 岗岚 党觉 觉党 常掌 营宫 宫营 罪非 霜箱 雷雪 雪雷 需雷 霸露
"""
"""What is right, and what looks like it."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What was typed, and what was meant by it."""

    kind: str
    typed: str
    meant: str


class Terms:
    """The terms of a corpus, in how many reports each is, and how often each character stands there;
    `written` has what is written with words of one character as well."""

    def __init__(self, corpus: Path) -> None:
        self.having: Counter[str] = Counter()
        self.written: Counter[str] = Counter()
        self.characters: Counter[str] = Counter()
        for line in islice(lines(corpus), REPORTS):
            normal = "\n".join(map(fold, texts(json.loads(line))))
            words = [*_words(normal)]
            self.having.update({*_terms(words, shortest=2)})
            self.written.update({*_terms(words, shortest=1)})
            self.characters.update(normal)

    @cached_property
    def usual(self) -> list[str]:
        return sorted(c for c, often in self.characters.items() if often >= _USUAL and _HAN.match(c))

    @cached_property
    def drawn_from(self) -> list[str]:
        return sorted(one for one, often in self.having.items() if often in _OFTEN)

    def is_slip(self, typed: str) -> bool:
        return self.written[typed] <= _WRITTEN_SELDOM


def _words(normal: str) -> list[tuple[int, str]]:
    """The Chinese words of a text, and where each begins."""
    found = cut(normal)
    names = [*found.names]
    placed = sorted(
        (start, names[n]) for start, n in zip(found.starts.tolist(), found.numbers.tolist(), strict=True)
    )
    return [(start, word) for start, word in placed if _HAN.fullmatch(word)]


def _terms(words: Sequence[tuple[int, str]], shortest: int) -> Iterator[str]:
    """The words, and two side by side that have so many characters each at least."""
    yield from (word for _, word in words if len(word) in _CHARACTERS)
    for (start, word), (after, other) in pairwise(words):
        both = start + len(word) == after and min(len(word), len(other)) >= shortest
        if both and len(word + other) in _CHARACTERS:
            yield word + other


def draw(corpus: Path) -> list[Slip]:
    """So many slips of each kind as `SIZES` says; always the same for the same corpus."""
    random, terms = Random(SEED), Terms(corpus)
    return [slip for kind in SIZES for slip in islice(_drawn(kind, random, terms), SIZES[kind])]


def _drawn(kind: str, random: Random, terms: Terms) -> Iterator[Slip]:
    if kind == "shape":
        yield from _shapes(random, terms)
        return
    while True:
        meant = random.choice(terms.drawn_from)
        typed = _SLIPS[kind](random, meant, terms)
        if typed and typed != meant and terms.is_slip(typed):
            yield Slip(kind, typed, meant)


def _shapes(random: Random, terms: Terms) -> Iterator[Slip]:
    having = defaultdict(list)
    for term in terms.drawn_from:
        for char in {*term}:
            having[char].append(term)
    pairs = LOOK_ALIKE.split()
    random.shuffle(pairs)
    for pair in pairs:
        right, wrong = pair[0], pair[1]
        for meant in random.sample(having[right], len(having[right])):
            if terms.is_slip(typed := meant.replace(right, wrong, 1)):
                yield Slip("shape", typed, meant)
                break


def _homophone(random: Random, meant: str, terms: Terms) -> str:
    at = random.randrange(len(meant))
    alike = [c for c in homophones(meant)[at] if c != meant[at] and terms.characters[c] >= _USUAL]
    return meant[:at] + random.choice(alike) + meant[at + 1 :] if alike else ""


def _swapped(random: Random, meant: str, terms: Terms) -> str:
    at = random.randrange(len(meant) - 1)
    return meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :]


def _missing(random: Random, meant: str, terms: Terms) -> str:
    at = random.randrange(len(meant))
    return meant[:at] + meant[at + 1 :] if len(meant) > 2 else ""


def _extra(random: Random, meant: str, terms: Terms) -> str:
    at = random.randrange(1, len(meant))
    return meant[:at] + random.choice([meant[at - 1], random.choice(terms.usual)]) + meant[at:]


def _pinyin(random: Random, meant: str, terms: Terms) -> str:
    return "".join(_sounds(meant))


def _initials(random: Random, meant: str, terms: Terms) -> str:
    return "".join(sound[0] for sound in _sounds(meant)) if len(meant) > 2 else ""


def _partial(random: Random, meant: str, terms: Terms) -> str:
    sounds = _sounds(meant)
    return "".join([*sounds[:-1], *sounds[-1][:1]])


def _sounds(meant: str) -> list[str]:
    return [syllables(char)[0] for char in meant]


_SLIPS: dict[str, Callable[[Random, str, Terms], str]] = {
    "homophone": _homophone,
    "swapped": _swapped,
    "missing": _missing,
    "extra": _extra,
    "pinyin": _pinyin,
    "initials": _initials,
    "partial": _partial,
}
