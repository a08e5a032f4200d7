"""/api/v1/contexts: every occurrence on a line of its own; /api/v1/occurrences: how many there are;
/api/v1/collocates: what stands beside them."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, jsonify, request

from indexer import (
    FILTERS,
    MAX_COLLOCATES,
    MAX_CONTEXTS,
    MAX_SPAN,
    UNITS,
    CollocateOrder,
    Collocates,
    ContextOrder,
    Contexts,
    Message,
    Occurrences,
    Parameters,
    beside_asked,
    collocates,
    collocates_asked,
    collocates_csv,
    contexts,
    contexts_asked,
    contexts_csv,
    occurrences,
)
from webapp.addresses import COLLOCATES, CONTEXTS, OCCURRENCES, Given, changed, report_url
from webapp.api.endpoint import Endpoints, paged
from webapp.api.files import attached, form_asked, media_types
from webapp.api.headers import ASKED, with_headers
from webapp.api.parameters import Parameter, known, number, one_of
from webapp.middleware.metrics import timed
from webapp.state import lexicon, snapshot

blueprint = Endpoints("contexts", Message("检索词的每一处出现，和出现的次数。"))

_FORMS = ("json", "csv")
_DEFAULT, _DEFAULT_ORDER = contexts_asked({})
_SPAN = (
    number("left", Message("左边看几个词或字；0 不看。"), MAX_SPAN, MAX_SPAN),
    number("right", Message("右边看几个词或字；0 不看。"), MAX_SPAN, MAX_SPAN),
    one_of("unit", Message("旁边的是词 word，照建索引时的切分，还是字 character。"), UNITS, UNITS[0]),
)


@blueprint.answers(
    CONTEXTS,
    Message("上下文"),
    Message("每一处出现排成一行，检索词居中，左右是原文。"),
    takes=(
        *known(("q",)),
        number("limit", Message("每页最多多少行。"), MAX_CONTEXTS, _DEFAULT.limit),
        number("offset", Message("从第几行起，从 0 数起。"), MAX_CONTEXTS, _DEFAULT.offset),
        one_of(
            "sort",
            Message("排序：原序；按左边或右边的读音；左边或右边的词多的在前；最新或最早在前。"),
            ContextOrder,
            _DEFAULT_ORDER,
        ),
        Parameter("beside", Message("只要旁边有这个词或字的各行，范围见 left、right、unit。")),
        *_SPAN,
        *known((*FILTERS, "match")),
        ASKED,
        one_of("format", Message("响应的格式。"), _FORMS, _FORMS[0]),
    ),
    answer=Contexts,
    texts=media_types("csv"),
    name="list_contexts",
)
def in_context(given: Given) -> Response:
    form, (asked, order) = form_asked(given, _FORMS), contexts_asked(given)
    site = request.host_url.rstrip("/") if form == "csv" else ""  # of a file people follow links elsewhere
    found = contexts(
        snapshot(), asked, lexicon(), order, lambda one: site + report_url(one), beside_asked(given)
    )
    following = None if found.next_offset is None else changed(CONTEXTS, given, offset=found.next_offset)
    found = replace(found, next=following)
    if form == "csv":
        response = attached(with_headers(contexts_csv(found), given), Message("上下文"), form, asked.q)
    else:
        response = jsonify(found)
    return timed(paged(response, given, found.offset, found.limit, following), found.took_ms)


@blueprint.answers(
    OCCURRENCES,
    Message("出现次数"),
    Message("命中的全部报告里一共出现多少处：逐篇数完，是准确数。"),
    takes=known(("q", *FILTERS, "match")),
    answer=Occurrences,
    name="count_occurrences",
)
def how_often(given: Given) -> Response:
    found = occurrences(snapshot(), Parameters.read(given), lexicon())
    return timed(jsonify(found), found.took_ms)


@blueprint.answers(
    COLLOCATES,
    Message("邻词"),
    Message(
        "检索词左右常出现的词或字：多少处，对数似然比（Dunning 1993）和 logDice（Rychlý 2008）。"
        "与命中的报告的全文相比；只看同一句以内，最多看前一万处，只出现一处的不列。"
    ),
    takes=(
        *known(("q",)),
        *_SPAN,
        number("limit", Message("最多多少个。"), MAX_COLLOCATES, collocates_asked({})[0].limit),
        one_of(
            "sort",
            Message("排序：对数似然比、logDice、处数、左边或右边的处数从大到小，或按读音。"),
            CollocateOrder,
            CollocateOrder.LIKELIHOOD,
        ),
        *known((*FILTERS, "match")),
        ASKED,
        one_of("format", Message("响应的格式。"), _FORMS, _FORMS[0]),
    ),
    answer=Collocates,
    texts=media_types("csv"),
    name="list_collocates",
)
def beside(given: Given) -> Response:
    form, (asked, span, order) = form_asked(given, _FORMS), collocates_asked(given)
    kept = {
        name: value for name, value in given.items() if name not in ("sort", "limit", "format", "headers")
    }
    found = collocates(
        snapshot(), asked, span, order, lexicon(), lambda text: changed(CONTEXTS, kept, beside=text)
    )
    if form == "csv":
        response = attached(with_headers(collocates_csv(found), given), Message("邻词"), form, asked.q)
    else:
        response = jsonify(found)
    return timed(response, found.took_ms)
