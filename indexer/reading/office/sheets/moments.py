"""Days and times of day, which a sheet keeps as a number of days, as it shows them. Pure."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from indexer.reading.office.sheets.codes import Section, Sign, Token

_LAST_DAY = 2_958_465
"""9999-12-31."""
_LEAP_DAY = 60
"""1900-02-29, which was none, but Excel has it as Lotus had it: days before it are counted from one later."""
_WEEKDAYS = "一二三四五六日"
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DIGITS = "〇一二三四五六七八九"


def moment(days: float, is_1904: bool = False) -> datetime | None:
    """What a number of days stands for, to the millisecond; None where it stands for no day. A book may
    count from 1904."""
    counted = days + (1462 if is_1904 else 0)
    if not 0 <= counted < _LAST_DAY + 1:
        return None
    first = datetime(1899, 12, 30 if counted >= _LEAP_DAY else 31)
    return first + timedelta(milliseconds=round(counted * 86_400_000))


def written(days: float, section: Section, is_1904: bool = False) -> str:
    """The day or time as this section of a format has it; empty where it is none."""
    if abs(days) > _LAST_DAY:
        return ""
    parts = [one for one in section.tokens if one.sign in (Sign.MOMENT, Sign.ELAPSED)]
    days = _rounded(days, max((len(one.text.partition(".")[2]) for one in parts), default=0))
    elapsed = Sign.ELAPSED in section.signs
    if (at := moment(abs(days) % 1 if elapsed else days, is_1904 and not elapsed)) is None:
        return ""
    twelve = any("/" in one.text for one in parts)
    seen = 0
    text = "-" if elapsed and days < 0 else ""
    for token in section.tokens:
        if token.sign is Sign.ELAPSED:
            text += _in_all(token.text, abs(days))
        elif token.sign is Sign.MOMENT:
            beside = parts[max(0, seen - 1) : seen], parts[seen + 1 : seen + 2]
            text += _part(_as_minute(token.text, beside), at, twelve, section.chinese)
        else:
            text += token.text
        seen += token.sign in (Sign.MOMENT, Sign.ELAPSED)
    return text


def _rounded(days: float, places: int) -> float:
    """To so many places of a second."""
    per_day: int = 86_400 * 10 ** min(places, 3)
    return round(days * per_day) / per_day


def _as_minute(text: str, beside: tuple[list[Token], list[Token]]) -> str:
    """m is a month, but a minute after an hour or before a second: then it is told by a capital."""
    after_hour = any(one.text.startswith("h") for one in beside[0])
    before_second = any(one.text.startswith("s") for one in beside[1])
    return text.upper() if text in ("m", "mm") and (after_hour or before_second) else text


def _in_all(text: str, days: float) -> str:
    per_day = {"h": 24, "m": 24 * 60, "s": 24 * 60 * 60}[text[0]]
    return str(math.floor(days * per_day + 1e-6)).rjust(len(text), "0")


def _part(text: str, at: datetime, twelve: bool, chinese: int) -> str:
    if text in ("am/pm", "a/p", "上午/下午"):
        return text.split("/")[at.hour >= 12].upper()
    if text.startswith("a"):
        return ("星期" if text == "aaaa" else "") + _WEEKDAYS[at.weekday()]
    if text.startswith("d") and len(text) > 2:
        return _DAY_NAMES[at.weekday()][: 3 if len(text) == 3 else None]
    if text.startswith("m") and len(text) > 2:
        return _MONTHS[at.month - 1][: {3: 3, 5: 1}.get(len(text))]
    if text.startswith("s"):
        split = text.partition(".")[2]
        return f"{at.second:0{min(2, len(text.partition('.')[0]))}}" + (
            f".{at.microsecond // 1000:03}"[: len(split) + 1] if split else ""
        )
    if text.startswith(("y", "e")):
        year = f"{at.year % 100:02}" if text in ("y", "yy") else str(at.year)
        return "".join(_DIGITS[int(digit)] for digit in year) if chinese else year
    number = {"m": at.month, "d": at.day, "h": at.hour, "M": at.minute}[text[0]]
    if text[0] == "h" and twelve:
        number = number % 12 or 12
    return _counted(number) if chinese else f"{number:0{min(2, len(text))}}"


def _counted(number: int) -> str:
    """二十三, of a number below 100."""
    tens, ones = divmod(number, 10)
    whole = ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "")
    return whole + (_DIGITS[ones] if ones or not tens else "")
