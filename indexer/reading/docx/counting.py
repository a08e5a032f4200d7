"""A number as Word writes it, in any of its forms: 3, 三, 叁, 丙, ③, iii, c. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

_COUNTED = ("零一二三四五六七八九", "十百千")
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟")
_DIGITS = "〇一二三四五六七八九"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "M CM D CD C XC L XL X IX V IV I".split(),
        strict=True,
    )
)
_MAX_ROMAN = 3999
_MAX_LETTERS = 30
"""So often Word repeats a letter: after z comes aa, after zz aaa."""
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def written(number: int, form: str) -> str:
    """The number in the form of this name in numbering.xml; in digits where the form has no such number or
    is not known."""
    return _FORMS.get(form, str)(number) or str(number)


def _chinese(number: int, signs: tuple[str, str] = _COUNTED) -> str:
    """一百零五; up to 9999."""
    digits, units = signs
    text = ""
    for place in range(3 if number < 10_000 else -1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += digits[digit] + (units[place - 1] if place else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    return text.removeprefix("一") if text.startswith("一十") else text


def _counted(number: int) -> str:
    """As `_chinese` up to 99, then digit by digit."""
    return _chinese(number) if number < 100 else _by_digits(number)


def _by_digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN if number <= _MAX_ROMAN else ():
        text += sign * (number // worth)
        number %= worth
    return text


def _letters(number: int) -> str:
    times, letter = divmod(number - 1, 26)
    return chr(ord("A") + letter) * (times + 1) if 0 <= times < _MAX_LETTERS else ""


def _of(signs: str, number: int) -> str:
    """The sign that stands for a number in a row of them."""
    return signs[number - 1] if 0 < number <= len(signs) else ""


def _row(first: str, count: int = 20) -> Callable[[int], str]:
    return partial(_of, "".join(chr(ord(first) + i) for i in range(count)))


def _ordinal(number: int) -> str:
    last = 0 if number // 10 % 10 == 1 else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "ordinal": _ordinal,
    **dict.fromkeys(("chineseCounting", "taiwaneseCounting"), _counted),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"), _chinese),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _by_digits),
    "chineseLegalSimplified": partial(_chinese, signs=_LEGAL),
    "ideographLegalTraditional": partial(_chinese, signs=_LEGAL_TRADITIONAL),
    "ideographTraditional": partial(_of, "甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": partial(_of, "子丑寅卯辰巳午未申酉戌亥"),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), partial(_of, _CIRCLED)),
    "decimalEnclosedParen": _row("⑴"),
    "decimalEnclosedFullstop": _row("⒈"),
    "ideographEnclosedCircle": _row("㊀", 10),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    "numberInDash": lambda number: f"- {number} -",
}
