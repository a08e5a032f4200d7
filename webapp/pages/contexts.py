"""/contexts: every occurrence on a line of its own."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from indexer import FILTERS, MAX_CONTEXTS, ContextOrder, Contexts, contexts, contexts_asked
from webapp.addresses import CONTEXTS, Given, changed, given_loosely
from webapp.state import lexicon, snapshot

blueprint = Blueprint("contexts", __name__)

_ASKED = ("q", "sort", "offset", *FILTERS, "match")


@blueprint.get("/contexts")
def in_context() -> str:
    given = given_loosely(request.args, _ASKED)
    if not given.get("q", "").strip():
        return render_template("contexts.html", q="", given={}, found=None)
    asked, order = contexts_asked(given)
    found = contexts(snapshot(), asked, lexicon(), order)
    kept = {name: value for name, value in given.items() if name not in ("sort", "offset")}
    return render_template(
        "contexts.html",
        q=asked.q,
        given=kept,
        found=found,
        order=order,
        orders=_orders(),
        most=MAX_CONTEXTS,
        sort_url=lambda sort: changed("/contexts", kept, sort=None if sort == ContextOrder.FOUND else sort),
        previous=_page(given, max(0, found.offset - found.limit)) if found.offset else "",
        following=_page(given, found.next_offset) if found.next_offset else "",
        rest=_rest(found, {**given, "sort": order}),
        csv=changed(CONTEXTS, {**kept, "sort": order}, limit=MAX_CONTEXTS, format="csv"),
        json=changed(CONTEXTS, {**kept, "sort": order}),
    )


def _orders() -> Mapping[ContextOrder, str]:
    return {
        ContextOrder.FOUND: _("相关"),
        ContextOrder.LEFT: _("左侧"),
        ContextOrder.RIGHT: _("右侧"),
        ContextOrder.NEWEST: _("最新"),
        ContextOrder.OLDEST: _("最早"),
    }


def _page(given: Given, offset: int) -> str:
    return changed("/contexts", given, offset=offset or None)


def _rest(found: Contexts, given: Given) -> str:
    """Where the script finds the lines behind the page, all of them."""
    after = found.next_offset
    return changed(CONTEXTS, given, offset=after, limit=MAX_CONTEXTS - after) if after else ""
