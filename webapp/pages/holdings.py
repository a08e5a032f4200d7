"""/holdings: what is held, from when to when and from where, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, request

from indexer import Choice, Counts, written_choice
from webapp.addresses import HOLDINGS, HOLDINGS_PAGE, HOME, changed
from webapp.holdings import holdings, matching
from webapp.language import page_language, written
from webapp.pages.tree import folders
from webapp.templating import rendered

blueprint = Blueprint("holdings", __name__)

_MOST = 80
"""Files, sources and folders that are listed; what is more is counted, and in the CSV."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is held, and where its reports are."""

    name: str
    reports: int
    depth: int = 0
    url: str = ""


@blueprint.get(HOLDINGS_PAGE)
def page() -> str:
    found = holdings()
    words = request.args.get("words", "")
    lost = matching(found.losses, words)
    return rendered(
        "holdings.html",
        held=found,
        years=list(_years(found.years)),
        most_of_a_year=max((count for _, count in found.years), default=1),
        sources=list(_sources(found.sources[:_MOST])),
        folders=[
            Part(one.name, one.reports, one.depth, _only("folder", one.path))
            for one in folders(found.folders)[:_MOST]
        ],
        words=words,
        lost=lost[:_MOST],
        all_lost=len(lost),
        csv=changed(HOLDINGS, {"words": words} if words else {}, format="csv"),
    )


def _years(counts: Counts) -> Iterator[Part]:
    for year, count in reversed(counts):
        yield Part(written(year, page_language()), count, url=_only("year", year))


def _sources(counts: Counts) -> Iterator[Part]:
    for source, count in counts:
        yield Part(source, count, url=_only("source", source))


def _only(facet: str, value: str) -> str:
    """All reports of one value."""
    return changed(HOME, {facet: written_choice(Choice((value,)))})
