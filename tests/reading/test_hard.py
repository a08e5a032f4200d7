"""Files made to be hard: reading takes time in proportion to their length, or hardly more.

What is counted are calls, not seconds, wherever Python does the work: that is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from benchmarks.reading.hard import EVERY
from benchmarks.reading.texts import HARD, Hard
from indexer.reading import Source
from indexer.reading.formats import read
from indexer.reading.worker import outcome
from tests.support.work import calls

BYTES = 1000
PACKED_BYTES = 12_000
"""Of formats in which a page or a style takes as much as a paragraph elsewhere."""
LONG_BYTES = 250_000
LINE_BYTES = 30_000
CALLS_A_LINE = 45

LINES = [
    one for one in HARD if one.name in ("one character, blank.txt", "page numbers.txt", "bare numbers.txt")
]


PAGES = [one for one in HARD if one.name.startswith("letters ")]
"""Of one page. Its pieces are compared each with each, but no more than so many: see test_pdf.py."""


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[Hard, int], Callable[[], object]]:
    """What reads such a file; a first, small one has been read, which brings in the libraries."""

    def prepared(hard: Hard, size: int) -> Callable[[], object]:
        folder = tmp_path / str(size)
        folder.mkdir(exist_ok=True)
        source = Source.of(folder / hard.name)
        source.path.write_bytes(hard.make(300))
        list(map(outcome, read(source, folder / "first")))
        source.path.write_bytes(hard.make(size))
        return lambda: list(map(outcome, read(source, folder / "scratch")))

    return prepared


@pytest.mark.parametrize("hard", [one for one in EVERY if one not in PAGES], ids=lambda one: one.name)
def test_four_times_the_file_is_four_times_the_work(
    hard: Hard, reading: Callable[[Hard, int], Callable[[], object]]
) -> None:
    size = PACKED_BYTES if hard.name.endswith((".pdf", ".docx")) else BYTES
    little, much = calls(reading(hard, size)), calls(reading(hard, 4 * size))
    assert much < 6 * little + 2000


@pytest.mark.parametrize("hard", LINES, ids=lambda one: one.name)
def test_a_line_that_stands_there_again_and_again_costs_little(
    hard: Hard, reading: Callable[[Hard, int], Callable[[], object]]
) -> None:
    lines = hard.make(LINE_BYTES).decode().split()
    assert calls(reading(hard, LINE_BYTES)) < CALLS_A_LINE * len(lines) + 2000


@pytest.mark.parametrize(
    "hard", [one for one in HARD if one.name.startswith("one line of")], ids=lambda one: one.name
)
def test_a_line_of_a_megabyte_is_four_of_a_quarter(
    hard: Hard, reading: Callable[[Hard, int], Callable[[], object]]
) -> None:
    """Patterns are no calls. Twice what is right is let pass, half a second more, and one more try."""

    def seconds(size: int) -> float:
        work, began = reading(hard, size), process_time()
        work()
        return process_time() - began

    for _ in range(2):
        little, much = seconds(LONG_BYTES), seconds(4 * LONG_BYTES)
        if much < 8 * little + 0.5:
            break
    assert much < 8 * little + 0.5
