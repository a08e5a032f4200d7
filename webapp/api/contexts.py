"""/api/v1/contexts: every occurrence on a line of its own."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, jsonify

from indexer import (
    FILTERS,
    MAX_CONTEXTS,
    ContextOrder,
    Contexts,
    Message,
    contexts,
    contexts_asked,
    contexts_csv,
)
from webapp.addresses import CONTEXTS, Given, changed, report_url
from webapp.api.endpoint import Endpoints, paged
from webapp.api.files import attached, form_asked, media_types
from webapp.api.parameters import known, number, one_of
from webapp.middleware.metrics import timed
from webapp.state import lexicon, snapshot

blueprint = Endpoints("contexts")

_FORMS = ("json", "csv")
_DEFAULT, _DEFAULT_ORDER = contexts_asked({})


@blueprint.answers(
    CONTEXTS,
    Message("上下文"),
    Message("每一处出现排成一行，检索词居中，左右是原文。"),
    takes=(
        *known(("q",)),
        number("limit", Message("每页最多多少行。"), MAX_CONTEXTS, _DEFAULT.limit),
        number("offset", Message("从第几行起，从 0 数起。"), MAX_CONTEXTS, _DEFAULT.offset),
        one_of("sort", Message("排序：原序、按左边、按右边、最新或最早在前。"), ContextOrder, _DEFAULT_ORDER),
        *known((*FILTERS, "match")),
        one_of("format", Message("答复的格式。"), _FORMS, _FORMS[0]),
    ),
    answer=Contexts,
    texts=media_types("csv"),
)
def in_context(given: Given) -> Response:
    form, (asked, order) = form_asked(given, _FORMS), contexts_asked(given)
    found = contexts(snapshot(), asked, lexicon(), order, report_url)
    following = None if found.next_offset is None else changed(CONTEXTS, given, offset=found.next_offset)
    found = replace(found, next=following)
    response = attached(contexts_csv(found), asked.q, form) if form == "csv" else jsonify(found)
    return timed(paged(response, given, found.offset, found.limit, following), found.took_ms)
