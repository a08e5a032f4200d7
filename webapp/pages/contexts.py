"""/contexts: every occurrence on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Blueprint, request

from indexer import FILTERS, MAX_CONTEXTS, ContextOrder, Contexts, beside_asked, contexts, contexts_asked
from webapp.addresses import CONTEXTS, CONTEXTS_PAGE, Given, changed, given_loosely
from webapp.language import plain_text as _
from webapp.pages.links import Chip, chips, filters_of
from webapp.pages.results import only
from webapp.state import lexicon, snapshot
from webapp.templating import rendered

blueprint = Blueprint("contexts", __name__)

_BESIDE = ("beside", "left", "right", "unit")
_ASKED = ("q", "sort", "offset", *_BESIDE, *FILTERS, "match")


@blueprint.get(CONTEXTS_PAGE)
def in_context() -> str:
    given = given_loosely(request.args, _ASKED)
    if not given.get("q", "").strip():
        return rendered("contexts.html", q="", given={}, found=None, asks=CONTEXTS_PAGE)
    asked, order = contexts_asked(given)
    beside = beside_asked(given)
    found = contexts(snapshot(), asked, lexicon(), order, beside=beside)
    kept = {name: value for name, value in given.items() if name not in ("sort", "offset")}
    return rendered(
        "contexts.html",
        q=asked.q,
        asks=CONTEXTS_PAGE,
        given=kept,
        kept={**filters_of(given), **only(given, "sort")},
        found=found,
        chips=[*_beside(given), *chips(kept, asked, CONTEXTS_PAGE)],
        order=order,
        orders=_orders(),
        most=MAX_CONTEXTS,
        sort_url=lambda sort: changed(CONTEXTS_PAGE, kept, sort=None if sort == ContextOrder.FOUND else sort),
        previous=_page(given, max(0, found.offset - found.limit)) if found.offset else "",
        following=_page(given, found.next_offset) if found.next_offset else "",
        rest=_rest(found, {**given, "sort": order}),
        csv=changed(CONTEXTS, {**kept, "sort": order}, limit=MAX_CONTEXTS, format="csv", headers="local"),
        json=changed(CONTEXTS, {**kept, "sort": order}),
    )


def _orders() -> Mapping[ContextOrder, str]:
    return {
        ContextOrder.FOUND: _("相关度"),
        ContextOrder.LEFT: _("按左邻字"),
        ContextOrder.RIGHT: _("按右邻字"),
        ContextOrder.LEFT_COUNT: _("左邻词多的在前"),
        ContextOrder.RIGHT_COUNT: _("右邻词多的在前"),
        ContextOrder.NEWEST: _("最新"),
        ContextOrder.OLDEST: _("最早"),
    }


def _beside(given: Given) -> Iterator[Chip]:
    """What stands beside the lines, where that is asked for."""
    if text := given.get("beside"):
        undo = changed(CONTEXTS_PAGE, given, offset=None, **dict.fromkeys(_BESIDE))
        yield Chip(_("旁边有"), text, undo)


def _page(given: Given, offset: int) -> str:
    return changed(CONTEXTS_PAGE, given, offset=offset or None)


def _rest(found: Contexts, given: Given) -> str:
    """Where the script finds the lines behind the page, all of them."""
    after = found.next_offset
    return changed(CONTEXTS, given, offset=after, limit=MAX_CONTEXTS - after) if after else ""
