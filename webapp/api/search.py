"""/api/v1/search and /api/v1/suggest."""

from __future__ import annotations

from dataclasses import asdict, replace

from flask import Response, jsonify

from indexer import (
    SEARCH_PATH,
    Message,
    Parameters,
    answer_json,
    next_url,
    search,
    suggest,
)
from webapp.addresses import Given
from webapp.api.answers import Found, Suggestions
from webapp.api.endpoint import Endpoints, paged
from webapp.api.parameters import SEARCH, TYPED
from webapp.language import said
from webapp.middleware.metrics import timed
from webapp.state import lexicon, store

blueprint = Endpoints("search")


@blueprint.answers(
    SEARCH_PATH,
    Message("检索"),
    Message("原文匹配的在前，其次是按词匹配的；都没有时给出含有大部分词的。总数是准确的。"),
    takes=SEARCH,
    model=Found,
)
def find(given: Given) -> Response:
    answer = search(store(), Parameters.read(given), lexicon())
    following = next_url(given, answer.following)
    answer = replace(answer, notes=tuple(map(said, answer.notes)))
    response = jsonify(answer_json(answer, following))
    return timed(paged(response, given, answer.offset, answer.limit, following), answer.took_ms)


@blueprint.answers(
    "/api/v1/suggest",
    Message("提示"),
    Message("补全正在输入的最后一个词：词、拼音、来源、作者、标题。"),
    takes=(TYPED,),
    model=Suggestions,
)
def complete(given: Given) -> Response:
    typed = given.get("q", "")
    return jsonify(q=typed, suggestions=[asdict(one) for one in suggest(store(), typed)])
