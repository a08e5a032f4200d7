"""Newspaper text -> its blocks, in their order; what kind each block is; and a row of a table as text.

Newspaper text is wrapped in columns and cut at their feet. It is put together in three steps: the lines,
and what each shows by itself (lines.py); the columns, their widths and indents (columns.py); and what every
gap between two lines means (gaps.py; within.py inside a column, flow.py in text that is not wrapped). Then
the pieces are joined and named here.

Nothing is lost or moved: without white space and control characters the blocks are the text. So a paragraph
that has a line of the page in its midst (A03 要闻) stays in two, with that line between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.reading.layout.flow import is_short
from indexer.reading.layout.gaps import gaps
from indexer.reading.layout.lines import MAX_WIDTH, TextLine, is_page_line, lines, remembered, width
from indexer.report import Block, Kind

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[^\W_]")
_WORD_ROOM_WIDTH = 3  # half characters left free at the end of a line that was broken between words


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text`, in its order. Takes any string, and time in proportion to its length."""
    printed = lines(text)
    meanings = gaps(printed)
    pieces: list[list[TextLine]] = [[line] for line in printed[:1]]
    for line, gap in zip(printed[1:], meanings, strict=True):
        if gap.joins:
            pieces[-1].append(line)
        else:
            pieces.append([line])
    texts = [_joined(piece) for piece in pieces]
    wrapped = any(gap.joins for gap in meanings)
    return tuple(Block(kind, t) for kind, t in zip(kinds(texts, wrapped), texts, strict=True))


def _joined(piece: Sequence[TextLine]) -> str:
    if len(piece) == 1:
        return piece[0].text
    measure = max(line.width for line in piece)
    parts = [piece[0].text]
    for above, below in pairwise(piece):
        parts += [_between(above, below, measure), below.text]
    return "".join(parts)


def _between(above: TextLine, below: TextLine, measure: int) -> str:
    """A space where the line break stood for one, else nothing.

    Chinese is wrapped between any two characters, so beside Chinese a break stands for nothing; so it does
    after a hyphen or a slash. In lines of Latin words it stands for the space between two of them. In a
    Chinese column a Latin word or number is divided where the line is full (EXPA/NSION, 20/24): nothing was
    between the halves. A line that leaves room was ended early to keep a word whole: there a space was.
    Digits are never parted, for a number cut in two is found by neither half.
    """
    left, right = above.text[-1], below.text[0]
    if _CHINESE.match(left) or _CHINESE.match(right) or left in "-/‐":
        return ""
    if _is_latin(above.text) and _is_latin(below.text):
        return " "
    if not (_LETTER.match(left) and _LETTER.match(right)) or (left.isdigit() and right.isdigit()):
        return ""
    return " " if above.width <= measure - _WORD_ROOM_WIDTH else ""


def _is_latin(text: str) -> bool:
    """Whether a line is of Latin words: no more than a fifth of its width is Chinese."""
    start = text[: MAX_WIDTH // 2]
    return (width(start) - len(start)) * 5 <= len(start)


# — the kinds of blocks —


_MAX_TITLE_WIDTH = 120  # half characters
_CLAUSE_ENDS = ("；", "，", "：", ";", ",", ":", "—")
_MAX_HEAD_LINES = 5  # that may stand above the first paragraph
_TITLE_WIDTH_SHARE = 0.7  # a title is at least that wide, against the widest line beside it; a caption is not
_NAME = r"[\u3400-\u9fff·]{2,8}"
_NAMES = rf"{_NAME}(?:[ \u3000、,，]+{_NAME})*"
_PAPER = r"(?:本报|本刊|本台|本网|总台|[\u4e00-\u9fff]{2,6}网)\s?"
_RANK = r"(?:首席|见习|特约|特派|全媒体)?"
_ROLE = rf"(?:(?:{_PAPER})?{_RANK}(?:记者|通讯员|作者|编辑|摄影|责编|文/图|文))"
_BYLINE = re.compile(
    rf"[（(]\s*(?:{_ROLE}[ ：:\u3000/]*{_NAMES}|{_NAME}(?:[ \u3000、,，]+{_NAME})+)"
    rf"(?:[ \u3000]+{_ROLE}[ \u3000]*{_NAMES})*\s*[）)]"
    rf"|[◎●■□▲]?\s*{_PAPER}{_RANK}(?:记者|通讯员)[ ：:\u3000]*{_NAMES}"
    r"|[（(].{0,30}(?:记者|通讯员|作者|编辑).{2,40}[）)]"
    rf"|(?:作者|记者|通讯员|责任编辑|责编|编辑|文)[：:丨|/][ \u3000]*{_NAMES}"
)
_CAPTION = re.compile(
    r"(?:图为|[△▲]|图\d*[：:]).*|.*(?:[（(](?:资料|配)?图片?[）)]|摄影报道|\s现场|[\s。/／（(]\S{1,12}\s?摄[）)]?)"
)
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[章节部])"
)
_ITEM = re.compile(r"(?:\d{1,3}[.、．)）]|[（(]\d{1,3}[）)]|[-*•·●]|[^：:]{1,12}[：:丨])")


