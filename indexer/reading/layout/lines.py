"""The lines of a text, and what one line tells by itself: its width, its indent, how it ends, and whether it
belongs to the page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

MAX_WIDTH = 400
"""Widths are counted in half characters, as a typesetter does: a Chinese character or mark takes 2, a Latin
letter or digit 1. What is wider than this has this width, so that a line of ten megabytes costs no more than
a short one."""

remembered = lru_cache(1 << 12)
"""What one line tells is asked many times, and in a text of a million short lines they are few that differ.
What is remembered is of bounded length."""

CLOSERS = "”’」』）)】》〉\"'］]"
OPENERS = "“‘「『（(【《〈［["

_WIDE = re.compile(
    "[\u00b7\u00d7\u1100-\u115f\u2010-\u2027\u2030-\u203f\u2100-\u27bf\u2e80-\uff60\uffe0-\uffe6\U0001f300-\U0003ffff]"
)
# Line feeds and tabs are white space; other control characters and the byte order mark are the file's noise.
NOISE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff]")
# What a typesetter keeps on one line: opening marks, a number or Latin word or one character, closing marks.
_TOKEN = re.compile(
    rf"[{re.escape(OPENERS)}]{{0,3}}(?:[A-Za-z0-9.%+/-]{{1,40}}|.)[{re.escape(CLOSERS)}，。、；：！？,;:!?.…]{{0,3}}"
)
_REMARK = re.compile(r"[（(][^（()）]{1,30}[）)]$")
_ENDS = "。！？!?…"
_LATIN_END = re.compile(r"[A-Za-z0-9%][.]$")
_TAIL_CHARACTERS = 80  # that are looked at to see how a text ends


class TextLine(NamedTuple):
    """One printed line that is not blank. `text` has no white space at its ends. There may be a million, and
    a tuple is made in a third of the time."""

    text: str
    indent: int
    width: int
    """Of indent and text, in half characters, at most MAX_WIDTH."""
    after_blank: bool
    """Whether blank lines stand above it (true for the first line)."""


def lines(text: str) -> list[TextLine]:
    """The lines of `text` that are not blank, without control characters."""
    found: list[TextLine] = []
    blank = True
    for raw in NOISE.sub("", text).splitlines():
        stripped = raw.strip()
        if not stripped:
            blank = True
            continue
        indent = width(raw[: len(raw) - len(raw.lstrip())]) if raw[0].isspace() else 0
        found.append(TextLine(stripped, indent, width(stripped), blank))
        blank = False
    # What all lines have is the page's margin.
    margin = min((line.indent for line in found), default=0)
    return [_from(margin, line) if line.indent else line for line in found]


def _from(margin: int, line: TextLine) -> TextLine:
    indent = line.indent - margin
    return line._replace(indent=indent, width=min(MAX_WIDTH, indent + line.width))


def width(text: str) -> int:
    """The width of `text` in half characters, at most MAX_WIDTH."""
    return _width(text[:MAX_WIDTH])


@remembered
def _width(text: str) -> int:
    return len(text) if text.isascii() else min(MAX_WIDTH, 2 * len(text) - len(_WIDE.sub("", text)))


def token_width(text: str) -> int:
    """The width of the first piece of `text` that no typesetter would divide."""
    found = _TOKEN.match(text)
    return width(found.group()) if found else 0


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a finished sentence does, closing marks and a remark such as (完) aside."""
    return _ends_sentence(text[-_TAIL_CHARACTERS:])


@remembered
def _ends_sentence(text: str) -> bool:
    tail = text.rstrip()
    bare = tail.rstrip(CLOSERS)
    if bare.endswith(tuple(_ENDS)) or _LATIN_END.search(bare):
        return True
    remark = _REMARK.search(tail)
    return remark is not None and tail[: remark.start()].rstrip().rstrip(CLOSERS).endswith(tuple(_ENDS))


def is_mid_sentence(text: str) -> bool:
    """Whether `text` stops where no paragraph stops: not at a mark that ends a sentence, a clause in a list,
    an announcement (：；) or a remark in brackets."""
    return not ends_sentence(text) and not text.endswith(
        ("：", "；", ":", ";", "——", "~", ")", "）", "】", "》", "]")
    )


_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def joined(above: str, below: str) -> str:
    """Two lines of one text as one: nothing stands between them, but a space between Latin words."""
    words = above and _LATIN.match(above[-1]) and _LATIN.match(below)
    return f"{above} {below}" if words else above + below


# — lines of the page —
#
# Such a line is a block of its own. Where it stands in the midst of a paragraph, the paragraph stays in
# two: to heal it the line would have to be moved or dropped, and no text of a report is.

