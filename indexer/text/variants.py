"""A keyword -> other normal forms that always mean the same: numbers and dates in other digits, 着 and 著.

    2023年工作报告   二〇二三年工作报告, 二零二三年工作报告
    增长5.2%         增长百分之五点二
    三十亿元         30亿元

A variant is looked for like what was typed, so it must mean the same wherever it stands. Digits are safe:
a literal that begins or ends with one never matches inside a longer number. A Chinese numeral is not:
in ten thousand articles *half* of all 三十亿 (and the like) ended a longer numeral (一百三十亿), and 85 % of
百分之五 went on (百分之五十). So a numeral is spelled in Chinese only where the keyword closes it on both
sides (投资30亿元, but not 30亿元 alone) or where the language does (第十四届, 二〇二三年, 百分之五点二: two
decimals are one case in a hundred).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice, product

from indexer.text import amounts
from indexer.text.amounts import AFTER, BEFORE
from indexer.text.fold import fold
from indexer.text.numerals import NUMERALS, digit_by_digit, spell, spell_digits, value

_ANY = re.compile(f"[0-9{NUMERALS}着著]")
"""Without any of these a text has no variants."""
_TRIED_PER_VARIANT = 4
"""Combinations of other forms that are tried for each variant that is wanted: some are the same text."""


def variants(text: str, most: int = 12) -> tuple[str, ...]:
    """At most `most` other normal forms of a keyword's normal form, in a fixed order, without itself."""
    if not _ANY.search(text):
        return ()
    return rewritten(text, _places(text), most)


def rewritten(text: str, places: Iterable[tuple[int, int, Sequence[str]]], most: int) -> tuple[str, ...]:
    """The text with other forms at these places, which do not overlap and are given from left to right.

    At most `most` texts, without itself: first with every place in its first other form, then with every
    place in its second (二〇二三年三月 comes before 2023年三月), and so on; then the other combinations.
    """
    pieces: list[tuple[str, ...]] = []
    end = 0
    for start, stop, forms in places:
        pieces += [(text[end:start],), (text[start:stop], *forms)]
        end = stop
    if not pieces:
        return ()
    pieces.append((text[end:],))
    rows = (tuple(piece[min(row, len(piece) - 1)] for piece in pieces) for row in range(1, most + 1))
    joined = map("".join, islice(chain(rows, product(*pieces)), _TRIED_PER_VARIANT * most))
    found = dict.fromkeys(map(fold, joined))  # a space that stood beside 2元 goes where it is 两元
    return tuple(islice((one for one in found if one != text), most))


def _places(text: str) -> list[tuple[int, int, list[str]]]:
    """What has other forms, from left to right."""
    found: list[tuple[int, int, list[str]]] = []
    for pattern, forms in _KINDS:
        for place in pattern.finditer(text):
            if any(place.start() < end and start < place.end() for start, end, _ in found):
                continue
            if others := [one for one in dict.fromkeys(forms(place)) if one != place[0]]:
                found.append((*place.span(), others))
    return sorted(found)


# — dates and years —


_YEAR = "(?P<year>[12][0-9]{3}|[一二][〇零0oο一二三四五六七八九]{3})年"
_MONTH = "(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
_DAY = "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]"
_TYPED_ZEROS = "0oο"
"""What stands for 〇 where it could not be typed: a digit, a Latin letter or a Greek one."""
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
    yield from (f"{spell_digits(year, zero)}年{month_day}" for zero in _TYPED_ZEROS)


def _month(place: re.Match[str]) -> Iterator[str]:
    year = digit_by_digit(place["year"])
    if day := _date(year, place["month"], "1"):
        yield f"{year}年{day.month}月"
        yield from (f"{spell_digits(year, zero)}年{spell(day.month)}月" for zero in "〇零")
        yield f"{day:%Y年%m月}"
        yield from (f"{spell_digits(year, zero)}年{spell(day.month)}月" for zero in _TYPED_ZEROS)


def _year(place: re.Match[str]) -> Iterator[str]:
    year = digit_by_digit(place["year"])
    yield f"{year}年"
    yield from (f"{spell_digits(year, zero)}年" for zero in "〇零" + _TYPED_ZEROS)


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


# — 着 and 著 —


_SCRIPT = re.compile("着|著(?<![显专论名原编合巨译遗卓昭土]著)(?![名作称述者书录])")
"""看着 is 看著 in traditional script, but folding leaves both alone: 显著 and 著名 are simplified words."""


def _other_script(place: re.Match[str]) -> Iterator[str]:
    yield "著" if place[0] == "着" else "着"


# — all that has other forms —


_KINDS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[str]]]] = [
    (re.compile(BEFORE + _YEAR + _MONTH + _DAY), _day),
    (re.compile(BEFORE + _MARKED + AFTER), _day),
    (re.compile(BEFORE + _YEAR + _MONTH), _month),
    (re.compile(BEFORE + _YEAR), _year),
    (re.compile(BEFORE + _MONTH + _DAY), _month_day),
    *amounts.KINDS,
    (_SCRIPT, _other_script),
]
"""Patterns, each with what yields the forms of a place that it finds, perhaps the same one again. Where two
kinds meet, the one listed first has the place."""
