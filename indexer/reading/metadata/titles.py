"""Which lines that stand where a title would are none: 项目编号：…, 目　录, （2017年版）. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text.fold import fold

_FIRST_LINES = 8
"""Among which a title is."""
_DIGITS = "[0-9〇零一二三四五六七八九十百]"
_FACTS = "编号|文号|代码|名称|日期|时间|单位|机构|地址|地点|电话|传真|密级|版本|版本号|期限|类别|来源"
_PERSONS = "(?:采购|招标|投标|委托|代理|联系|负责|申请|报告|签发|起草|编制|审核|批准)人"
_NONE = re.compile(
    rf"[^\W0-9_]{{0,6}}(?:{_FACTS}|{_PERSONS})\s?(?::.*)?|作者(?::.*)?|附件{_DIGITS}{{0,3}}:?"
    r"|目\s?[录次]|(?:table of )?contents"
    r"|\([^()]{1,60}\)|【[^【】]{1,20}】|\[[^\[\]]{1,20}\]"
    rf"|{_DIGITS}{{2,4}}年(?:{_DIGITS}{{1,3}}月)?(?:{_DIGITS}{{1,3}}日)?"
    rf"|page ?[0-9]+\W*|第{_DIGITS}{{1,4}}页.*"
    "|(?:请|请?在此)(?:处)?(?:输入|键入|填写)(?:文档|文章)?标题"
    r"|[\W0-9_]*"
)
_SECTION = re.compile(
    rf"第{_DIGITS}{{1,4}}(?:[卷章编]|部分).*|[一二三四五六七八九十]{{1,3}}、.*|[0-9]{{1,2}}[.、](?![0-9]).*"
    r"|\([一二三四五六七八九十]{1,3}\).*"
)


def may_be_title(text: str) -> bool:
    """Whether a line can be a title: it is no fact with its label, no remark in brackets, and does not begin
    the contents or a section."""
    folded = fold(text)
    return not (_NONE.fullmatch(folded) or _SECTION.fullmatch(folded))


def first_that_may_be(texts: Sequence[str]) -> int | None:
    """Which of the first lines is the first that can be a title; None where a section begins before it."""
    for i, text in enumerate(texts[:_FIRST_LINES]):
        if may_be_title(text):
            return i
        if _SECTION.fullmatch(fold(text)):
            return None
    return None
