"""/api/v1/reports/{id}, and the reports that are about the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response, jsonify

from indexer import REPORT_FIELDS, Match, Message, ReportAnswer, ReportNotFound, says
from webapp.addresses import REPORTS, Given, report_url
from webapp.api.endpoint import Endpoints
from webapp.state import snapshot

blueprint = Endpoints("reports")

_PATH = f"{REPORTS}/<id:id>"
_SIMILAR = "/similar"
_MAX_SIMILAR = 10


@dataclass(frozen=True, slots=True)
class Like:
    """A report about the same as another."""

    id: str = field(metadata=REPORT_FIELDS["id"])
    title: str = field(metadata=REPORT_FIELDS["title"])
    date: str = field(metadata=REPORT_FIELDS["date"])
    source: str = field(metadata=REPORT_FIELDS["source"])
    authors: tuple[str, ...] = field(metadata=REPORT_FIELDS["authors"])
    url: str = field(metadata=REPORT_FIELDS["url"])
    score: float = field(metadata=says("相似程度，只在同一个答复中可以比较。"))


@dataclass(frozen=True, slots=True)
class Similar:
    """The reports about the same as one."""

    id: str = field(metadata=says("所问的报告的编号。"))
    similar: tuple[Like, ...] = field(metadata=says("内容相似的报告，最相似的在前；不含它自己和转载。"))


@blueprint.answers(_PATH, Message("报告"), Message("一篇报告的全文，和已知的一切。"), answer=ReportAnswer)
def report(given: Given, report_id: str) -> Response:
    return _told(report_id)


@blueprint.answers(
    _PATH + _SIMILAR,
    Message("相似的报告"),
    Message("内容相似的报告，最多十篇；不含它自己和转载。"),
    answer=Similar,
)
def similar(given: Given, report_id: str) -> Response:
    """An id may itself end like this address: the report is told where no other is meant."""
    try:
        found = snapshot().similar(report_id, _MAX_SIMILAR)
    except ReportNotFound as error:
        try:
            return _told(report_id + _SIMILAR)
        except ReportNotFound:
            raise error from None
    return jsonify(Similar(report_id, tuple(map(_like, found))))


def _told(report_id: str) -> Response:
    (found,) = snapshot().get([report_id])
    if found is None:
        raise ReportNotFound(report_id)
    (reprints,) = snapshot().reprints([report_id])
    return jsonify(ReportAnswer.of(found, reprints, report_url(report_id)))


def _like(match: Match) -> Like:
    found = match.report
    score = round(match.score, 4)
    return Like(found.id, found.title, found.date, found.source, found.authors, report_url(found.id), score)
