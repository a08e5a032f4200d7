"""The day on which a report was published, from its text and its file's name. Pure.

Few days that a text names are that day. What counts is a label (发布时间：…), a page's header, a line that is
nothing but a date, the date of a signature, the file's name and, last, the dateline. Dates in sentences
count for nothing.

A dateline has no year as a rule. The year is that of the file's name, or of a day that the text names whole,
at most three days before the dispatch, in the latest year of which the text speaks at all, if it does not
look back (周年, 纪念). The only year in a text will not do: of 4,039 dispatches in which just one year stands
it is the right one in 40 %; by the rule above it is in 98 % of 192.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from indexer.reading.metadata.dates import DAY, DAY_OF_YEAR, MONTH, WEEKDAY, YEAR, iso_date, iso_of, unnamed
from indexer.reading.metadata.edges import Edges, Line

_LABELS = "(?:发布|发表|刊发|发稿)(?:时间|日期)|(?:见报|公开|成文|印发)日期"
_LABELLED = re.compile(
    rf"(?:{_LABELS}|^日期|时间(?=.{{4,40}}(?:来源|作者|浏览|点击|阅读|字号))|(?<=来源).{{0,30}}时间)"
    r":?(?P<value>[0-9〇零o一二三四五六七八九十年月日号:/.t-]{6,30}(?: [0-9:]{4,8})?)"
)
_SIGNED = re.compile(
    "[^\\W0-9]{2,40}[会局部院厅府司处委办社组所团队站校](?P<value>" + unnamed(f"{YEAR}{MONTH}{DAY}") + ")"
)
_DAY_LINE = re.compile(rf"\(?(?P<sent>{unnamed(DAY_OF_YEAR.pattern)}){WEEKDAY}?\)?")
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_YEAR_OF_TEXT = re.compile("(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?:年(?!代)|[-/.][01]?[0-9])")
_WHOLE_DAY = re.compile(f"(?<![0-9]){YEAR}{MONTH}{DAY}")
_LOOKS_BACK = re.compile("周年|年前|纪念|诞辰|历史上|首次")
_BEFORE = timedelta(days=3)


def labelled(lines: Iterable[Line]) -> str:
    """The day behind a label."""
    found = (one for line in lines for one in _LABELLED.finditer(line.folded))
    return next((day for one in found if _is_day(day := iso_date(one["value"].strip(" :./-")))), "")


def alone(edges: Edges) -> str:
    """The day in a line of its own or of a signature, if there is but one: more are headings of a chronicle.
    Below the text a month will do."""
    days = {day for line in edges.lines if _is_day(day := iso_date(_bare(line.folded)))}
    signed = (_SIGNED.fullmatch(_bare(line.folded)) for line in edges.lines)
    days |= {day for one in signed if one and (day := iso_date(one["value"]))}
    months = {day for line in edges.closing if len(day := iso_date(_bare(line.folded))) > len("2024")}
    found = days or months
    return found.pop() if len(found) == 1 else ""


def sent(edges: Edges, datelines: Sequence[str], name: Line, texts: Iterable[str]) -> str:
    """The day of the first dateline, or of a line that is a day without a year, if the year is known."""
    lines = {one["sent"] for line in edges.lines if (one := _DAY_LINE.fullmatch(line.folded))}
    for day in (*datelines, *(lines if len(lines) == 1 else ())):
        if (found := DAY_OF_YEAR.fullmatch(day)) and (
            year := found["year"] or _year_of_name(name) or _year_of_text(found["month"], found["day"], texts)
        ):
            return iso_of(year, found["month"], found["day"])
    return ""


def _year_of_name(name: Line) -> str:
    years = {*_YEAR.findall(name.folded)}
    return years.pop() if len(years) == 1 else ""


def _year_of_text(month: str, day: str, texts: Iterable[str]) -> str:
    """The year of a dispatch sent on this day."""
    text = "\n".join(texts)
    if not (years := {one["year"] for one in _YEAR_OF_TEXT.finditer(text)}) or _LOOKS_BACK.search(text):
        return ""
    latest = max(years)
    sent_on = iso_of(latest, month, day)
    days = (iso_of(*one.group("year", "month", "day")) for one in _WHOLE_DAY.finditer(text))
    near = (_is_shortly_before(one, sent_on) for one in days if one and sent_on)
    return latest if any(near) else ""


def _is_shortly_before(one: str, other: str) -> bool:
    return timedelta(0) <= date.fromisoformat(other) - date.fromisoformat(one) <= _BEFORE


def _bare(text: str) -> str:
    """Without the brackets around it, or the dash before it."""
    return text.strip("()·-—<> ")


def _is_day(day: str) -> bool:
    return len(day) == len("2024-03-05")


# — the number of an official document, 国发〔2024〕5号, from its head. Pure —


_ISSUER = r"(?P<issuer>[^\W0-9a-z_]{1,16})"
_NUMBER = rf"{_ISSUER}[〔\[(【](?P<year>(?:19|20)[0-9]{{2}})[〕\])】] ?第?(?P<count>[0-9]{{1,5}}) ?号"
_ORDER = r"(?P<order>[^\W0-9_]{2,30}令)\(?(?P<of>第[0-9]{1,4}号)\)?"
_NUMBERED = re.compile(f".*(?:发文字号|发文号|文号|文件编号)[:|]?{_NUMBER}.*")
_ALONE = re.compile(rf"(?:[0-9]{{0,6}}){_NUMBER}(?:签发人:.*)?|{_ORDER}")
_AT_END = re.compile(rf".*\({_NUMBER}\)")
_NAMED = (re.compile(rf"{_NUMBER}(?!文件).*"), re.compile(rf".*[(_ -]{_NUMBER}\)?"))
_ANNOUNCED = re.compile(".*公告编号:(?P<announced>[^\\W0-9a-z_]{0,2}[0-9]{4}-[0-9]{1,4})(?![0-9-]).*")
_PRINTED = (_NUMBERED, _ALONE, _ANNOUNCED, _AT_END)
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
