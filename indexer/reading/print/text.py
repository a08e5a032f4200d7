"""Pages -> their printed lines, as `layout.blocks` reads them. Pure.

Columns follow each other in the order in which they are read. A line keeps its indent, as spaces of half a
character each; a blank line stands for a change of column or page, of the size of the font, and for
more white than lies between the other lines. Text that is set vertically is not turned.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from indexer.reading.layout.lines import ends_sentence, is_mid_sentence, token_width, width
from indexer.reading.print.margins import PageRuns, without_margins
from indexer.reading.print.order import HEADLINE_RATIO, Column, columns, steps
from indexer.reading.print.runs import PrintedPage, Run, em, runs
from indexer.reading.source import Working

_MIN_INDENT_WIDTH = 3  # half characters: less is a mark that hangs out, or a page that lay askew
_MAX_INDENT_WIDTH = (
    4  # half characters: a line set further in is centred, or set to the right: no paragraph opens
)
_LOOSE_SIZES = 0.2  # by which a full line may be wanting
_ROOM_SIZES = 1.5  # of white at the end of a line that is not full
_BLANK_RATIO = 1.35  # to the usual distance of two lines: a blank line
_OTHER_SIZE_RATIO = 1.12  # of two sizes that are not the same
_MAX_HEADLINE_WIDTH = 120  # half characters
_ROUNDING = 0.25  # of places, in sizes of the font, and of sizes


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A printed line with its indent; of a headline all its lines. It is empty where a blank line stands."""

    text: str
    size: float
    is_full: bool = False
    """Whether it ends at the right edge of its column, so that what follows would not have fitted."""
    is_flush: bool = False
    """Whether it begins at the left edge of its column."""
    page: int = 0
    """The number of its page."""


_BLANK = PrintedLine("", 0.0)


def printed_lines(pages: Sequence[PrintedPage]) -> Generator[Working, None, list[PrintedLine]]:
    """The printed lines of all pages, without headers, footers and page numbers, and after them whatever
    is set in another direction. Says after every page that it is at work."""
    marked: list[PageRuns] = []
    for page in pages:
        marked.append(PageRuns(tuple(runs(page.glyphs)), page.top, page.bottom))
        yield Working()
    found: list[Column] = []
    numbers: list[int] = []
    for page, own in zip(pages, without_margins(marked), strict=True):
        found += columns(own)
        numbers += [page.number] * (len(found) - len(numbers))
        yield Working()
    lines = _printed(found, numbers)
    asides: dict[tuple[PrintedLine, ...], int] = {}
    for aside, number in [(aside, page.number) for page in pages for aside in page.asides]:
        beside = columns(runs(aside.glyphs))
        asides.setdefault(tuple(_printed(beside, [0] * len(beside))), number)
    for stamp, number in asides.items():  # a stamp stands on every page: it is read on the first
        lines += [_BLANK, *(replace(line, page=number) for line in stamp)]
    return lines


def _printed(found: Sequence[Column], numbers: Sequence[int]) -> list[PrintedLine]:
    """The lines of columns, of which each stands on the page of its number."""
    usual, unit = _usual_step(found), em([line for column in found for line in column.lines])
    lines: list[PrintedLine] = []
    places = _Places(found)
    lefts = [places.left(column) for column in found]
    for i, column in enumerate(found):
        if i and not _goes_straight_on(found[i - 1], column, usual):
            below = min(found[i - 1].right, column.right) > max(found[i - 1].left, column.left)
            if below and abs(lefts[i] - lefts[i - 1]) > column.lines[0].size / 2:
                lines[-1] = replace(lines[-1], is_full=False)  # what begins elsewhere below is something else
            lines.append(_BLANK)
        right = places.right(column, lefts[i])
        own = _Setting(column.lines, lefts[i], right, usual, unit).printed()
        lines += [replace(line, page=numbers[i]) for line in own]
    return lines


def _usual_step(found: Sequence[Column]) -> float:
    return median([step for column in found for step in steps(column)] or [1.5])


def _goes_straight_on(above: Column, below: Column, usual: float) -> bool:
    """Whether a column only begins anew because its last lines do not stand one below the other."""
    last, first = above.lines[-1], below.lines[0]
    beneath = 0 < (first.top - last.top) / last.size < _BLANK_RATIO * usual
    return (
        beneath and _is_same_size(last, first) and min(above.right, below.right) > max(above.left, below.left)
    )


