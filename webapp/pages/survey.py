"""/survey: a list of questions, one a line, as one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import Blueprint, request

from indexer import FILTERS, MAX_LISTED, Parameters, Survey, listed, survey
from webapp.addresses import HOME, SURVEY, Given, changed, given_loosely, with_pairs
from webapp.pages.links import chips
from webapp.state import lexicon, snapshot
from webapp.templating import rendered

blueprint = Blueprint("survey", __name__)

_PATH = "/survey"
_MAX_CELLS = 1500
"""More make a page that takes long to load; the file has them all."""


@blueprint.get(_PATH)
def many() -> str:
    given = given_loosely(request.args, ("list", *FILTERS))
    questions = listed(given.get("list", ""))
    filters = {name: value for name, value in given.items() if name != "list"}
    asked = Parameters.read(filters)
    found = survey(snapshot(), questions, asked.filters, lexicon()) if questions else None
    return rendered(
        "survey.html",
        given=filters,
        text=given.get("list", ""),
        most=MAX_LISTED,
        found=found and recent(found),
        earlier=found.years[:1] if found and recent(found) != found else (),
        chips=list(chips(given, asked, _PATH)),
        url=_searching(filters),
        csv=_file(questions, filters, "csv"),
        json=_file(questions, filters, "json"),
    )


def recent(found: Survey) -> Survey:
    """The table with as many of the last years as a page has room for."""
    room = _MAX_CELLS // len(found.lines)
    lines = tuple(replace(line, reports=line.reports[-room:]) for line in found.lines)
    return Survey(found.years[-room:], lines)


def _searching(filters: Given) -> Callable[[str], str]:
    return lambda q: changed(HOME, {"q": q, **filters})


def _file(questions: Sequence[str], filters: Given, form: str) -> str:
    heads = "local" if form == "csv" else None
    known = [*filters.items(), ("format", form), ("headers", heads)]
    return with_pairs(SURVEY, [*(("q", q) for q in questions), *known])
