"""Months ("2024-03") and years ("2024"), which follow one another without a gap. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

By = Literal["month", "year"]
BY: tuple[By, ...] = get_args(By)
CHARACTERS: dict[By, int] = {"month": len("2024-03"), "year": len("2024")}
"""So much of a date tells its period."""


def period_number(period: str) -> int:
    """Which one it is: years count from 0, months from January of the year 0."""
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def periods_between(first: str, last: str) -> Iterator[str]:
    """All periods from the first to the last, both included and of one kind."""
    for number in range(period_number(first), period_number(last) + 1):
        yield f"{number // 12:04}-{number % 12 + 1:02}" if "-" in first else f"{number:04}"
