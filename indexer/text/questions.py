"""The words that make a question of a sentence. They say what is asked, not what it is about."""

from __future__ import annotations

import re

_QUESTION = re.compile(
    "为什么|什么(?:样|时候)?|哪(?:些|个|儿|里|位|种|家|年|样|一)?|谁|多少|(?:何|多)(?:时|地|种|人|处|久)"
    "|几(?!内亚)(?:个|年|次|名|位|种)?|怎么样?|怎样|如何|为何|是否|是不是|有没有|能不能|请问|吗|呢"
    "|多(?=[大长高远快重深宽])"
)


def without_questions(text: str) -> list[tuple[int, int]]:
    """The stretches of a normal form between its question words, as offsets; none is empty."""
    edges = [0, *(edge for found in _QUESTION.finditer(text) for edge in found.span()), len(text)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def is_question(word: str) -> bool:
    """True if a word of a normal form is one of these."""
    return _QUESTION.fullmatch(word) is not None
