"""Who published a report: 新华社, 本报, the name of a site. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.reading.metadata.edges import Edges, Line
from indexer.reading.metadata.names import MEDIA, OWN, people

_LABELLED = re.compile(
    r"(?:^|(?<=[ ()\[\]|:0-9]))(?:文章|信息|稿件|本文|新闻)?(?:来源|稿源|转自|转载自|原载于?)[:|] ?"
    r"(?P<medium>[^\n:|，。;；！？!?()\[\]【】]{2,24})(?=[\n:|，。;；！？!?()\[\]【】]|$)"
)
_NEXT = re.compile(
    r"(?:作者|记者|编辑|责编|责任编辑|日期|时间|发布(?:时间|日期|单位|机构|人)|点击|浏览|阅读|访问|打印|分享|字[号体]|摘编|撰文|文/|第?[0-9]{1,3}版).*$"
    "|[0-9]{4}[-年/.].*$"
)
_NO_NAME = re.compile("[是了的在有将把被从为]|自筹|财政|资金|数据|建议|记者|作者|受访|网络")
_QUOTES = '"《》“”「」'
_IS_MEDIUM = re.compile(f"(?P<medium>[^\\W0-9_]{{1,12}}?(?:{MEDIA}))")
_FULL_NAME = re.compile(f"[^\\W0-9_]{{2,}}(?:{MEDIA})")
_WRITES_FOR = re.compile(f"{_IS_MEDIUM.pattern}[^\\W0-9_]{{0,6}}?记者[^，。;]{{2,24}}")
_BY_OWN = re.compile(f"(?P<own>{'|'.join(OWN)})[^\\W0-9]{{0,6}}?(?:记者|通讯员|评论员)")


def labelled(edges: Edges) -> str:
    """The name behind 来源：, in a line of its own, in a line of facts or in brackets at the end."""
    found = (
        (line, one) for line in (*edges.lines, *edges.endings) for one in _LABELLED.finditer(line.folded)
    )
    return next((name for line, one in found if (name := _name(line, one))), "")


def named(edges: Edges) -> str:
    """The medium in brackets at the end, （人民日报）, or for which the reporter writes, 新京报记者 王芳."""
    lines = [(line, _IS_MEDIUM.fullmatch(line.folded)) for line in edges.endings]
    lines += [(line, _WRITES_FOR.fullmatch(line.folded)) for line in (*edges.endings, *edges.lines)]
    for line, found in lines:
        if found and not _NO_NAME.search(found["medium"]) and not _leads_off(found["medium"]):
            return line.cut(found, "medium")
    return ""


def _leads_off(medium: str) -> bool:
    """Whether 本报 or the name of the reporter, 王芳解放军报, stands before the medium's own."""
    return medium.startswith(OWN) or any(
        people(medium[:i]) and _FULL_NAME.fullmatch(medium[i:]) for i in range(3, len(medium) - 2)
    )


def own(lines: Iterable[Line]) -> str:
    """本报 where a by-line has 本报记者."""
    found = ((line, _BY_OWN.search(line.folded)) for line in lines)
    return next((line.cut(one, "own") for line, one in found if one), "")


def _name(line: Line, found: re.Match[str]) -> str:
    """What stands behind the label up to the next label, if it can be a name."""
    name = _NEXT.sub("", line.cut(found, "medium")).strip("@、·- ")
    if (bare := name.strip(_QUOTES)) and not any(mark in bare for mark in _QUOTES):
        name = bare
    return "" if len(name) < 2 or _NO_NAME.search(name) else name
