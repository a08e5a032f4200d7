"""/api/v1/bundle: chosen reports as one file."""

from __future__ import annotations

from datetime import date

from flask import Response, request

from indexer import BUNDLE_FORMS, MAX_BUNDLED, Message, ReportNotFound, bundle, deadline
from webapp.addresses import BUNDLE, Given
from webapp.api.endpoint import Endpoints
from webapp.api.files import attached, form_asked, media_types
from webapp.api.headers import ASKED, with_headers
from webapp.api.parameters import REPORT_ID, one_of, several
from webapp.state import snapshot

blueprint = Endpoints("bundle", Message("所选报告，打包导出。"))

_MAX_SECONDS = 30
"""Who takes so much away has the time; but two hundred long reports must not hold up a thread for ever."""
_SAYS = Message("报告的编号，可以重复给出，按给出的顺序。")


@blueprint.answers(
    BUNDLE,
    Message("打包导出"),
    Message(
        "所选报告合成一个文件：zip 里有全文（Markdown 和 Word）、引文（GB/T 7714、BibTeX、RIS）和表格；"
        "也可以只要其中一种。"
    ),
    takes=(
        several(REPORT_ID, _SAYS, MAX_BUNDLED),
        ASKED,
        one_of("format", Message("文件的格式。"), BUNDLE_FORMS, BUNDLE_FORMS[0]),
    ),
    texts=media_types(*BUNDLE_FORMS),
    name="bundle_reports",
)
def take_away(given: Given) -> Response:
    form, ids = form_asked(given, BUNDLE_FORMS), request.args.getlist("id")[: MAX_BUNDLED + 1]
    reports = []
    for report_id, found in zip(ids, snapshot().get(ids), strict=True):
        if found is None:
            raise ReportNotFound(report_id)
        reports.append(found)
    with deadline(_MAX_SECONDS):
        written = bundle(reports, form, date.today())
    if form == "csv":
        table = with_headers(written.decode().splitlines(keepends=True), given)
        return attached(table, Message("选集"), form)
    return attached([written], Message("选集"), form)
