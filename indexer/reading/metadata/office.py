"""The office that issued an official document, and the day on which it was signed: its foot, head and number.

The foot comes first: who signed issued it. Then the head, 河北省人民政府办公厅关于…, and last what the number
begins with, which tells only the governments and their offices.
"""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.reading.metadata.dates import DAY, MONTH, YEAR, iso_date, unnamed
from indexer.reading.metadata.edges import EdgeLine, Edges

_ENDING = (
    "(?:人民政府|政府|办公[厅室]|委员会|党委|党组|[省市县区州]委|[部厅局署院会处司]|中心|银行|指挥部"
    "|领导小组)"
)
_OFFICE = rf"(?P<office>[^\W0-9a-z_]{{1,38}}?{_ENDING})"
_DAY = rf"(?P<value>{unnamed(YEAR + MONTH + DAY)})"
_REMARK = r"(?:\([^()]{2,40}\))?"
_ALONE = re.compile(_OFFICE)
_DAY_ALONE = re.compile(rf"\(?{_DAY}\)?{_REMARK}")
_SIGNED = re.compile(rf"(?:^|[。;!?:)]){_OFFICE}{_DAY}{_REMARK}(?:(?:主题词|抄送|附件|信息公开)[^。]*)?$")
"""The foot in one line, or run together with the last sentence and with what stands below it."""
_HEAD = re.compile(rf"{_OFFICE}(?:文件|(?:关于|转发|印发)[^。]*)")
_PROVINCES = dict(
    one.split("=")
    for one in (
        "京=北京市 津=天津市 冀=河北省 晋=山西省 内=内蒙古自治区 辽=辽宁省 吉=吉林省 黑=黑龙江省 沪=上海市"
        " 苏=江苏省 浙=浙江省 皖=安徽省 闽=福建省 赣=江西省 鲁=山东省 豫=河南省 鄂=湖北省 湘=湖南省 粤=广东省"
        " 桂=广西壮族自治区 琼=海南省 渝=重庆市 川=四川省 黔=贵州省 云=云南省 藏=西藏自治区 陕=陕西省"
        " 甘=甘肃省 青=青海省 宁=宁夏回族自治区 新=新疆维吾尔自治区"
    ).split()
)
_OF_STATE = re.compile("国(?P<office>办)?[发函]")
_OF_PROVINCE = re.compile(f"(?P<province>[{''.join(_PROVINCES)}])政(?P<office>办)?[发函字规]{{0,2}}")


def signed_day(edges: Edges) -> str:
    """The day behind the office in the foot."""
    found = (_SIGNED.search(line.folded) for line in edges.tails)
    return next((day for one in found if one and (day := iso_date(one["value"]))), "")


def issuer(edges: Edges, number: str) -> str:
    """The office of the document of this number; empty without one that an office gives."""
    if "〔" not in number:
        return ""
    return _foot(edges) or _head(edges) or office_of(number)


def _foot(edges: Edges) -> str:
    found = [(line, _SIGNED.search(line.folded)) for line in edges.tails]
    found += [
        (line, _ALONE.fullmatch(line.folded))
        for line, below in pairwise(edges.lines)
        if _DAY_ALONE.fullmatch(below.folded)
    ]
    return _first(found)


def _head(edges: Edges) -> str:
    return _first([(line, _HEAD.fullmatch(line.folded)) for line in edges.first])


def _first(found: list[tuple[EdgeLine, re.Match[str] | None]]) -> str:
    return next((line.cut(one, "office") for line, one in found if one), "")


def office_of(number: str) -> str:
    """What the letters of a number stand for: 国办发 is the General Office of the State Council, 冀政办 that
    of the government of Hebei. Empty where they are of another kind."""
    letters = number.partition("〔")[0]
    if found := _OF_STATE.fullmatch(letters):
        return "国务院办公厅" if found["office"] else "国务院"
    if found := _OF_PROVINCE.fullmatch(letters):
        return _PROVINCES[found["province"]] + ("人民政府办公厅" if found["office"] else "人民政府")
    return ""
