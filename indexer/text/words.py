"""Normal form -> words, by jieba's search mode; and question words. The only file that imports jieba.

Chinese runs go to jieba, which yields the shorter words inside a long one as well (技术开发区 gives 技术,
开发 and 开发区 too). Latin runs and numbers never reach it: they stay whole, with decimals, per cent signs
and joined letters (5.18, 12%, c#, v2.0, pd1728_a_1). Punctuation is no word.

`rjieba` has the same dictionary and algorithm as `jieba`, at nine times the speed; it is used where
it is installed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from indexer.text.fold import HAN
from indexer.text.literal import LATIN

_original: Any = None
try:
    from rjieba import cut_for_search, tokenize
except ImportError:  # no wheel for this platform: the original, in pure Python, does the same, slower
    import jieba

    jieba.setLogLevel(logging.WARNING)  # it reports the loading of its dictionary on standard error
    cut_for_search, tokenize, _original = jieba.cut_for_search, jieba.tokenize, jieba.dt


class Word(NamedTuple):
    """A word and where it stands: `text == normal_form[start:end]`."""

    text: str
    start: int
    end: int


_CHINESE = re.compile("([\u4e00-\u9fd5]+)")
"""A run that jieba's dictionary covers."""

_OTHER = re.compile(
    rf"[{LATIN}0-9]+(?:[._'][{LATIN}0-9]+)*(?:[%#]|\++)?"
    rf"|[{HAN}]|[^\W_]"  # rare characters and other scripts, one by one
)
_RUN = re.compile(f"{_CHINESE.pattern}|{_OTHER.pattern}")


def spans(text: str, among: Collection[str] | None = None) -> Iterator[Word]:
    """The words of a normal form where they stand, run by run; those inside a long word come before it.
    If `among` is given, only the words in it: where these are few, that takes half the time."""
    for run in _RUN.finditer(text):
        first = run.start()
        for word, start, end in tokenize(run[0], "search") if run[1] else [(run[0], 0, len(run[0]))]:
            if among is None or word in among:
                yield Word(word, first + start, first + end)


def words(text: str) -> list[str]:
    """The words of a normal form, repeated as often as they stand there: those of `spans`, in no order.

    All Chinese runs (about one in ten characters ends one) go to jieba in one call, a line each: no word
    crosses a line. Four times as fast as `spans`; what time it takes is nearly all jieba's.
    """
    parts = _CHINESE.split(text)
    found = _OTHER.findall("\n".join(parts[::2]))
    found += [word for word in cut_for_search("\n".join(parts[1::2])) if word != "\n"]
    return found


def cache_in(folder: Path) -> None:
    """Let jieba keep its compiled dictionary in this folder, not in the temporary one that all share."""
    if _original is not None:  # rjieba carries its dictionary compiled
        _original.tmp_dir = str(folder)


# — question words —


_QUESTION = re.compile(
    "为什么|什么(?:样|时候)?|哪(?:些|个|儿|里|位|种|家|年|样|一)?|谁|多少|(?:何|多)(?:时|地|种|人|处|久)"
    "|几(?!内亚)(?:个|年|次|名|位|种)?|怎么样?|怎样|如何|为何|是否|是不是|有没有|能不能|请问|吗|呢"
    "|多(?=[大长高远快重深宽])"
)
"""They say what is asked, not what it is about."""


def without_questions(text: str) -> list[tuple[int, int]]:
    """The stretches of a normal form between its question words, as offsets; none is empty."""
    edges = [0, *(edge for found in _QUESTION.finditer(text) for edge in found.span()), len(text)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def is_question(word: str) -> bool:
    """True if a word of a normal form is a question word."""
    return _QUESTION.fullmatch(word) is not None
