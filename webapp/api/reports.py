"""/api/v1/reports/{id}: a report or a part of it, how to cite it, and the reports about the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response, jsonify

from indexer import (
    MAX_AROUND,
    RANGE,
    REPORT_FIELDS,
    Citation,
    Match,
    Message,
    ReportAnswer,
    ReportNotFound,
    range_asked,
    says,
)
from webapp.addresses import REPORTS, Given, number_asked, report_url
from webapp.api.endpoint import Endpoints
from webapp.api.parameters import Parameter, number
from webapp.citing import cited
from webapp.state import snapshot

blueprint = Endpoints("reports", Message("一篇报告：全文、其中几段、引用、相似的报告。"))

_PATH = f"{REPORTS}/<id:id>"
_SIMILAR = "/similar"
_CITE = "/cite"
_MAX_SIMILAR = 10
_RANGE = (
    Parameter(
        "paragraphs",
        Message("只要其中几段：12、3-9，或 12-（到末尾）。"),
        {"type": "string", "pattern": RANGE},
    ),
    number("around", Message("连同前后各几段，与 paragraphs 同用。"), MAX_AROUND, 0),
)
_PARAGRAPH = Parameter(
    "paragraph",
    Message("引用第几段，从 1 数起；不给则引用全文。"),
    {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"},
)


@dataclass(frozen=True, slots=True)
class Like:
    """A report about the same as another."""

    id: str = field(metadata=REPORT_FIELDS["id"])
    title: str = field(metadata=REPORT_FIELDS["title"])
    date: str = field(metadata=REPORT_FIELDS["date"])
    source: str = field(metadata=REPORT_FIELDS["source"])
    authors: tuple[str, ...] = field(metadata=REPORT_FIELDS["authors"])
    url: str = field(metadata=REPORT_FIELDS["url"])
    score: float = field(metadata=says("相似程度，只在同一次响应中可以比较。"))


@dataclass(frozen=True, slots=True)
class Similar:
    """The reports about the same as one."""

    id: str = field(metadata=says("所问的报告的编号。"))
    similar: tuple[Like, ...] = field(metadata=says("内容相似的报告，最相似的在前；不含它自己和转载。"))


@blueprint.answers(
    _PATH,
    Message("报告"),
    Message("一篇报告的全文，或者其中的几段，和已知的一切。"),
    takes=_RANGE,
    answer=ReportAnswer,
    name="get_report",
)
def report(given: Given, report_id: str) -> Response:
    return _told(report_id, given)


@blueprint.answers(
    _PATH + _SIMILAR,
    Message("相似的报告"),
    Message("内容相似的报告，最多十篇；不含它自己和转载。"),
    answer=Similar,
    name="find_similar_reports",
)
def similar(given: Given, report_id: str) -> Response:
    try:
        found = snapshot().similar(report_id, _MAX_SIMILAR)
    except ReportNotFound as error:
        return _told_instead(report_id + _SIMILAR, error)
    return jsonify(Similar(report_id, tuple(map(_like, found))))


@blueprint.answers(
    _PATH + _CITE,
    Message("引用"),
    Message("一篇报告或其中一段的引文：GB/T 7714、BibTeX、RIS 和 Markdown。"),
    takes=(_PARAGRAPH,),
    answer=Citation,
    name="cite_report",
)
def cite(given: Given, report_id: str) -> Response:
    (found,) = snapshot().get([report_id])
    if found is None:
        return _told_instead(report_id + _CITE, ReportNotFound(report_id))
    return jsonify(cited(found, number_asked(given, "paragraph")))


def _told(report_id: str, given: Given) -> Response:
    (found,) = snapshot().get([report_id])
    if found is None:
        raise ReportNotFound(report_id)
    shown = range_asked(given, len(found.paragraphs))
    (reprints,) = snapshot().reprints([report_id])
    return jsonify(ReportAnswer.of(found, reprints, report_url(report_id), shown))


def _told_instead(report_id: str, error: ReportNotFound) -> Response:
    """An id may itself end like an address about another: the report is told where no other is meant."""
    try:
        return _told(report_id, {})
    except ReportNotFound:
        raise error from None


def _like(match: Match) -> Like:
    found = match.report
    score = round(match.score, 4)
    return Like(found.id, found.title, found.date, found.source, found.authors, report_url(found.id), score)
