"""Lines that belong to the page and not to its text: 'A03 要闻 2023年3月5日 星期日', '第3版', '— 3 —'.

Such a line is a block of its own. Where it stands in the midst of a paragraph, the paragraph stays in two:
to heal it the line would have to be moved or dropped, and no text of a report is.
"""

from __future__ import annotations

import re

_LONGEST = 60  # characters
_PARTS = 8
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
    """Whether a line consists of a page's number, its date, its section and its editors, and nothing else;
    a number must be marked as a page's, or a date have its weekday."""
    if len(text) > _LONGEST or not _HINT.search(text):
        return False
    if _DASHED.fullmatch(text) or _SECTION.fullmatch(text):
        return True
    parts = _BETWEEN.split(text)
    if len(parts) > _PARTS or not all(_is_part(part) for part in parts):
        return False
    page = any(_PAGE.fullmatch(part) for part in parts)
    dated = any(_WEEKDAY.fullmatch(part) for part in parts) and any(_DATE.match(part) for part in parts)
    return page or dated


def is_page_number(text: str) -> bool:
    """Whether a line is a bare number that may be a page's."""
    return len(text) <= 3 and text.isascii() and text.isdigit()


def _is_part(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_PAGE, _DATE, _WEEKDAY, _WORD))
