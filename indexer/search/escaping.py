"""Texts as Markdown shows them, and rows as spreadsheets open them: unchanged, with nothing of a report taken
for markup or run as a formula. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import pairwise

from indexer.search.answer import Marked, Passage

# — Markdown —


_MARKUP = re.compile(r"[\\`*_\[\]<>~&|$]")
_BEGINS_LINE = re.compile(r"\A(?:[#+\-=:]|\d+[.)])")
"""What begins a heading, a list, a rule or a definition where it begins a line."""
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def inline(text: str) -> str:
    """The text within a line, its line breaks as spaces."""
    return _escaped(text).strip()


def bold(text: Marked | Passage) -> str:
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


# — CSV —


_BOM = "\ufeff"
"""Without it Excel takes the text for one in the system's own encoding."""

_FORMULA = re.compile("[-=+@\t\r\n'＝＋－＠]")
"""What a cell begins with that a spreadsheet would run (full-width in Chinese and Japanese Excel), and the
apostrophe itself, so that taking one away from every cell that begins with it gives back what was put in.
(OWASP, "CSV Injection")"""


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The rows as pieces of a CSV file (RFC 4180), one a row and each when it is asked for.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    line = StringIO()
    writer = csv.writer(line)
    line.write(_BOM)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
