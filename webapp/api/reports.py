"""/api/v1/reports/{id}, and the reports that are about the same."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Response, jsonify

from indexer import Match, Message, Report, ReportNotFound, report_json, report_url
from webapp.addresses import Given
from webapp.api import answers
from webapp.api.endpoint import Endpoints
from webapp.state import store

blueprint = Endpoints("reports")

_PATH = "/api/v1/reports/<id:id>"
_SIMILAR = "/similar"
_MOST = 10


@blueprint.answers(_PATH, Message("报告"), Message("一篇报告的全文，和已知的一切。"), model=answers.Report)
def report(given: Given, report_id: str) -> Response:
    return _told(store().get(report_id))


@blueprint.answers(
    _PATH + _SIMILAR,
    Message("相似的报告"),
    Message("内容相似的报告，最多十篇；不含它自己和转载。"),
    model=answers.Similar,
)
def similar(given: Given, report_id: str) -> Response:
    """An id may itself end like this address: the report is told where no other is meant."""
    try:
        found = store().similar(report_id, _MOST)
    except ReportNotFound:
        with suppress(ReportNotFound):
            return _told(store().get(report_id + _SIMILAR))
        raise
    return jsonify(id=report_id, similar=[_like(one) for one in found])


def _told(found: Report) -> Response:
    (reprints,) = store().reprints([found.id])
    known = {"id": found.id, "url": report_url(found.id), **report_json(found)}
    return jsonify({**known, "files": found.files, "reprints": reprints})


def _like(match: Match) -> dict[str, Any]:
    found = match.report
    return {
        "id": found.id,
        "title": found.title,
        "date": found.date,
        "source": found.source,
        "authors": found.authors,
        "url": report_url(found.id),
        "score": round(match.score, 4),
    }
