"""/neighbours: what stands beside a keyword, as a table, each with its lines."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, request

from indexer import FILTERS, MAX_COLLOCATES, MAX_SPAN, UNITS, CollocateOrder, collocates, collocates_asked
from webapp.addresses import COLLOCATES, CONTEXTS_PAGE, NEIGHBOURS, changed, given_loosely
from webapp.language import plain_text as _
from webapp.pages.links import chips, filters_of
from webapp.state import lexicon, snapshot
from webapp.templating import rendered

blueprint = Blueprint("neighbours", __name__)

_SPAN = ("left", "right", "unit")
_ASKED = ("q", "sort", *_SPAN, *FILTERS, "match")


@blueprint.get(NEIGHBOURS)
def neighbours() -> str:
    given = given_loosely(request.args, _ASKED)
    asked, span, order = collocates_asked(given)
    if not asked.q.strip():
        return rendered(
            "neighbours.html", q="", asks=NEIGHBOURS, given={}, found=None, span=span, spans=_spans()
        )
    lines = {name: value for name, value in given.items() if name != "sort"}
    found = collocates(
        snapshot(), asked, span, order, lexicon(), lambda text: changed(CONTEXTS_PAGE, lines, beside=text)
    )
    files = {**given, "limit": str(MAX_COLLOCATES)}
    return rendered(
        "neighbours.html",
        q=asked.q,
        asks=NEIGHBOURS,
        given=given,
        kept=filters_of(given),
        found=found,
        span=span,
        spans=_spans(),
        chips=list(chips(given, asked, NEIGHBOURS)),
        order=order,
        columns=_columns(),
        sort_url=lambda sort: changed(NEIGHBOURS, given, sort=sort),
        csv=changed(COLLOCATES, files, format="csv", headers="local"),
        json=changed(COLLOCATES, files),
    )


def _spans() -> Mapping[str, object]:
    """What the form offers."""
    names = {"word": _("词"), "character": _("字")}
    return {"numbers": range(MAX_SPAN + 1), "units": {unit: names[unit] for unit in UNITS}}


def _columns() -> Mapping[CollocateOrder | None, str]:
    """The columns of the table behind the first, by the order that they can be sorted in."""
    return {
        CollocateOrder.COUNT: _("处数"),
        CollocateOrder.LEFT: _("在左"),
        CollocateOrder.RIGHT: _("在右"),
        None: _("总频次"),
        CollocateOrder.LIKELIHOOD: _("对数似然比"),
        CollocateOrder.LOGDICE: "logDice",
    }
