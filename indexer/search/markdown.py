"""Texts as Markdown that shows them unchanged: nothing in a report is taken for markup. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.search.answer import Marked

_MARKUP = re.compile(r"[\\`*_\[\]<>~&|$]")
_BEGINS_LINE = re.compile(r"\A(?:[#+\-=:]|\d+[.)])")
"""What begins a heading, a list, a rule or a definition where it begins a line."""
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def inline(text: str) -> str:
    """The text within a line, its line breaks as spaces."""
    return _escaped(text).strip()


def bold(text: Marked) -> str:
    """The text within a line, what is marked in bold."""
    edges = [0, *(edge for mark in text.marks for edge in mark), len(text.text)]
    shown, was_bold = "", False
    for number, (start, end) in enumerate(pairwise(edges)):
        if piece := text.text[start:end]:
            is_bold = number % 2 == 1
            shown += _bold(piece, was_bold) if is_bold else _escaped(piece)
            was_bold = is_bold
    return shown.strip()


def opening(line: str) -> str:
    """A line of Markdown that is a paragraph, whatever it begins with."""
    begun = _BEGINS_LINE.match(line)
    return f"{line[: begun.end() - 1]}\\{line[begun.end() - 1 :]}" if begun else line


def _bold(text: str, touches: bool) -> str:
    """CommonMark takes no asterisks for bold between a letter and a punctuation mark, as Chinese has them
    without spaces, or four in a row; its HTML always works."""
    if touches or not (text[0].isalnum() and text[-1].isalnum()):
        return f"<strong>{_escaped(text)}</strong>"
    return f"**{_escaped(text)}**"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", _UNSEEN.sub(" ", text))
