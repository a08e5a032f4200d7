"""The number of an official document, 国发〔2024〕5号, from its head. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.reading.guessing.edges import Line

_ISSUER = r"(?P<issuer>[^\W0-9a-z_]{1,16})"
_NUMBER = rf"{_ISSUER}[〔\[(【](?P<year>(?:19|20)[0-9]{{2}})[〕\])】] ?第?(?P<count>[0-9]{{1,5}}) ?号"
_ORDER = r"(?P<order>[^\W0-9_]{2,30}令)\(?(?P<of>第[0-9]{1,4}号)\)?"
_LABELLED = re.compile(f".*(?:发文字号|发文号|文号|文件编号)[:|]?{_NUMBER}.*")
_ALONE = re.compile(rf"(?:[0-9]{{0,6}}){_NUMBER}(?:签发人:.*)?|{_ORDER}")
_AT_END = re.compile(rf".*\({_NUMBER}\)")
_NAMED = (re.compile(rf"{_NUMBER}(?!文件).*"), re.compile(rf".*[(_ -]{_NUMBER}\)?"))
_ANNOUNCED = re.compile(".*公告编号:(?P<announced>[^\\W0-9a-z_]{0,2}[0-9]{4}-[0-9]{1,4})(?![0-9-]).*")
_PRINTED = (_LABELLED, _ALONE, _ANNOUNCED, _AT_END)
_CITED = re.compile(
    "根据|按照|依据|关于|贯彻|落实|转发|执行|遵照|依照|参照|通知|意见|决定|办法|规定|方案|报告|文件|及|和"
)


def number(first: Iterable[Line], name: Line) -> str:
    """The number in a line of its own above the text, behind its label, or in brackets behind the title;
    else that with which the file's name begins or ends. One that a sentence cites is another document's."""
    tried = [(line, pattern) for line in first for pattern in _PRINTED]
    tried += [(name, pattern) for pattern in _NAMED]
    found = ((line, pattern.fullmatch(line.folded)) for line, pattern in tried)
    return next((told for line, one in found if one and (told := _of(line, one))), "")


def _of(line: Line, found: re.Match[str]) -> str:
    """The number with the brackets that are proper, without white space, and without 第 behind the year."""
    groups = found.groupdict()
    if groups.get("announced"):
        return line.cut(found, "announced")
    if groups.get("order"):
        return line.cut(found, "order") + line.cut(found, "of")
    issuer = line.cut(found, "issuer")
    return "" if _CITED.search(issuer) else f"{issuer}〔{found['year']}〕{found['count']}号"
