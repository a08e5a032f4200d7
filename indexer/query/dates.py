"""Dates as people type them -> ISO dates: 2023年3月5日, 2023/3/5, 2023-03..2024-02."""

from __future__ import annotations

import re

from indexer.query.nodes import Dated
from indexer.report import is_date

_DATE = re.compile(r"([0-9]{4})(?:(?:年|[-/.])([0-9]{1,2})(?:(?:月|[-/.])([0-9]{1,2})日?|月)?|年)?")


def dated(name: str, text: str) -> Dated | None:
    """What `date:…`, `after:…` or `before:…` asks for; None where the text is no date of the calendar."""
    if name == "date" and ".." in text:
        first, last = text.split("..", 1)
        after, before = iso(first), iso(last)
        if (after is None and first) or (before is None and last) or not (after or before):
            return None
        return Dated(after or "", before or "")
    if (day := iso(text)) is None:
        return None
    return Dated("" if name == "before" else day, "" if name == "after" else day)


def iso(text: str) -> str | None:
    """The date in ISO form, cut short as it was typed; None where it is none."""
    if not (found := _DATE.fullmatch(text)):
        return None
    date = "-".join(part.zfill(2) for part in found.groups() if part)
    return date if is_date(date) else None
