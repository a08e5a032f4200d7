"""Normal form -> words, by jieba's search mode; and question words. The only file that imports jieba.

Chinese runs go to jieba, which yields the shorter words inside a long one as well (技术开发区 gives 技术,
开发 and 开发区 too). Latin runs and numbers never reach it: they stay whole, with decimals, per cent signs
and joined letters (5.18, 12%, c#, v2.0, pd1728_a_1). Punctuation is no word.

`rjieba` has the same dictionary and algorithm as `jieba`, at nine times the speed; it is used where
it is installed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from indexer.text.fold import HAN
from indexer.text.kinds import Numbers, kinds
from indexer.text.literal import LATIN

_original: Any = None
try:
    from rjieba import cut as cut_plain
    from rjieba import has_word as has_word
    from rjieba import tokenize
except ImportError:  # no wheel for this platform: the original, in pure Python, does the same, slower
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)  # it reports the loading of its dictionary on standard error
    cut_plain, tokenize, _original = jieba.lcut, jieba.tokenize, jieba.dt

    def has_word(word: str) -> bool:
        _original.check_initialized()
        return bool(_original.FREQ.get(word))


class Word(NamedTuple):
    """A word and where it stands: `text == normal_form[start:end]`."""

    text: str
    start: int
    end: int


_CHINESE = re.compile("([\u4e00-\u9fd5]+)")
"""A run that jieba's dictionary covers."""
_FIRST_CHINESE, _LAST_CHINESE, _LINE_END = 0x4E00, 0x9FD5, ord("\n")
_SHORT = 4
"""So many characters of such a run, in UTF-16, are one number of 64 bits; 98 of 100 words have no more."""
_UNITS = np.array([(1 << 16 * size) - 1 for size in range(_SHORT + 1)], np.uint64)
"""What is left of that number of the first so many."""
_MANY = 10_000
"""Words, of which it pays to number them by arrays: for few that takes longer."""

_WHOLE = re.compile(rf"[{LATIN}0-9]+(?:[._'][{LATIN}0-9]+)*(?:[%#]|\++)?")
"""A Latin run or number."""
_OTHER = re.compile(rf"{_WHOLE.pattern}|[{HAN}]|[^\W_]")  # rare characters and other scripts, one by one
_RUN = re.compile(f"{_CHINESE.pattern}|{_OTHER.pattern}")


def spans(text: str, among: Collection[str] | None = None) -> Iterator[Word]:
    """The words of a normal form where they stand, run by run; those inside a long word come before it.
    If `among` is given, only the words in it: where these are few, that takes half the time."""
    for run in _RUN.finditer(text):
        first = run.start()
        for word, start, end in tokenize(run[0], "search") if run[1] else [(run[0], 0, len(run[0]))]:
            if among is None or word in among:
                yield Word(word, first + start, first + end)


class Names(dict[str, int]):
    """Words, numbered in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class Cut(NamedTuple):
    """The words of a text that do not overlap, in no order: of each the number of its name, where it begins
    and how long it is. All words of the text are these and, for each, its `inner_words`. Among the names
    there is one that is no word: a line's end."""

    names: Names
    numbers: Numbers
    starts: Numbers
    sizes: Numbers


def cut(text: str) -> Cut:
    """The words of a normal form, or of many behind one another: no word crosses the end of a line.

    All of the text goes to jieba in one call, with a line's end for whatever is no Chinese character: so the
    lengths of what comes back tell where it stands. What time it takes is nearly all jieba's.
    """
    points = np.frombuffer(text.encode("utf-32-le"), "<u4")
    chinese = (points >= _FIRST_CHINESE) & (points <= _LAST_CHINESE)
    runs = np.where(chinese, points, _LINE_END)
    names = Names({"\n": 0})
    found = cut_plain(_text(runs))
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    starts = np.cumsum(sizes) - sizes
    numbers = _numbers(found, names) if len(found) < _MANY else _numbers_of_many(found, names, runs, sizes)
    others, begin = _others(points, chinese)
    kept = numbers > 0
    return Cut(
        names,
        np.concatenate([_numbers(others, names), numbers[kept]]),
        np.concatenate([begin, starts[kept]]),
        np.concatenate([np.fromiter(map(len, others), np.int64, len(others)), sizes[kept]]),
    )


def _numbers(found: Sequence[str], names: Names) -> Numbers:
    return np.fromiter(map(names.__getitem__, found), np.int64, len(found))


def _numbers_of_many(
    found: Sequence[str], names: Names, runs: npt.NDArray[np.uint32], sizes: Numbers
) -> Numbers:
    """The same in a third of the time: of all short words that are the same only one is looked up."""
    numbers = np.empty(len(found), np.int64)
    short, long = np.flatnonzero(sizes <= _SHORT), np.flatnonzero(sizes > _SHORT)
    places, of = kinds(_keys(runs, (np.cumsum(sizes) - sizes)[short], sizes[short]))
    numbers[short] = _numbers([found[at] for at in short[places].tolist()], names)[of]
    numbers[long] = _numbers([found[at] for at in long.tolist()], names)
    return numbers


