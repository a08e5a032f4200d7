"""Dates of reports as texts: ISO, whole or cut short ("2024-03-05", "2024-03", "2024"). Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache


@lru_cache(maxsize=1024)  # reports that came together have one moment
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
    digits = f"{day:08}"
    year, month, of_month = digits[:4], digits[4:6], digits[6:]
    if of_month != "00":
        return f"{year}-{month}-{of_month}"
    return f"{year}-{month}" if month != "00" else year if day else ""
