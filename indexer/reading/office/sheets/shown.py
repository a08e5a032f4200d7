"""A number as its cell shows it: by a number format, as Excel and WPS have it in Chinese. Pure."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Sequence
from decimal import Decimal

from indexer.reading.office.sheets.codes import Section, Sign, sections
from indexer.reading.office.sheets.digits import placed, rounded
from indexer.reading.office.sheets.moments import moment, written

GENERAL = "General"
_DAY = 'yyyy"年"m"月"d"日"'
_MONTH = 'yyyy"年"m"月"'
_MONTH_DAY = 'm"月"d"日"'
_HOUR = '上午/下午h"时"mm"分"'
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: _DAY,
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: _HOUR, 35: _HOUR + 'ss"秒"', 36: _MONTH,
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: _MONTH, 51: _MONTH_DAY, 52: _MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY,
    55: _HOUR, 56: _HOUR + 'ss"秒"', 57: _MONTH, 58: _MONTH_DAY,
}  # fmt: skip
"""The formats that files name by a number alone. Which they are depends on the language of the program."""

_COMPARED = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq,
    ">": operator.gt, ">=": operator.ge, "<>": operator.ne,
}  # fmt: skip
_GENERAL_CHARACTERS = 10
"""Of a number in its usual form, without its point; whole numbers are given with all of their digits."""
_MOST_DIGITS = 15
_AS_IT_IS = {Sign.GENERAL, Sign.TEXT}
_MAX_EXPONENT = 300
_COUNTED = {1: ("〇一二三四五六七八九", "十百千"), 2: ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")}
_MYRIADS = ("", "万", "亿", "万亿")
_NUMBER = re.compile("[0-9]{1,16}")


def shown(value: float, code: str = GENERAL, is_1904: bool = False) -> str:
    """The number in this format; in its usual form where the format has no room for it."""
    if not math.isfinite(value):
        return str(value)
    if code == GENERAL:  # nine of ten cells
        return _general(value)
    section, number = _chosen(value, sections(code))
    if section.is_moment:
        return written(value, section, is_1904) or _general(value)
    if section.signs & _AS_IT_IS or not code:
        return _around(section, _general(number))
    exact = _decimal(number)
    if Sign.DIGIT not in section.signs:
        sign = "-" if number < 0 and not section.condition else ""
        return sign + "".join(one.text for one in section.tokens)
    if abs(exact.adjusted()) > _MAX_EXPONENT:
        return _general(number)
    return _chinese(placed(section, exact), section.chinese)


def shown_text(text: str, code: str) -> str:
    """A text as its cell shows it: the format may put something around it."""
    section = sections(code)[-1]
    return _around(section, text) if Sign.TEXT in section.signs else text


def day(value: float, code: str, is_1904: bool = False) -> str:
    """The day in ISO form where the format shows a day; else empty."""
    found = sections(code)
    if not any(one.is_moment for one in found):
        return ""
    section, _ = _chosen(value, found)
    if not any(one.sign is Sign.MOMENT and one.text[0] in "yde" for one in section.tokens):
        return ""
    at = moment(value, is_1904)
    return at.date().isoformat() if at else ""


def _chosen(value: float, found: Sequence[Section]) -> tuple[Section, float]:
    """The section for a number, and the number without the sign that the section itself tells."""
    if any(one.condition for one in found):
        for one in found:
            if one.condition is None or _COMPARED[one.condition[0]](value, one.condition[1]):
                return one, value
        return found[-1], value
    if value < 0 and len(found) > 1:
        return found[1], -value
    return (found[2], value) if value == 0 and len(found) > 2 else (found[0], value)


def _around(section: Section, text: str) -> str:
    if not section.tokens:
        return text
    parts = {Sign.GENERAL: _chinese(text, section.chinese), Sign.TEXT: text}
    return "".join(parts.get(one.sign, one.text) for one in section.tokens)


def _general(value: float) -> str:
    """As a cell without a format shows it."""
    if value == int(value) and abs(value) < 10**_MOST_DIGITS:
        return str(int(value))
    text = repr(value)
    if len(text) <= _GENERAL_CHARACTERS and "e" not in text:
        return text
    number = _decimal(value)
    if Decimal("1e-4") <= abs(number) < Decimal(10) ** (_GENERAL_CHARACTERS + 1):
        whole = len(str(int(abs(number))))
        return _without_zeros(rounded(number, max(0, _GENERAL_CHARACTERS - whole)))
    mantissa, _, exponent = f"{number:.5E}".partition("E")
    return f"{_without_zeros(Decimal(mantissa))}E{int(exponent):+03}"


def _without_zeros(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(value: float) -> Decimal:
    """The number that was meant, of which a float has fifteen digits."""
    return Decimal(format(value, f".{_MOST_DIGITS}g"))


def _chinese(text: str, form: int) -> str:
    """Digits as 一二三 or 壹贰叁: what stands before the point is counted, 一百二十三, what follows is told
    digit by digit."""
    if not form:
        return text
    whole, point, rest = text.partition(".")
    told = _NUMBER.sub(lambda digits: _counted(digits[0], form), whole)
    return told + point + "".join(_COUNTED[form][0][int(one)] if one.isdecimal() else one for one in rest)


def _counted(digits: str, form: int) -> str:
    groups = [digits[max(0, end - 4) : end] for end in range(len(digits), 0, -4)]
    zero = _COUNTED[form][0][0]
    told = ""
    for group, myriad in reversed(list(zip(groups, _MYRIADS, strict=False))):
        if number := int(group):
            told += (zero if told and number < 1000 else "") + _four(number, form) + myriad
    return told or zero


def _four(number: int, form: int) -> str:
    digits, units = _COUNTED[form]
    text = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += digits[digit] + (units[place - 1] if place else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    return text.rstrip(digits[0])