_MAX_PAGE_LINE_CHARACTERS = 60
_MAX_PAGE_LINE_PARTS = 8
_HINT = re.compile(r"[\d版页]")
_BETWEEN = re.compile(r"[\s|｜]+")
_DASHED = re.compile(r"[—–\-·•~]{1,3}\s?\d{1,4}\s?[—–\-·•~]{1,3}")
_ORDINAL = r"(?:[A-D]?\d{1,4}|[一二三四五六七八九十百]{1,4})"
_PAGE = re.compile(
    rf"[A-D]\d{{1,2}}版?|0\d版?|第{_ORDINAL}[版页]|\d{{1,2}}版|[A-D]\d{{2}}[：:·]?[\u4e00-\u9fff]{{2,4}}"
)
_SECTION = re.compile(
    r"\d{1,2}\s(?:综合|国内|国际|本地|地方)?"
    r"(?:要闻|新闻|时政|经济|财经|社会|民生|国际|文化|体育|教育|科技|评论|理论|副刊|专题|专版|广告)"
)
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}")
_WEEKDAY = re.compile(r"(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:星期[一二三四五六日天]|周[一二三四五六日])")
_WORD = re.compile(
    r"[\u4e00-\u9fff·]{2,6}|\d{1,4}|共\d{1,4}[版页]"
    r"|(?:本版|责任)?(?:编辑|责编|版式|美编|校对|组版|审校)[：:][\u4e00-\u9fff]{0,4}"
)


def is_page_line(text: str) -> bool:
    """Whether a line belongs to the page and not to its text: A03 要闻 2023年3月5日 星期日, 第3版, — 3 —.

    It consists of the page's number, date, section and editors, and nothing else. A number must be marked as
    a page's, or a date have its weekday.
    """
    return len(text) <= _MAX_PAGE_LINE_CHARACTERS and _is_page_line(text)


@remembered
def _is_page_line(text: str) -> bool:
    if not _HINT.search(text):
        return False
    if _DASHED.fullmatch(text) or _SECTION.fullmatch(text):
        return True
    parts = _BETWEEN.split(text)
    if len(parts) > _MAX_PAGE_LINE_PARTS or not all(_is_part(part) for part in parts):
        return False
    page = any(_PAGE.fullmatch(part) for part in parts)
    dated = any(_WEEKDAY.fullmatch(part) for part in parts) and any(_DATE.match(part) for part in parts)
    return page or dated


_ENTRY_PAGE = re.compile(r"\s*[-—–(（]?\s?(?:\d{1,4}|[ivxIVX]{1,6})\s?[-—–)）]?$")
_ENTRY_ENDS = "0123456789ivxIVX-—–)）"
_MAX_ENTRY_CHARACTERS = 400
_MAX_ENTRY_PAGE_CHARACTERS = 12
_LEADERS = (".．", "…⋯", "·・•", "_＿", "-－", "—–─")
_MIN_LEADER_CHARACTERS = 4
_SHORT_LEADER = re.compile(r"[^，。；：！？,;:!?]*[…⋯]{2} ?\d{1,3}")


def is_entry(text: str) -> bool:
    """Whether a line is one of a table of contents: dots or a line lead from its words to a number."""
    return text[-1] in _ENTRY_ENDS and len(text) <= _MAX_ENTRY_CHARACTERS and _is_entry(text)


@remembered
def _is_entry(text: str) -> bool:
    page = _ENTRY_PAGE.search(text, max(1, len(text) - _MAX_ENTRY_PAGE_CHARACTERS))
    bare = text[: page.start()].rstrip() if page else ""
    kind = next((own for own in _LEADERS if bare and bare[-1] in own), "")
    words = bare.rstrip(f"{kind} ") if kind else bare
    leader = "".join(bare[len(words) :].split())
    least = _MIN_LEADER_CHARACTERS - (kind[:1] == "…")
    return bool(words.strip()) and (len(leader) >= least or _SHORT_LEADER.fullmatch(text) is not None)


_MAX_ROW_CHARACTERS = 200
_ROW = re.compile(r"\S{1,40}(?:\s+[-−–(（]?\d[\d,.]*[%％]?[)）]?){2,12}")
_ROW_ENDS = "0123456789%％)）"


def is_row(text: str) -> bool:
    """Whether a line is a row of a table of figures: what they count, and two of them or more."""
    return text[-1] in _ROW_ENDS and len(text) <= _MAX_ROW_CHARACTERS and _ROW.fullmatch(text) is not None


def stands_alone(text: str) -> bool:
    """Whether no paragraph runs across a line: it is of the page, of a table of contents or of figures."""
    return len(text) <= _MAX_ENTRY_CHARACTERS and _stands_alone(text)


@remembered
def _stands_alone(text: str) -> bool:
    return is_page_line(text) or is_entry(text) or is_row(text)


def is_page_number(text: str) -> bool:
    """Whether a line is a bare number that may be a page's."""
    return len(text) <= 3 and text.isascii() and text.isdigit()


def _is_part(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_PAGE, _DATE, _WEEKDAY, _WORD))
