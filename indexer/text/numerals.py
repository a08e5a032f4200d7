"""Chinese numerals <-> numbers: 三千零五 is 3005, 五点二 is 5.2, 二〇二三 as a year is 2023."""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER_LIMIT = 10**16
"""Numbers below this are read and written."""

NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_DIGITS = "零一二三四五六七八九"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"))
_VALUES = {char: value for value, char in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
_ZEROS = str.maketrans("oο", "00")
_PLAIN = str.maketrans("〇两", "零二")
_MISPLACED = re.compile("两[^百千万亿]|.两$")  # 两百, 两千, 两个, but no 两十 and no 十两


def spell(number: Decimal | int) -> str:
    """The numeral as one writes it: 十二, 一百一十二, 一千零五, 两 nowhere, 五点零二 with every decimal.

    `number` is not negative and below `NUMBER_LIMIT`.
    """
    whole, _, decimals = format(Decimal(number), "f").partition(".")
    spelled = _spell(int(whole))
    if spelled.startswith("一十"):  # only where the numeral begins so
        spelled = spelled[1:]
    return spelled + ("点" + "".join(_DIGITS[int(digit)] for digit in decimals) if decimals else "")


def value(numeral: str) -> Decimal | None:
    """The number, or None where it is none: 十四五, 三五, 千万, 二百五 (which may mean 250).

    Read leniently, then written again: it is a numeral if that gives the same.
    """
    whole, point, decimals = numeral.partition("点")
    number = _read(whole)
    if (
        number is None
        or number >= NUMBER_LIMIT
        or _MISPLACED.search(whole)
        or _plain(_spell(number)) != _plain(whole)
    ):
        return None
    if not point:
        return Decimal(number)
    digits = digit_by_digit(decimals)
    return Decimal(f"{number}.{digits}") if digits.isdecimal() else None


def digit_by_digit(numeral: str) -> str:
    """二〇二三 -> 2023. ASCII digits, as in 二0二三, stay; a Latin or Greek letter o is a zero."""
    return "".join(str(_VALUES.get(char, char)) for char in numeral.translate(_ZEROS))


def spell_digits(digits: str, zero: str) -> str:
    """2023 -> 二〇二三 or 二零二三 or, with a letter, 二o二三, as `zero` has it."""
    return "".join(_DIGITS[int(digit)] if digit != "0" else zero for digit in digits)


def _spell(number: int) -> str:
    for unit, name in _UNITS:
        if number >= unit:
            head, rest = divmod(number, unit)
            gap = "零" if rest < unit // 10 else ""
            return _spell(head) + name + (gap + _spell(rest) if rest else "")
    return _DIGITS[number]


def _read(numeral: str) -> int | None:
    for unit, name in _UNITS:
        head, found, rest = numeral.rpartition(name)
        if found:
            count, more = (
                _read(head) if head else 1,
                _read(rest.removeprefix("零").removeprefix("〇") or "零"),
            )
            return None if count is None or more is None else count * unit + more
    return _VALUES.get(numeral)


def _plain(numeral: str) -> str:
    """One of the ways to write it: 两 as 二, 〇 as 零, 一百十二 as well as 一百一十二."""
    return numeral.translate(_PLAIN).replace("一十", "十")
