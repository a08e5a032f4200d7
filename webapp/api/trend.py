"""/api/v1/trend: how often something is reported."""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from flask import Response, jsonify, request

from indexer import (
    BY,
    FILTERS,
    MAX_QUESTIONS,
    SHARE,
    VALUES,
    Message,
    Trend,
    trend,
    trend_asked,
    trend_csv,
    value_asked,
)
from webapp.addresses import TREND, Given
from webapp.api.endpoint import Endpoints
from webapp.api.files import attached, form_asked, media_types
from webapp.api.headers import ASKED, with_headers
from webapp.api.parameters import QUESTION, known, one_of, several
from webapp.charts import chart
from webapp.state import lexicon, snapshot

blueprint = Endpoints("trend", Message("报道数量随时间的变化。"))

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
        one_of(
            "value",
            Message(
                "要哪种数：reports 篇数，share 每千篇中的篇数，"
                "occurrences 出现次数，per_million 每百万字中的次数。"
                "后两种要逐篇数，JSON 里才有 occurrences；CSV 和 SVG 只给这一种数。"
            ),
            VALUES,
            VALUES[0],
        ),
        one_of("share", Message("没有 value 时，1 即 share。"), SHARE, SHARE[0]),
        ASKED,
        one_of("format", Message("响应的格式。"), _FORMS, _FORMS[0]),
    ),
    answer=Trend,
    texts=media_types("csv", "svg"),
    name="get_trend",
)
def over_time(given: Given) -> Response:
    form, questions = form_asked(given, _FORMS), request.args.getlist("q")
    value = value_asked(given) or VALUES[0]
    found = trend(snapshot(), questions, *trend_asked(given), lexicon(), value=value)
    match form:
        case "json":
            return jsonify(found)
        case "csv":
            table = with_headers(trend_csv(found, value), given, ours=2)
            return attached(table, Message("趋势"), form, " ".join(questions))
        case "svg":
            return attached([chart(found, value)], Message("趋势"), form, " ".join(questions))
        case _:
            assert_never(form)