def _keys(runs: npt.NDArray[np.uint32], starts: Numbers, sizes: Numbers) -> npt.NDArray[np.uint64]:
    """For each of these short words the number that its characters are."""
    units = np.zeros(runs.size + _SHORT, "<u2")
    units[: runs.size] = runs
    return sliding_window_view(units, _SHORT)[starts].view("<u8").ravel() & _UNITS[sizes]


def _others(points: npt.NDArray[np.uint32], chinese: npt.NDArray[np.bool_]) -> tuple[list[str], Numbers]:
    """What jieba does not cut, and where each begins. A line's end stands for a whole Chinese run: there is
    little to look through."""
    kept = ~chinese
    kept[1:] |= kept[:-1]
    found = list(_OTHER.finditer(_text(np.where(chinese, _LINE_END, points)[kept])))
    starts = np.fromiter((one.start() for one in found), np.int64, len(found))
    return [one[0] for one in found], np.flatnonzero(kept)[starts]


def _text(points: npt.NDArray[np.uint32]) -> str:
    return points.astype("<u4").tobytes().decode("utf-32-le")


def inner_words(word: str) -> tuple[str, ...]:
    """The shorter words inside a word of `cut`, as search mode has them: two or three characters that the
    dictionary holds."""
    return _inner_words(word) if len(word) > 2 else ()  # most words are short: they need no remembering


@lru_cache(maxsize=1 << 16)
def _inner_words(word: str) -> tuple[str, ...]:
    if not _CHINESE.fullmatch(word):
        return ()
    pieces = [word[at : at + 2] for at in range(len(word) - 1)]
    if len(word) > 3:
        pieces += [word[at : at + 3] for at in range(len(word) - 2)]
    return tuple(filter(has_word, pieces))


@lru_cache(maxsize=1 << 14)  # the dictionary is large: what lies scattered in it takes longest to look up
def is_inner_word(word: str) -> bool:
    """Whether search mode has a word wherever it stands inside a longer one."""
    return 2 <= len(word) <= 3 and _CHINESE.fullmatch(word) is not None and has_word(word)


def words(text: str) -> list[str]:
    """The words of a normal form, repeated as often as they stand there: those of `spans`, in no order."""
    if _CHINESE.fullmatch(text):  # most keywords: a tenth of the time
        return [word for one in cut_plain(text) for word in (*inner_words(one), one)]
    return [text] if is_whole(text) else words_of(cut(text))


def words_of(found: Cut) -> list[str]:
    """The words of a text that was cut."""
    names = [(*inner_words(name), name) for name in found.names]
    return [word for number in found.numbers.tolist() for word in names[number]]


@lru_cache(maxsize=1 << 14)
def singles(text: str) -> tuple[str, ...]:
    """The words of one character that a normal form has, cut by itself."""
    if _CHINESE.fullmatch(text):  # nearly always, and a tenth of the time
        return tuple(word for word in cut_plain(text) if len(word) == 1)
    found = cut(text)
    names = [*found.names]
    return tuple(names[number] for number in found.numbers.tolist() if len(names[number]) == 1)


def cache_in(folder: Path) -> None:
    """Let jieba keep its compiled dictionary in this folder, not in the temporary one that all share."""
    if _original is not None:  # rjieba carries its dictionary compiled
        _original.tmp_dir = str(folder)


def is_whole(literal: str) -> bool:
    """Whether a literal lies within one word wherever it stands: Latin runs and numbers are never cut."""
    return _WHOLE.fullmatch(literal) is not None


def wholes(literal: str) -> Iterator[str]:
    """Of a literal the pieces for which that is true, and which stand as literals wherever it does: not 1 of
    1., which stands in 1.5."""
    for found in _WHOLE.finditer(literal):
        if "." not in (literal[found.start() - 1 : found.start()], literal[found.end() : found.end() + 1]):
            yield found[0]


# — question words —


_ASKED = (
    "为什么|什么(?:样|时候|时间|地方)?|谁|多少|怎么样?|怎样|如何|为何|是否|[能可]否|是不是|有没有|能不能|请问"
    "|哪(?:一?[些个儿里位种家年样项类次届名部座条只支所]|一)?|(?:何|多)(?:时|地|种|人|处|久)"
    "|几(?![何乎率近]|内亚)[个年次名位种项类家岁天条]?|吗(?!啡)|呢(?!绒)|多(?=[大长高远快重深宽])"
)
_QUESTION = re.compile(f"(?:是|(?<!现)在|(?<![拥持没所])有)?(?:{_ASKED})(?:是(?!否))?")
"""What is asked, not what it is about: 哪里, and a 是 before it or behind (谁是), which tells nothing and may
be taken for the end of a name."""


def without_questions(text: str) -> list[tuple[int, int]]:
    """The stretches of a normal form between its question words, as offsets; none is empty."""
    edges = [0, *(edge for found in _QUESTION.finditer(text) for edge in found.span()), len(text)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def asks(text: str) -> bool:
    """True if a normal form has a question word."""
    return _QUESTION.search(text) is not None


def is_question(word: str) -> bool:
    """True if a word of a normal form is a question word."""
    return _QUESTION.fullmatch(word) is not None
