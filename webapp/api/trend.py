"""/api/v1/trend: how often something is reported."""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from flask import Response, jsonify, request

from indexer import (
    BY,
    FILTERS,
    MAX_QUESTIONS,
    SHARE,
    Message,
    Trend,
    share_asked,
    trend,
    trend_asked,
    trend_csv,
)
from webapp.addresses import TREND, Given
from webapp.api.endpoint import Endpoints
from webapp.api.files import attached, form_asked, media_types
from webapp.api.parameters import QUESTION, known, one_of, several
from webapp.charts import chart
from webapp.state import lexicon, snapshot

blueprint = Endpoints("trend")

_Form = Literal["json", "csv", "svg"]
_FORMS: tuple[_Form, ...] = get_args(_Form)


@blueprint.answers(
    TREND,
    Message("趋势"),
    Message("各检索式在每个月或每年命中多少篇报告，以及各月各年共收录多少篇，以便换算。"),
    takes=(
        several(QUESTION, Message("检索式，可以重复给出，逐条比较。"), MAX_QUESTIONS),
        one_of("by", Message("按月或按年；不给时跨度大的按年。"), BY),
        *known(FILTERS),
        one_of("share", Message("CSV 和 SVG 给出篇数（0）还是每千篇中的篇数（1）。"), SHARE, SHARE[0]),
        one_of("format", Message("答复的格式。"), _FORMS, _FORMS[0]),
    ),
    answer=Trend,
    texts=media_types("csv", "svg"),
)
def over_time(given: Given) -> Response:
    form, questions = form_asked(given, _FORMS), request.args.getlist("q")
    share = share_asked(given)
    found = trend(snapshot(), questions, *trend_asked(given), lexicon())
    match form:
        case "json":
            return jsonify(found)
        case "csv":
            return attached(trend_csv(found, share=share), " ".join(questions), form)
        case "svg":
            return attached([chart(found, share=share)], " ".join(questions), form)
        case _:
            assert_never(form)
