"""Dates as people of each language write them, whole or cut short."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_date
from flask import Flask
from flask_babel import gettext as _

from webapp.language import page_language

_CHINESE = ("y年", "y年M月", "y年M月d日")
_PATTERNS = {"en": ("y", "MMMM y", "d MMMM y")}
"""For a year, a month and a day; the other languages write as Chinese does."""


def register(app: Flask) -> None:
    app.add_template_filter(lambda day: written(day, page_language()), "readable_date")
    app.add_template_global(readable_span)


@lru_cache(maxsize=4096)
def written(day: str, language: str) -> str:
    """An ISO date, whole or cut short: 2024年3月5日, 5 March 2024; 2024年3月, March 2024; 2024年, 2024."""
    if not day:
        return ""
    pattern = _PATTERNS.get(language, _CHINESE)[day.count("-")]
    return format_date(
        date.fromisoformat(day + "-01-01"[len(day) - 4 :]), pattern, language.replace("-", "_")
    )


def readable_span(first: str, last: str) -> str:
    """From one date to another, in the language of the page; "" leaves that end open."""
    begins, ends = (written(day, page_language()) for day in (first, last))
    if begins and ends:
        return begins if first == last else f"{begins} – {ends}"
    return str(_("%(day)s起", day=begins) if begins else _("截至%(day)s", day=ends))
