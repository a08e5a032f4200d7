"""The search page: where one begins, and what a search found."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from flask import Blueprint, Flask, render_template, request
from flask_babel import gettext as _

from indexer import Answer, Order, Parameters, search
from webapp.addresses import HOME, SEARCH, Given, at, changed, given_loosely, report_json, report_page
from webapp.pages.histogram import histogram
from webapp.pages.hits import marked, opening, stacked
from webapp.pages.links import chips, paging, with_filter, without_filters
from webapp.pages.narrower import bars, facets
from webapp.state import lexicon, snapshot, store

blueprint = Blueprint("results", __name__)

_FACETS = "year,month,source"
_KEPT = ("sort", "limit", "source", "from", "to")
"""What a new search in the same box keeps; the page shows each of them and how to undo it."""
_FINDING = ("q", "source", "from", "to", "match")
"""What decides which reports are found; all else decides how they are shown."""
LIMITS = (10, 20, 50)
"""Results on a page, to choose from."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.add_template_filter(grouped)
    app.add_template_filter(marked)
    for name in (at, report_json, report_page, changed, with_filter, without_filters, opening, only):
        app.add_template_global(name)


@blueprint.get(HOME)
def home() -> str:
    if "q" not in request.args:
        return render_template("home.html", reports=store().stats().reports)
    return _results(given_loosely(request.args))


def grouped(number: int) -> str:
    """A number that is read at a glance: 109,397."""
    return f"{number:,}"


def only(given: Given, *names: str) -> Given:
    """Those of the parameters that are named; where none is, those that decide which reports are found."""
    return {name: given[name] for name in names or _FINDING if name in given}


def _results(given: Given) -> str:
    asked = Parameters.read({**given, "facets": _FACETS})
    answer = search(snapshot(), asked, lexicon())
    drawn = histogram(answer)
    return render_template(
        "results.html",
        q=asked.q,
        answer=answer,
        asked=asked,
        given=given,
        kept=only(given, *_KEPT),
        read_differently=_plainly(answer.query.read_as) != _plainly(asked.q),
        hits=stacked(answer.hits),
        apart=stacked(answer.apart),
        chips=list(chips(given, asked)),
        histogram=drawn,
        bars=bars(drawn, given) if drawn else (),
        facets=facets(answer, given),
        paging=paging(answer, given),
        orders=_orders(),
        limits=sorted({*LIMITS, answer.limit}),
        programs=_for_programs(given, answer),
    )


def _orders() -> Mapping[Order, str]:
    return {Order.RELEVANCE: _("相关"), Order.NEWEST: _("最新"), Order.OLDEST: _("最早")}


def _for_programs(given: Given, answer: Answer) -> Mapping[str, str]:
    """This very page as JSON, and the command that fetches it from anywhere."""
    json = changed(SEARCH, {**given, "facets": _FACETS})
    return {"json": json, "curl": f"curl {shlex.quote(request.host_url.rstrip('/') + json)}"}


def _plainly(text: str) -> str:
    """Without the difference between one style of quotation marks, or of spaces, and another."""
    return " ".join(text.translate({ord(mark): '"' for mark in "＂“”„‟「」『』"}).split())


# — help —


@blueprint.get("/help")
def show_help() -> str:
    return render_template("help.html", site=request.host_url.rstrip("/"))
