"""/api/v1/search and /api/v1/suggest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flask import Response, jsonify

from indexer import Answer, Message, Parameters, Suggestion, says, search, suggest
from webapp.addresses import SEARCH, SUGGEST, Given, report_url, with_next
from webapp.api.endpoint import Endpoints, paged
from webapp.api.parameters import SEARCHED, TYPED
from webapp.language import translated
from webapp.middleware.metrics import timed
from webapp.state import lexicon, snapshot

blueprint = Endpoints("search", Message("检索，和边输入边提示。"))


@blueprint.answers(
    SEARCH,
    Message("检索"),
    Message(
        "几个检索词：原文匹配的在前，其次是按词匹配的，都没有时给出含有部分词的。"
        "一句话：不分怎样匹配，最相关的在前。总数是准确的。"
    ),
    takes=SEARCHED,
    answer=Answer,
    name="search",
)
def find(given: Given) -> Response:
    found = with_next(search(snapshot(), Parameters.read(given), lexicon(), report_url), given)
    query = replace(found.query, notes=tuple(map(translated, found.query.notes)))
    response = jsonify(replace(found, query=query))
    return timed(paged(response, given, found.offset, found.limit, found.next), found.took_ms)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant while it is typed."""

    q: str = field(metadata=says("收到的文字。"))
    suggestions: tuple[Suggestion, ...] = field(metadata=says("提示，常见的在前。"))


@blueprint.answers(
    SUGGEST,
    Message("提示"),
    Message("补全正在输入的最后一个词：词、拼音、来源、作者、标题。"),
    takes=(TYPED,),
    answer=Suggestions,
    name="suggest",
)
def complete(given: Given) -> Response:
    typed = given.get("q", "")
    return jsonify(Suggestions(typed, suggest(snapshot(), typed, lexicon=lexicon(), url_of=report_url)))
