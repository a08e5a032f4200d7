"""A number in a normal form -> the other ways to write it: 1.2万元 as 12000元, 5.2%, 第14届, 80年代.

What is no numeral (十四五, 三五), or is part of a word or name (一般, 三明, 万一), has no other forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from indexer.text.literal import LATIN
from indexer.text.numerals import NUMBER_LIMIT, NUMERALS, spell, value

# What reports count, and what means the same in either digits. 2 is 两 here, for 二次 is "second"; 1 is left
# alone, for 一家 and 一次性 are words. Missing are 类 and 期, as 2期 may be 两期 or 二期, and 处, 所 and 套,
# which are numbered as well (公安部三所).
_COUNTED = (
    "个|人|名|位|家|户|次|项|条|件|种|座|栋|辆|架|艘|枚|株|吨|公斤|斤|公里|千米|米|平方米|平方公里"
    "|立方米|亩|公顷|元|美元|欧元|港元|日元|卢布|天|周|年|岁|小时|分钟|倍|届|场"
)
_NAMES = {"三元", "九天"}
_NUMBERED = {"号": 100, "季度": 5}
"""What is numbered, and below which number: 2 is 二 here. 中央一号文件 is also written 中央1号文件."""
_ORDINAL = f"{_COUNTED}|{'|'.join(_NUMBERED)}|期|批|轮|类|章|节|款|卷|集|版|部|代|回|层|级|编|页"

_UNITS = {"万亿": Decimal(10**12), "亿": Decimal(10**8), "万": Decimal(10**4), "": Decimal(1)}
_DECIMALS = {"万亿": 4, "亿": 4, "万": 2, "": 0}
"""With how many decimals one writes a large number."""

BEFORE = rf"(?<![{LATIN}0-9.\-~/{NUMERALS}几数点第])"
AFTER = rf"(?![{LATIN}0-9{NUMERALS}点几]|[.\-~/][0-9])"
"""Nothing continues the number: no other digit, and it is no end of a range (3-5%)."""

_ARABIC = r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
_CHINESE = f"[{NUMERALS}]+(?:点[〇零一二三四五六七八九]+)?"
_NUMBER = f"(?P<number>{_ARABIC}|{_CHINESE})"


def _per_cent(place: re.Match[str]) -> Iterator[str]:
    name, sign = ("千分之", "‰") if place[0][0] == "千" or place[0][-1] == "‰" else ("百分之", "%")
    number = Decimal(100) if place[0] == "百分之百" else _number(place)
    if number is None:
        return
    yield f"{number}{sign}"
    if _closed_behind(place) or "." in str(number):
        yield name + spell(number)
    if number == 100 and sign == "%":
        yield "百分之百"


def _ordinal(place: re.Match[str]) -> Iterator[str]:
    number = _number(place)
    if number is not None and 0 < number < 1000 and number == int(number) and "两" not in place[0]:
        yield from (f"第{number}", f"第{spell(number)}")


def _period(place: re.Match[str]) -> Iterator[str]:
    number = _number(place)
    if number is not None and 0 < number < 100 and (place["what"] == "世纪" or number % 10 == 0):
        yield str(number)
        if _closed_before(place) or number >= 20:  # 十一世纪 ends 二十一世纪, but nothing longer ends so
            yield spell(number)


def _rough(place: re.Match[str]) -> Iterator[str]:
    number = _number(place)
    if number and number % 10 == 0:
        yield f"{number}{place['rough']}"
        if _closed_before(place):
            yield from (f"{spelled}{place['rough']}" for spelled in _counting(number))


def _amount(place: re.Match[str]) -> Iterator[str]:
    number, unit, what = _number(place), place["unit"] or "", place["what"] or ""
    if not number or (amount := number * _UNITS[unit]) >= NUMBER_LIMIT:
        return
    if unit or amount >= 10000:
        yield from _large(place, number, unit, counted=bool(what) and what not in _NUMBERED)
    elif what in _NUMBERED:
        yield from _numbered(place, number, _NUMBERED[what])
    elif what and number != 1 and not _special(number, place["number"] + what):
        yield str(number)
        if _closed_before(place):
            yield from _counting(number)


def _large(place: re.Match[str], number: Decimal, unit: str, *, counted: bool) -> Iterator[str]:
    amount = number * _UNITS[unit]
    if not (counted or set("万亿") & set(place[0])):  # 12000 alone may be a code
        return
    yield from _in_digits(amount, ("万亿", "亿", "万", "") if counted else ("万亿", "亿", "万"))
    if _closed_before(place) and _closed_behind(place):
        if amount == int(amount):
            yield from _counting(amount)
        if number != int(number):
            yield spell(number) + unit
    if 10**7 <= amount < 10**8:
        yield from _in_digits(amount, ("亿",), least=Decimal("0.1"))  # 0.3亿


def _in_digits(amount: Decimal, units: tuple[str, ...], least: Decimal = Decimal(1)) -> Iterator[str]:
    for unit in units:
        count = amount / _UNITS[unit]
        written = format(count.normalize(), "f")
        if least <= count < (10**5 if unit else 10**8) and len(written.partition(".")[2]) <= _DECIMALS[unit]:
            yield written + unit


def _numbered(place: re.Match[str], number: Decimal, below: int) -> Iterator[str]:
    if number == int(number) and number < below and "两" not in place["number"]:
        yield str(number)
        if _closed_before(place):
            yield spell(number)


def _counting(number: Decimal) -> Iterator[str]:
    """How one spells what is counted: 2 is 两, 20000 both 两万 and 二万."""
    spelled = spell(number.normalize())
    if spelled[0] == "二" and spelled[1:2] not in ("十", "点"):
        yield "两" + spelled[1:]
    if number != 2:
        yield spelled


def _special(number: Decimal, written: str) -> bool:
    """二次 is "second", 三元 a name; 98年 and 2000年 are years or durations, each spelled differently."""
    if (written[0] == "二" and number == 2) or written in _NAMES:
        return True
    return written[-1] == "年" and (10 <= number < 100 or 1000 <= number < 3000)


def _number(place: re.Match[str]) -> Decimal | None:
    number: str = place["number"]
    return value(number) if number[0] in NUMERALS else Decimal(number)


def _closed_before(place: re.Match[str]) -> bool:
    """True if a character of the keyword stands before, so that no longer numeral can end here."""
    return place.start() > 0


def _closed_behind(place: re.Match[str]) -> bool:
    return place.end() < len(place.string)


KINDS = [
    (re.compile(f"{BEFORE}(?P<number>{_ARABIC})[%‰]{AFTER}"), _per_cent),
    (re.compile(f"{BEFORE}[百千]分之(?P<number>{_CHINESE}){AFTER}"), _per_cent),
    (re.compile(f"第{_NUMBER}(?={_ORDINAL})"), _ordinal),
    (re.compile(f"{BEFORE}{_NUMBER}(?=(?P<what>世纪|年代))"), _period),
    (re.compile(f"{BEFORE}{_NUMBER}(?P<rough>[多余])(?=万|亿|{_COUNTED})"), _rough),
    (
        re.compile(
            f"{BEFORE}{_NUMBER}(?P<unit>万亿|亿|万)?{AFTER}(?=(?P<what>{_COUNTED}|{'|'.join(_NUMBERED)})?)"
        ),
        _amount,
    ),
]
"""Patterns, each with what yields the forms of a place that it finds, perhaps the same one again."""
