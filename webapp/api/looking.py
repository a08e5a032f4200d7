"""/api/v1/trend and /api/v1/contexts: what pictures are made of."""

from __future__ import annotations

from flask import Response, jsonify, request

from indexer import (
    BY,
    MAX_CONTEXTS,
    MAX_QUESTIONS,
    SHARE,
    ContextOrder,
    Said,
    contexts,
    contexts_asked,
    contexts_csv,
    contexts_json,
    share_asked,
    trend,
    trend_asked,
    trend_csv,
    trend_json,
)
from webapp.addresses import Given, changed
from webapp.api.answers import Contexts, Trend
from webapp.api.endpoint import Endpoints, paged
from webapp.api.files import attached, form_asked, media_types
from webapp.api.parameters import QUESTION, known, number, one_of, several
from webapp.charts import chart
from webapp.held import lexicon, store
from webapp.serving.timing import timed

blueprint = Endpoints("looking")

_FORMS = ("json", "csv")
_PICTURED = (*_FORMS, "svg")
_DEFAULT, _DEFAULT_ORDER = contexts_asked({})


@blueprint.answers(
    "/api/v1/trend",
    Said("趋势"),
    Said("各检索式在每个月或每年命中多少篇报告，以及各月各年共收录多少篇，以便换算。"),
    takes=(
        several(QUESTION, Said("检索式，可以重复给出，逐条比较。"), MAX_QUESTIONS),
        one_of("by", Said("按月或按年；不给时跨度大的按年。"), BY),
        *known(("from", "to", "source")),
        one_of("share", Said("CSV 和 SVG 给出篇数（0）还是每千篇中的篇数（1）。"), SHARE, SHARE[0]),
        one_of("format", Said("答复的格式。"), _PICTURED, _PICTURED[0]),
    ),
    model=Trend,
    texts=media_types("csv", "svg"),
)
def over_time(given: Given) -> Response:
    form, questions = form_asked(given, _PICTURED), request.args.getlist("q")
    share = share_asked(given)
    found = trend(store(), questions, *trend_asked(given), lexicon())
    if form == "json":
        return jsonify(trend_json(found))
    pieces = trend_csv(found, share=share) if form == "csv" else [chart(found, share=share)]
    return attached(pieces, " ".join(questions), form)


@blueprint.answers(
    "/api/v1/contexts",
    Said("上下文"),
    Said("每一处出现排成一行，检索词居中，左右是原文。"),
    takes=(
        *known(("q",)),
        number("limit", Said("每页最多多少行。"), MAX_CONTEXTS, _DEFAULT.limit),
        number("offset", Said("从第几行起，从 0 数起。"), MAX_CONTEXTS, _DEFAULT.offset),
        one_of("sort", Said("排序：原序、按左边、按右边、最新或最早在前。"), ContextOrder, _DEFAULT_ORDER),
        *known(("from", "to", "source", "match")),
        one_of("format", Said("答复的格式。"), _FORMS, _FORMS[0]),
    ),
    model=Contexts,
    texts=media_types("csv"),
)
def in_context(given: Given) -> Response:
    form, (asked, order) = form_asked(given, _FORMS), contexts_asked(given)
    found = contexts(store(), asked, lexicon(), order)
    following = None if found.next_offset is None else changed(request.path, given, offset=found.next_offset)
    if form == "csv":
        response = attached(contexts_csv(found), asked.q, form)
    else:
        response = jsonify({**contexts_json(found), "next": following})
    return timed(paged(response, given, found.offset, found.limit, following), found.took_ms)
