"""A date or year in a normal form -> the other ways in which reports write it.

`KINDS` pairs a pattern with what yields the forms of a place that it finds, perhaps the same one again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from indexer.text.amounts import AFTER, BEFORE
from indexer.text.numerals import digit_by_digit, spell, spell_digits, value

_YEAR = "(?P<year>[12][0-9]{3}|[一二][〇零0一二三四五六七八九]{3})年"
_MONTH = "(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
_DAY = "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]"
_MARKED = r"(?P<year>[12][0-9]{3})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"


def _day(place: re.Match[str]) -> Iterator[str]:
    year = digit_by_digit(place["year"])
    if not (day := _date(year, place["month"], place["day"])):
        return
    month_day = f"{spell(day.month)}月{spell(day.day)}日"
    yield f"{year}年{day.month}月{day.day}日"
    yield f"{spell_digits(year, '〇')}年{month_day}"
    yield f"{day:%Y-%m-%d}"
    yield f"{year}.{day.month}.{day.day}"
    yield f"{year}/{day.month}/{day.day}"
    yield f"{spell_digits(year, '零')}年{month_day}"
    yield from (f"{day:%Y/%m/%d}", f"{day:%Y.%m.%d}", f"{day:%Y年%m月%d日}")


def _month(place: re.Match[str]) -> Iterator[str]:
    year = digit_by_digit(place["year"])
    if day := _date(year, place["month"], "1"):
        yield f"{year}年{day.month}月"
        yield from (f"{spell_digits(year, zero)}年{spell(day.month)}月" for zero in "〇零")
        yield f"{day:%Y年%m月}"


def _year(place: re.Match[str]) -> Iterator[str]:
    year = digit_by_digit(place["year"])
    yield f"{year}年"
    yield from (f"{spell_digits(year, zero)}年" for zero in "〇零")


def _month_day(place: re.Match[str]) -> Iterator[str]:
    if day := _date("2000", place["month"], place["day"]):  # a leap year: 2月29日
        yield from (f"{day.month}月{day.day}{name}" for name in "日号")
        if place.start() > 0 or day.month > 2:  # 一月 and 二月 end 十一月 and 十二月
            yield f"{spell(day.month)}月{spell(day.day)}日"
        yield f"{day:%m月%d日}"


def _date(*numbers: str) -> date | None:
    """Year, month and day in either digits, if there is such a day."""
    try:
        return date(*(int(one) if one.isdecimal() else int(value(one) or 0) for one in numbers))
    except ValueError:
        return None


KINDS = [
    (re.compile(BEFORE + _YEAR + _MONTH + _DAY), _day),
    (re.compile(BEFORE + _MARKED + AFTER), _day),
    (re.compile(BEFORE + _YEAR + _MONTH), _month),
    (re.compile(BEFORE + _YEAR), _year),
    (re.compile(BEFORE + _MONTH + _DAY), _month_day),
]
