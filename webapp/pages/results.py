"""The search page: where one begins, and what a search found."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from functools import lru_cache

from flask import Blueprint, Flask, redirect, request
from werkzeug.wrappers import Response

from indexer import (
    FILTERS,
    MAX_BUNDLED,
    MAX_OFFSET,
    Answer,
    Example,
    ExampleKind,
    Hit,
    Order,
    Parameters,
    examples,
    search,
    underway,
)
from webapp.addresses import (
    HOME,
    RESULT,
    SEARCH,
    Given,
    changed,
    given_loosely,
    number_asked,
    original_page,
    picture_url,
    report_json,
    report_page,
    results_page,
    rooted,
)
from webapp.language import plain_text as _
from webapp.pages import parts
from webapp.pages.counted import counted
from webapp.pages.histogram import histogram
from webapp.pages.hits import headline, marked, stacked
from webapp.pages.links import chips, filters_of, paging, with_filter, without_filters
from webapp.pages.narrower import bars, facets
from webapp.state import index, lexicon, snapshot
from webapp.templating import rendered

blueprint = Blueprint("results", __name__)

_FACETS = "year,month,source,folder"
_KEPT = ("sort", "limit", *FILTERS)
"""What a new search in the same box keeps; the page shows each of them and how to undo it."""
_FINDING = ("q", *FILTERS, "match")
"""What decides which reports are found; all else decides how they are shown."""
LIMITS = (10, 20, 50)
"""Results on a page, to choose from."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    parts.register(app)
    app.add_template_filter(grouped)
    app.add_template_filter(marked)
    app.add_template_filter(headline)
    app.jinja_env.globals["max_bundled"] = MAX_BUNDLED
    names = (rooted, original_page, picture_url, report_json, report_page, changed, filters_of)
    for name in (*names, with_filter, without_filters, only):
        app.add_template_global(name)


@blueprint.get(HOME)
def home() -> str:
    given = given_loosely(request.args)
    if "q" not in request.args and not filters_of(given):
        held = snapshot().holdings(0)
        tried = [(one.q, _shows(one.kind)) for one in _examples(snapshot().version)]
        return rendered("home.html", held=held, examples=tried, underway=underway(index()))
    return _results(given)


@lru_cache(maxsize=4)
def _examples(version: str) -> tuple[Example, ...]:
    """Those of a commit, which is the one that this request is answered from."""
    return examples(snapshot())


def _shows(kind: ExampleKind) -> str:
    names = {
        "both": _("两个词都要出现，位置不限"),
        "exact": _("加引号，一字不差地出现"),
        "without": _("有前者而没有后者"),
        "source": _("只找这个来源的报告"),
    }
    return str(names[kind])


@blueprint.get(RESULT)
def result() -> Response:
    """One hit of a search by its number: to its report; where there is none, to the page that ends before."""
    given = given_loosely(request.args)
    at = number_asked(request.args, "at") or 0
    hits: tuple[Hit, ...] = ()
    if 0 < at <= MAX_OFFSET:
        one = {**given, "offset": str(at - 1), "limit": "1", "passages": "0"}
        one.pop("cursor", None)
        hits = search(snapshot(), Parameters.read(one), lexicon()).hits
    return redirect(report_page(hits[0].id, given, at=at) if hits else results_page(given, max(1, at - 1)))


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
    return rendered(
        "results.html",
        q=asked.q,
        answer=answer,
        asked=asked,
        counted=counted(answer, asked.classes),
        given=given,
        kept=only(given, *_KEPT),
        read_differently=_plainly(answer.query.read_as) != _plainly(asked.q),
        hits=stacked(answer.hits, asked.offset),
        apart=stacked(answer.apart),
        chips=list(chips(given, asked)),
        histogram=drawn,
        bars=bars(drawn, given) if drawn else (),
        facets=list(facets(answer, given, asked)),
        paging=paging(answer, given),
        orders=_orders(),
        limits=sorted({*LIMITS, answer.limit}),
        programs=_for_programs(given, answer),
    )


def _orders() -> Mapping[Order, str]:
    return {
        Order.RELEVANCE: _("相关度"),
        Order.NEWEST: _("最新"),
        Order.OLDEST: _("最早"),
        Order.ADDED: _("最近收录"),
    }


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
    return rendered("help.html", site=request.host_url.rstrip("/"))
