"""What a search was narrowed to: each as a chip that says so, with the address that undoes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from indexer import Parameters
from webapp.addresses import HOME, Given, changed
from webapp.dates import readable_span


@dataclass(frozen=True, slots=True)
class Chip:
    """`value` is what it was narrowed to, `of` in what respect."""

    of: str
    value: str
    undo: str


def chips(given: Given, asked: Parameters) -> Iterator[Chip]:
    first, last = given.get("from", ""), given.get("to", "")
    if "source" in given:
        yield Chip(_("来源"), given["source"], narrowed(given, source=None))
    if first or last:
        yield Chip(_("日期"), readable_span(first, last), narrowed(given, **{"from": None, "to": None}))
    if asked.classes:
        names = {"literal": _("原文匹配"), "words": _("按词匹配"), "relaxed": _("含有大部分词")}
        yield Chip(_("匹配"), _("、").join(names[one] for one in asked.classes), narrowed(given, match=None))


def narrowed(given: Given, **changes: str | None) -> str:
    """The search with other filters, from its first page."""
    return changed(HOME, given, offset=None, **changes)


def unnarrowed(given: Given) -> str:
    """The search without any filter."""
    return narrowed(given, **dict.fromkeys(("source", "from", "to", "match")))
