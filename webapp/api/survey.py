"""/api/v1/survey: a list of questions as one table."""

from __future__ import annotations

from flask import Response, jsonify, request

from indexer import FILTERS, MAX_LISTED, Message, Parameters, Survey, survey, survey_csv
from webapp.addresses import SURVEY, Given
from webapp.api.endpoint import Endpoints
from webapp.api.files import attached, form_asked, media_types
from webapp.api.headers import ASKED, with_headers
from webapp.api.parameters import QUESTION, known, one_of, several
from webapp.state import lexicon, snapshot

blueprint = Endpoints("survey", Message("许多检索式，一张表。"))

_FORMS = ("json", "csv")


@blueprint.answers(
    SURVEY,
    Message("批量检索"),
    Message("许多检索式，一张表：各命中多少篇、最早和最晚的日期、各年多少篇。"),
    takes=(
        several(QUESTION, Message("检索式，可以重复给出，一个一行。"), MAX_LISTED),
        *known(FILTERS),
        ASKED,
        one_of("format", Message("响应的格式。"), _FORMS, _FORMS[0]),
    ),
    answer=Survey,
    texts=media_types("csv"),
    name="survey_questions",
)
def many(given: Given) -> Response:
    form, questions = form_asked(given, _FORMS), request.args.getlist("q")
    filters = Parameters.read({name: given[name] for name in FILTERS if name in given}).filters
    found = survey(snapshot(), questions, filters, lexicon())
    if form == "csv":
        return attached(with_headers(survey_csv(found), given, ours=4), Message("批量检索"), form)
    return jsonify(found)
