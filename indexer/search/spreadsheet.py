"""Rows as CSV that spreadsheets open as they should: in UTF-8, and with nothing in it run as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

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
