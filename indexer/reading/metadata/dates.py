"""A date as people write it -> ISO. Pure."""

from __future__ import annotations

import re

from indexer.dates import is_date
from indexer.text.fold import fold
from indexer.text.numerals import digit_by_digit, value

# What a date looks like in a normal form: 2023年, 二〇二三年, also with the letter O; 3月5日; 2023-3-5 and
# 2023/03; 20230305. The years are 1800 to 2099, so that a number is not easily taken for a date.
_ARABIC_YEAR = "(?P<year>(?:1[89]|20)[0-9]{2})"
_CHINESE_MONTH = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
YEAR = "(?P<year>(?:1[89]|20)[0-9]{2}|(?:一[八九]|二[〇零0oο])[〇零0oο一二三四五六七八九]{2})年"
MONTH = f"(?P<month>{_CHINESE_MONTH})月"
DAY = "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]"
MARKED = rf"{_ARABIC_YEAR}(?P<mark>[-/._])(?P<month>1[0-2]|0?[1-9])(?:(?P=mark)(?P<day>[0-9]{{1,2}}))?(?!\d)"
RUN = rf"{_ARABIC_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])"

WEEKDAY = r"(?: ?\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)"
_CLOCK = (
    r"(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?|[0-9]{1,2}[时点](?:[0-9]{1,2}分)?(?:[0-9]{1,2}秒)?)"
)
_ZONE = "(?: ?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))"
CLOCK = f"(?:[ t,]?(?:上午|中午|下午|凌晨|晚上?)?{_CLOCK}{_ZONE}?)"

DAY_OF_YEAR = re.compile(f"(?:{YEAR})?{MONTH}{DAY}")
"""A day, perhaps without its year."""

_WHOLE = [
    re.compile(f"{one}{WEEKDAY}?{CLOCK}?{WEEKDAY}?")
    for one in (
        f"{YEAR}(?:{MONTH}(?:{DAY})?)?",
        MARKED,
        RUN,
        f"{_ARABIC_YEAR}(?P<month>)(?P<day>)",
    )
]


_SHORT = re.compile(rf"(?P<year>[0-9]{{2}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}}){CLOCK}?")


def iso_date(text: str) -> str:
    """The ISO date, whole or cut short, where the text is one date and nothing else but a weekday or time
    behind it: 2023年3月5日 is 2023-03-05, 二○二三年十二月 is 2023-12. Empty where it is none, or no day of
    the calendar."""
    whole = fold(text).strip()
    found = (pattern.fullmatch(whole) for pattern in _WHOLE)
    return next((iso_of(one["year"], one["month"], one["day"]) for one in found if one), "")


def iso_labelled(text: str) -> str:
    """The same of what is said to be a date: there a year may be short, 18-03-08."""
    short = _SHORT.fullmatch(fold(text).strip())
    return iso_of(f"20{short['year']}", short["month"], short["day"]) if short else iso_date(text)


def iso_of(year: str, month: str | None = "", day: str | None = "") -> str:
    """The ISO date of what the patterns found, in either digits; empty if there is no such day."""
    parts = [digit_by_digit(year), *(_two_digits(one) for one in (month, day) if one)]
    date = "-".join(parts)
    return date if is_date(date) else ""


def unnamed(pattern: str) -> str:
    """The pattern with its groups unnamed, so that it may stand twice in another."""
    return re.sub(r"\?P<[a-z]+>", "?:", pattern)


def _two_digits(number: str) -> str:
    return f"{int(number if number.isdecimal() else value(number) or 0):02}"
