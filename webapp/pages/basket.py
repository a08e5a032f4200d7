"""/basket: reports that somebody has ticked, on whatever pages, to be taken away together.

What is ticked is kept in the browser and stands in the address: the server remembers nothing.
"""

from __future__ import annotations

from flask import Blueprint, request

from indexer import BUNDLE_FORMS, MAX_BUNDLED
from webapp.addresses import BUNDLE
from webapp.state import snapshot
from webapp.templating import rendered

blueprint = Blueprint("basket", __name__)


@blueprint.get("/basket")
def basket() -> str:
    ids = list(dict.fromkeys(request.args.getlist("id")))
    found = snapshot().get(ids[:MAX_BUNDLED])
    return rendered(
        "basket.html",
        reports=[one for one in found if one],
        gone=found.count(None),
        left_out=len(ids[MAX_BUNDLED:]),
        most=MAX_BUNDLED,
        bundle=BUNDLE,
        forms=BUNDLE_FORMS,
    )
