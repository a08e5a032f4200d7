"""Dates of reports as texts: ISO, whole or cut short ("2024-03-05", "2024-03", "2024"). Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime


def moment(seconds: int) -> str:
    """That many seconds after 1970 as ISO 8601 writes them; 0 is not known."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else ""


def is_date(text: str) -> bool:
    """True for a day, month or year of the calendar in ISO form: 2024-03-05, 2024-03, 2024."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def day(date: str) -> int:
    """An ISO date, whole or cut short, as a number that sorts alike: 2024-03 -> 20240300, unknown -> 0."""
    return int(date.replace("-", "").ljust(8, "0")) if date else 0


def iso(day: int) -> str:
    """The date that `day` made a number of."""
    year, month, of_month = f"{day // 10000:04}", day // 100 % 100, day % 100
    return "-".join([year, *(f"{one:02}" for one in (month, of_month) if one)]) if day else ""
