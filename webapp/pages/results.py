"""The search page: where one begins, and what a search found."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from flask import Blueprint, Flask, render_template, request
from flask_babel import gettext as _

from indexer import Answer, Hit, Kind, Marked, Order, Parameters, Passage, Report, search
from webapp.addresses import HOME, SEARCH, Given, changed, given_loosely, report_page
from webapp.pages.histogram import histogram, years_and_months
from webapp.pages.links import chips, paging, with_filter, without_filters
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
    for name in (stretches, report_page, changed, with_filter, without_filters, opening, only):
        app.add_template_global(name)


@blueprint.get(HOME)
def home() -> str:
    if "q" not in request.args:
        return render_template("home.html", reports=store().stats().reports)
    return _results(given_loosely(request.args))


def grouped(number: int) -> str:
    """A number that is read at a glance: 109,397."""
    return f"{number:,}"


def opening(found: Report) -> tuple[int, str] | None:
    """The first paragraph, with its number: what a report found by its title alone is known by."""
    numbered = enumerate(found.paragraphs, start=1)
    return next(((number, block.text) for number, block in numbered if block.kind is Kind.PARAGRAPH), None)


def only(given: Given, *names: str) -> Given:
    """Those of the parameters that are named; where none is, those that decide which reports are found."""
    return {name: given[name] for name in names or _FINDING if name in given}


def _results(given: Given) -> str:
    asked = Parameters.read({**given, "facets": _FACETS})
    answer = search(snapshot(), asked, lexicon())
    years, months = years_and_months(answer)
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
        histogram=histogram(answer),
        years=years,
        months=months,
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


# — marked texts —


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text that is marked, or is not, as a whole."""

    text: str
    marked: bool


def stretches(marked: Marked | Passage) -> tuple[Stretch, ...]:
    """The text cut at its marks, so that a template escapes each part. Put together they are the text."""
    edges = [0, *(edge for mark in marked.marks for edge in mark), len(marked.text)]
    cut = (Stretch(marked.text[a:b], number % 2 == 1) for number, (a, b) in enumerate(pairwise(edges)))
    return tuple(one for one in cut if one.text)


# — reprints —


@dataclass(frozen=True, slots=True)
class Stack:
    """A hit, and under it those further down the page that reprint it: the ones of the very `same` text, and
    the `others`, whose text is nearly the same."""

    hit: Hit
    same: tuple[Hit, ...]
    others: tuple[Hit, ...]

    @classmethod
    def of(cls, hit: Hit, under: Sequence[Hit]) -> Self:
        same = [one for one in under if one.id in hit.same_text or hit.id in one.same_text]
        return cls(hit, tuple(same), tuple(one for one in under if one not in same))

    @property
    def same_elsewhere(self) -> int:
        """How many of the very same text are not on this page."""
        return len({*self.hit.same_text} - {one.id for one in self.same})

    @property
    def others_elsewhere(self) -> int:
        """How many other reprints are not on this page."""
        return len({*self.hit.reprints} - {*self.hit.same_text} - {one.id for one in self.others})


def stacked(hits: Sequence[Hit]) -> tuple[Stack, ...]:
    """Every hit once, in the order of the page, by itself or under the hit that it reprints."""
    stacks: list[list[Hit]] = []
    for hit in hits:
        stack = next((stack for stack in stacks if _alike(stack[0], hit)), None)
        if stack:
            stack.append(hit)
        else:
            stacks.append([hit])
    return tuple(Stack.of(first, under) for first, *under in stacks)


def _alike(one: Hit, other: Hit) -> bool:
    """Now and then a store sees the likeness from one side only."""
    return other.id in one.reprints or one.id in other.reprints


# — help —


@blueprint.get("/help")
def show_help() -> str:
    return render_template("help.html", site=request.host_url.rstrip("/"))