def kinds(texts: Sequence[str], printed: bool) -> list[Kind]:
    """The kind of each block. `printed` says that the text was wrapped or cut as a newspaper's is.

    Only print puts a line above the title: in any other text the title comes first.
    """
    found = [_alone(text) for text in texts]
    stop = _head(texts)
    if stop:
        _name_head(texts, found, stop, printed)
    return [_checked(found, i, printed) for i in range(len(found))]


def _alone(text: str) -> Kind:
    """The kind of a block by its own words."""
    return Kind.PARAGRAPH if width(text) > _MAX_TITLE_WIDTH else _of_line(text)


@remembered
def _of_line(text: str) -> Kind:
    if _BYLINE.fullmatch(text):
        return Kind.BYLINE
    if _CAPTION.fullmatch(text) or is_page_line(text):
        return Kind.CAPTION
    return Kind.HEADING if is_short(text) and not _ITEM.match(text) else Kind.PARAGRAPH


def _head(texts: Sequence[str]) -> int:
    """How many blocks stand above the first paragraph."""
    for i, text in enumerate(texts[: _MAX_HEAD_LINES + 1]):
        if width(text) > _MAX_TITLE_WIDTH or "。" in text or text.endswith(_CLAUSE_ENDS):
            return i
        if i and _SECTION.match(text):
            return i
    return min(len(texts), _MAX_HEAD_LINES)


def _name_head(texts: Sequence[str], found: list[Kind], stop: int, printed: bool) -> None:
    lines = [i for i in range(stop) if found[i] not in (Kind.BYLINE, Kind.CAPTION)]
    for i in lines[1:]:
        if texts[i].endswith("现场"):
            found[i] = Kind.CAPTION
    lines = [i for i in lines if found[i] is not Kind.CAPTION]
    if not lines:
        return
    title = _title(texts, lines) if printed else lines[0]
    found[title] = Kind.TITLE
    for i in lines:
        if i < title or texts[i].startswith("——"):
            found[i] = Kind.KICKER
    # One short line left between the title and the first paragraph tells what the picture shows.
    if printed and stop < len(texts) and lines[-1] == title + 1 == stop - 1:
        found[title + 1] = Kind.CAPTION


def _title(texts: Sequence[str], lines: Sequence[int]) -> int:
    """The last of the first three lines that is nearly as wide as the widest, before any caption or byline
    and before a line that only repeats the one above it."""
    near = [lines[0]]
    for i in lines[1:3]:
        if i != near[-1] + 1 or _letters(texts[near[-1]]) in _letters(texts[i]):
            break
        near.append(i)
    widest = max(width(texts[i]) for i in near)
    return max(i for i in near if width(texts[i]) >= _TITLE_WIDTH_SHARE * widest)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _checked(found: Sequence[Kind], i: int, printed: bool) -> Kind:
    """A heading leads into something: outside print one that no paragraph follows is an item of a list."""
    leads = printed or Kind.PARAGRAPH in found[i + 1 : i + 3]
    return found[i] if found[i] is not Kind.HEADING or leads else Kind.PARAGRAPH


# — rows of tables —


BETWEEN_CELLS = "\u3000"
_CELL_CHARACTERS = 200
"""At most, in a table that tells figures: a longer cell is part of a page or form that is laid out."""


def row_texts(cells: Sequence[Sequence[str]]) -> list[str]:
    """One text for a row whose cells hold one short line each, so that a figure stands beside what it counts;
    else every line by itself, for the table only sets texts side by side. Empty lines are left out."""
    held = [[line.strip() for line in cell if line.strip()] for cell in cells]
    if all(len(cell) <= 1 and all(map(_is_short_line, cell)) for cell in held):
        whole = BETWEEN_CELLS.join(line for cell in held for line in cell)
        return [whole] if whole else []
    return [line for cell in held for line in cell]


def _is_short_line(line: str) -> bool:
    return "\n" not in line and len(line) <= _CELL_CHARACTERS
