"""What each block of a printed text is: title, kicker, heading, caption, byline or paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.reading.layout.flow import is_short
from indexer.reading.layout.lines import is_page_line, width
from indexer.report import Kind

_HEADLINE = 120  # half characters: the widest title
_CLAUSE_ENDS = ("；", "，", "：", ";", ",", ":", "—")
_HEAD = 5  # lines that may stand above the first paragraph
_NEARLY = 0.7  # a title is at least that wide, against the widest line beside it; a caption is not
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
    if width(text) > _HEADLINE:
        return Kind.PARAGRAPH
    if _BYLINE.fullmatch(text):
        return Kind.BYLINE
    if _CAPTION.fullmatch(text) or is_page_line(text):
        return Kind.CAPTION
    return Kind.HEADING if is_short(text) and not _ITEM.match(text) else Kind.PARAGRAPH


def _head(texts: Sequence[str]) -> int:
    """How many blocks stand above the first paragraph."""
    for i, text in enumerate(texts[: _HEAD + 1]):
        if width(text) > _HEADLINE or "。" in text or text.endswith(_CLAUSE_ENDS):
            return i
        if i and _SECTION.match(text):
            return i
    return min(len(texts), _HEAD)


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
    return max(i for i in near if width(texts[i]) >= _NEARLY * widest)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _checked(found: Sequence[Kind], i: int, printed: bool) -> Kind:
    """A heading leads into something: outside print one that no paragraph follows is an item of a list."""
    leads = printed or Kind.PARAGRAPH in found[i + 1 : i + 3]
    return found[i] if found[i] is not Kind.HEADING or leads else Kind.PARAGRAPH
