"""Pages -> their printed lines, as `layout.blocks` reads them. Pure.

Columns follow each other in the order in which they are read. A line keeps its indent, as spaces of half a
character each; a blank line stands for a change of column or page, of the size of the font, and for
more white than lies between the other lines. Rows of tables, footnotes and what is set in another direction
stand apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from indexer.reading.print.healing import whole
from indexer.reading.print.margins import PageRuns, without_margins
from indexer.reading.print.notes import without_notes
from indexer.reading.print.order import columns, steps
from indexer.reading.print.places import Placed, Places
from indexer.reading.print.plain import plain
from indexer.reading.print.runs import PrintedPage, Run, em, runs
from indexer.reading.print.setting import BLANK, BLANK_RATIO, PrintedLine, Setting, is_same_size
from indexer.reading.print.tables import with_tables
from indexer.reading.source import Working

_Apart = tuple[PrintedLine, ...]
_Piece = Placed | _Apart
"""A column, or lines that stand apart."""


@dataclass(frozen=True, slots=True)
class PrintedText:
    """The printed lines of all pages. `plain` are the numbers of the pages that were not understood and are
    read as they stand, each with what went wrong."""

    lines: list[PrintedLine]
    plain: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The runs of a page, and the texts on it that are set in another direction."""

    runs: PageRuns
    asides: list[tuple[str, ...]]


def printed_lines(pages: Sequence[PrintedPage]) -> Generator[Working, None, PrintedText]:
    """The printed lines of all pages, without headers, footers and page numbers. Says after every page that
    it is at work."""
    wrong: dict[int, str] = {}
    seen: dict[int, _Seen] = {}
    for k, page in enumerate(pages):
        with _noted(wrong, k):
            seen[k] = _Seen(PageRuns(tuple(runs(page.glyphs)), page.top, page.bottom), _asides(page))
        yield Working()
    running = dict(zip(seen, without_margins([one.runs for one in seen.values()]), strict=True))
    stamps = _stamps({k: one.asides for k, one in seen.items()})
    found: list[_Piece] = []
    for k, page in enumerate(pages):
        own: list[_Piece] = []
        with _noted(wrong, k):
            own += _pieces(page, running.get(k, ()))
        asides = seen[k].asides if k in seen else ()
        own += [_apart(texts, page.number) for texts in asides if texts not in stamps]
        found += [_apart(plain(page), page.number)] if k in wrong else own
        yield Working()
    lines = _printed([*found, *(_apart(texts, pages[k].number) for texts, k in stamps.items())])
    return PrintedText(lines, {pages[k].number: told for k, told in wrong.items()})


@contextmanager
def _noted(wrong: dict[int, str], page: int) -> Iterator[None]:
    """Whatever is wrong with our reading of the layout of one page, it costs no other."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        wrong[page] = f"{type(error).__name__}：{error}"


def _stamps(asides: Mapping[int, list[tuple[str, ...]]]) -> dict[tuple[str, ...], int]:
    """What is set in another direction on several pages, each with the first of them."""
    on = [(texts, k) for k, own in asides.items() for texts in own]
    count = Counter(texts for texts, _ in on)
    return {texts: k for texts, k in reversed(on) if count[texts] > 1}


def _asides(page: PrintedPage) -> list[tuple[str, ...]]:
    """The texts of a page that are set in another direction."""
    lines = (_printed([*_pieces(aside, runs(aside.glyphs))]) for aside in page.asides)
    return [tuple(block.text for block in whole(one)) for one in lines]


def _apart(texts: Iterable[str], page: int) -> _Apart:
    return tuple(PrintedLine(text, 0.0, page=page, is_apart=True) for text in texts)


# — one page —


def _pieces(page: PrintedPage, own: Sequence[Run]) -> Iterator[_Piece]:
    """The columns of a page, its tables and footnotes."""
    found = [Placed(one, page.number, page.left, page.right) for one in columns(with_tables(own, page.rules))]
    for placed, notes in without_notes(found, em(own)):
        if placed:
            yield from _divided(placed)
        if notes:
            yield _apart(notes, page.number)


def _divided(placed: Placed) -> Iterator[_Piece]:
    """A column, divided where a table stands in it."""
    for is_table, group in groupby(placed.column.lines, key=_is_table):
        lines = tuple(group)
        if is_table:
            yield _apart((text for line in lines for text in _texts(line)), placed.page)
        else:
            yield replace(placed, column=replace(placed.column, lines=lines))


def _is_table(line: Run) -> bool:
    return any(one.rows is not None for one in line.glyphs)


def _texts(line: Run) -> Iterator[str]:
    """The rows of a table, and what stands beside it."""
    for one in line.glyphs:
        yield from one.rows or ()
    if beside := [one for one in line.glyphs if one.rows is None]:
        yield Run.of(beside).text


# — all pages —


def _printed(found: Sequence[_Piece]) -> list[PrintedLine]:
    placed = [one for one in found if isinstance(one, Placed)]
    usual = median([step for one in placed for step in steps(one.column)] or [1.5])
    unit, places = em([line for one in placed for line in one.column.lines]), Places(placed)
    lines: list[PrintedLine] = []
    above: Placed | None = None
    for one in found:
        if not isinstance(one, Placed):
            lines += one
            above = None
            continue
        left = places.left(one)
        if lines and not (above and _goes_straight_on(above, one, usual)):
            if above and _overlaps(above, one) and abs(left - places.left(above)) > one.size / 2:
                lines[-1] = replace(lines[-1], is_full=False)  # what begins elsewhere below is something else
            lines.append(BLANK)
        lines += Setting(one.column.lines, left, places.right(one, left), usual, unit, one.page).printed()
        above = one
    return lines


def _goes_straight_on(above: Placed, below: Placed, usual: float) -> bool:
    """Whether a column only begins anew because its last lines do not stand one below the other."""
    last, first = above.column.lines[-1], below.column.lines[0]
    beneath = 0 < (first.top - last.top) / last.size < BLANK_RATIO * usual
    return above.page == below.page and beneath and is_same_size(last, first) and _overlaps(above, below)


def _overlaps(above: Placed, below: Placed) -> bool:
    one, other = above.column, below.column
    return min(one.right, other.right) > max(one.left, other.left)
