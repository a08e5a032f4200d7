"""How a column is set: its lines with their indents, and which of them are full. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from indexer.reading.layout.lines import ends_sentence, is_mid_sentence, joined, token_width, width
from indexer.reading.print.contents import going_on
from indexer.reading.print.order import HEADLINE_RATIO
from indexer.reading.print.runs import Run

_MIN_INDENT_WIDTH = 3  # half characters: less is a mark that hangs out, or a page that lay askew
MAX_INDENT_WIDTH = 4
"""Half characters: a line set further in is centred, or set to the right: no paragraph opens."""
_LOOSE_SIZES = 0.2  # by which a full line may be wanting
_ROOM_SIZES = 1.5  # of white at the end of a line that is not full
BLANK_RATIO = 1.35
"""To the usual distance of two lines: a blank line."""
_OTHER_SIZE_RATIO = 1.12  # of two sizes that are not the same
_MAX_HEADLINE_WIDTH = 120  # half characters


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
    """On which page of the file it stands."""
    is_apart: bool = False
    """Whether it is a block of its own that paragraphs run past: a row of a table, a footnote, a stamp."""


BLANK = PrintedLine("", 0.0)


@dataclass(frozen=True, slots=True)
class Setting:
    """A column with what is known of how it is set: where its lines begin and end, the usual step from line
    to line in sizes of the font, and the size of the text."""

    lines: tuple[Run, ...]
    left: float
    right: float
    usual: float
    unit: float
    page: int

    def printed(self) -> list[PrintedLine]:
        found: list[PrintedLine] = []
        texts = [line.text for line in self.lines]
        entries = going_on(self.lines, texts, self.usual)
        for k, (line, text) in enumerate(zip(self.lines, texts, strict=True)):
            if k in entries:
                found[-1] = replace(found[-1], text=joined(found[-1].text, text), is_full=self._is_full(k))
                continue
            if k and self._is_headline(k) and width(found[-1].text) + width(text) <= _MAX_HEADLINE_WIDTH:
                found[-1] = PrintedLine(found[-1].text + text, line.size, page=self.page)
                continue
            if k and (self.right == inf or self._is_apart(k)):
                found[-1:] = [replace(found[-1], is_full=False), BLANK]
            indent = self._indent(k)
            found.append(PrintedLine(" " * indent + text, line.size, self._is_full(k), not indent, self.page))
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
        large = above.size >= HEADLINE_RATIO * self.unit and is_same_size(above, line)
        return close and large and not ends_sentence(above.text)

    def _is_apart(self, k: int) -> bool:
        """Whether a blank line stands above line k."""
        above, line = self.lines[k - 1 : k + 1]
        further_in = [self._indent(i) > MAX_INDENT_WIDTH + 1 for i in (k - 1, k)]
        white = (line.top - above.top) / above.size > BLANK_RATIO * self.usual
        alone = not any(further_in) and self._is_alone(k - 1)
        return white or alone or further_in[0] != further_in[1] or not is_same_size(above, line)

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


def is_same_size(one: Run, other: Run) -> bool:
    """Whether the two are of one font size."""
    return max(one.size, other.size) < _OTHER_SIZE_RATIO * min(one.size, other.size)
