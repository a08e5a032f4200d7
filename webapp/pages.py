"""The pages for people: the search page with its results, and a report with its marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from indexer import (
    Answer,
    Block,
    Kind,
    Marked,
    Order,
    Parameters,
    Report,
    ReportNotFound,
    mark_report,
    parse,
    search,
)
from webapp.addresses import HOME, Given, changed, given_loosely, report_page
from webapp.held import lexicon, store
from webapp.marks import segments

blueprint = Blueprint("pages", __name__)
blueprint.add_app_template_global(segments)
blueprint.add_app_template_global(report_page)
blueprint.add_app_template_global(changed)

_ORDERS = {Order.RELEVANCE: "相关", Order.NEWEST: "最新", Order.OLDEST: "最早"}
_KEPT = ("sort", "source", "from", "to")
"""What a new search in the same box keeps; the page shows each of them and how to undo it."""


_REPRINTS = 20
"""How many reprints a report's page lists."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A block on a report's page. `number` is that of its paragraph; the title has none."""

    kind: Kind
    text: Marked
    number: int | None


@blueprint.get(HOME)
def home() -> str:
    if "q" not in request.args:
        return render_template("home.html", reports=store().stats().reports)
    return _results(given_loosely(request.args))


@blueprint.get("/reports/<id:report_id>")
def report(report_id: str) -> str:
    given = given_loosely(request.args)
    found = store().get(report_id)
    blocks = _shown(found, given.get("q", ""))
    marks = sum(len(block.text.marks) for block in blocks)
    (reprints,) = store().reprints([report_id])
    return render_template(
        "report.html",
        report=found,
        blocks=blocks,
        marks=marks,
        given=given,
        q=given.get("q", ""),
        reprints=list(_still_there(reprints[:_REPRINTS])),
    )


@blueprint.app_template_filter()
def readable_date(date: str) -> str:
    """An ISO date, whole or cut short, as it is written in Chinese: 2024年3月5日."""
    return "".join(part.lstrip("0") + unit for part, unit in zip(date.split("-"), "年月日", strict=False))


@blueprint.app_template_global()
def opening(found: Report) -> Shown | None:
    """The first paragraph of the text: what a report found by its title alone is known by."""
    return next((block for block in _shown(found, "") if block.kind is Kind.PARAGRAPH), None)


def _results(given: Given) -> str:
    asked = Parameters.read({"facets": "source", **given})
    answer = search(store(), asked, lexicon())
    return render_template(
        "results.html",
        answer=answer,
        asked=asked,
        given=given,
        kept={name: given[name] for name in _KEPT if name in given},
        q=answer.q,
        orders=_ORDERS,
        read_differently=_plainly(answer.read_as) != _plainly(answer.q),
        previous=_previous(answer, given),
        following=_following(answer, given),
    )


def _previous(answer: Answer, given: Given) -> str | None:
    if not answer.offset:
        return None
    before = answer.offset - answer.limit
    return changed(HOME, given, offset=before if before > 0 else None)


def _following(answer: Answer, given: Given) -> str | None:
    following = answer.next_offset
    return None if following is None else changed(HOME, given, offset=following)


def _plainly(text: str) -> str:
    """Without the difference between one style of quotation marks, or of spaces, and another."""
    return " ".join(text.translate({ord(mark): '"' for mark in "＂“”„‟「」『』"}).split())


def _shown(found: Report, q: str) -> list[Shown]:
    marked = mark_report(found, parse(q, lexicon=lexicon())) if q.strip() else _unmarked(found.blocks)
    numbers = iter(range(1, len(found.blocks) + 1))
    return [
        Shown(block.kind, text, None if block.kind is Kind.TITLE else next(numbers))
        for block, text in zip(found.blocks, marked, strict=True)
    ]


def _still_there(ids: Iterable[str]) -> Iterator[Report]:
    """The reports of these ids; a commit may have come between that has one of them no more."""
    for one in ids:
        with suppress(ReportNotFound):
            yield store().get(one)


def _unmarked(blocks: tuple[Block, ...]) -> tuple[Marked, ...]:
    return tuple(Marked(block.text, ()) for block in blocks)
