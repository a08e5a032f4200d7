"""/api/v1/trend: how often something is reported."""

from __future__ import annotations

from flask import Response, jsonify, request

from indexer import (
    BY,
    MAX_QUESTIONS,
    SHARE,
    Message,
    contexts_asked,
    share_asked,
    trend,
    trend_asked,
    trend_csv,
    trend_json,
)
from webapp.addresses import Given
from webapp.api.answers import Trend
from webapp.api.endpoint import Endpoints
from webapp.api.files import attached, form_asked, media_types
from webapp.api.parameters import QUESTION, known, one_of, several
from webapp.charts import chart
from webapp.state import lexicon, store

blueprint = Endpoints("trend")

_FORMS = ("json", "csv")
_PICTURED = (*_FORMS, "svg")
_DEFAULT, _DEFAULT_ORDER = contexts_asked({})


@blueprint.answers(
    "/api/v1/trend",
    Message("趋势"),
    Message("各检索式在每个月或每年命中多少篇报告，以及各月各年共收录多少篇，以便换算。"),
    takes=(
        several(QUESTION, Message("检索式，可以重复给出，逐条比较。"), MAX_QUESTIONS),
        one_of("by", Message("按月或按年；不给时跨度大的按年。"), BY),
        *known(("from", "to", "source")),
        one_of("share", Message("CSV 和 SVG 给出篇数（0）还是每千篇中的篇数（1）。"), SHARE, SHARE[0]),
        one_of("format", Message("答复的格式。"), _PICTURED, _PICTURED[0]),
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