class _Places:
    """The columns of all pages, by where they begin. Places and sizes are rounded, so that there are not
    many, however many pages there are: what is known of one is found out once."""

    def __init__(self, found: Sequence[Column]) -> None:
        columns = sorted(found, key=lambda one: one.edge)
        self._edges = [one.edge for one in columns]
        self._lines = [one.lines for one in columns]
        self._ends: dict[tuple[int, float], list[float]] = {}
        self._reach: dict[float, float] = {}
        """Of columns that are long: where they begin, and how far to the right any of them reaches."""
        for one in columns:
            if len(one.lines) > 2:
                edge = round(one.edge, 1)
                self._reach[edge] = max(one.right, self._reach.get(edge, one.right))
        self._long = list(self._reach)

    def left(self, column: Column) -> float:
        """Where the lines of the column begin. One or two may all be indented; then longer columns above or
        below tell."""
        if len(column.lines) > 2:
            return column.edge
        room = column.edge - (_MAX_INDENT_WIDTH + 1) / 2 * column.lines[0].size
        near = self._long[bisect_left(self._long, room) : bisect_right(self._long, column.edge)]
        return next((edge for edge in near if self._reach[edge] > column.edge), column.edge)

    def right(self, column: Column, left: float) -> float:
        """Where the lines of the column end, by all lines that stand in the same place of any page; one in
        ten may reach over the edge."""
        size = max(_ROUNDING, round(column.lines[0].size / _ROUNDING) * _ROUNDING)
        key = round(left / size / _ROUNDING), size
        if key not in self._ends:
            low = bisect_right(self._edges, (key[0] * _ROUNDING - 1) * size)
            high = bisect_left(self._edges, (key[0] * _ROUNDING + 1) * size)
            self._ends[key] = sorted(line.right for lines in self._lines[low:high] for line in lines)
        ends = self._ends[key]
        count = bisect_right(ends, column.right)
        return ends[count - 1 - count // 10] if count else max(line.right for line in column.lines)


def _is_same_size(one: Run, other: Run) -> bool:
    return max(one.size, other.size) < _OTHER_SIZE_RATIO * min(one.size, other.size)


@dataclass(frozen=True, slots=True)
class _Setting:
    """A column with what is known of how it is set: where its lines begin and end, the usual step from line
    to line in sizes of the font, and the size of the text."""

    lines: tuple[Run, ...]
    left: float
    right: float
    usual: float
    unit: float

    def printed(self) -> list[PrintedLine]:
        found: list[PrintedLine] = []
        for k, line in enumerate(self.lines):
            text = line.text
            if k and self._is_headline(k) and width(found[-1].text) + width(text) <= _MAX_HEADLINE_WIDTH:
                found[-1] = PrintedLine(found[-1].text + text, line.size)
                continue
            if k and self._is_apart(k):
                found[-1:] = [replace(found[-1], is_full=False), _BLANK]
            indent = self._indent(k)
            found.append(PrintedLine(" " * indent + text, line.size, self._is_full(k), not indent))
        return found

    def _is_full(self, k: int) -> bool:
        """Whether what the next line begins with would not have fitted into line k. Of the next column
        nothing is known here: a character, then."""
        following = token_width(self.lines[k + 1].text) if k + 1 < len(self.lines) else 2
        return self.right - self.lines[k].right < (following / 2 + _LOOSE_SIZES) * self.lines[k].size

    def _indent(self, k: int) -> int:
        """The indent of line k in half characters. A headline is centred, not indented."""
        line = self.lines[k]
        indent = round(2 * (line.left - self.left) / line.size)
        return indent if indent >= _MIN_INDENT_WIDTH and line.size < HEADLINE_RATIO * self.unit else 0

    def _is_headline(self, k: int) -> bool:
        """Whether line k goes on with the headline, which is larger than the text and no sentence."""
        above, line = self.lines[k - 1 : k + 1]
        close = line.top - above.bottom < above.size
        large = above.size >= HEADLINE_RATIO * self.unit and _is_same_size(above, line)
        return close and large and not ends_sentence(above.text)

    def _is_apart(self, k: int) -> bool:
        """Whether a blank line stands above line k."""
        above, line = self.lines[k - 1 : k + 1]
        further_in = [self._indent(i) > _MAX_INDENT_WIDTH + 1 for i in (k - 1, k)]
        white = (line.top - above.top) / above.size > _BLANK_RATIO * self.usual
        alone = not any(further_in) and self._is_alone(k - 1)
        return white or alone or further_in[0] != further_in[1] or not _is_same_size(above, line)

    def _is_alone(self, k: int) -> bool:
        """Whether line k, indented like the one below it, is a paragraph of one line or a heading. Its indent
        alone does not tell it from the first line of a paragraph that is indented as a whole."""
        indents = [self._indent(i) for i in range(k, min(k + 3, len(self.lines)))]
        if min(indents[:2]) == 0 or abs(indents[0] - indents[1]) >= _MIN_INDENT_WIDTH:
            return False
        opens = 0 in indents[2:]  # then the line below is the first of a paragraph
        room = self.right - self.lines[k].right
        ended = room > _ROOM_SIZES * self.lines[k].size or not is_mid_sentence(self.lines[k].text)
        return opens or ended
