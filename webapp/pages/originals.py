"""The file that a report was read from: to be saved, or a page of it to be seen.

Which file that is, the index alone says: an address names a report, never a path.
"""

from __future__ import annotations

import re
from threading import BoundedSemaphore
from typing import IO

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import ServiceUnavailable

from indexer import AskedWrongly, Message, Report, mark_report, open_original, page_picture, query_of
from webapp.addresses import PICTURES
from webapp.pages.hits import is_pdf
from webapp.state import index, lexicon, report_of, snapshot

blueprint = Blueprint("originals", __name__)

_TYPE = "application/octet-stream"
"""Whatever it is, a browser is to save it: a page out of somebody's archive must not be one of ours."""
_PDF, _PDF_BEGINS = "application/pdf", b"%PDF-"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DRAWING = BoundedSemaphore(2)
"""So many pages are drawn at once."""
_WAIT_SECONDS, _RETRY_SECONDS = 10, 5


@blueprint.get("/original/<id:report_id>")
def original(report_id: str) -> Response:
    """The file; `file` may number it, as older links do, and `shown` asks for it to be seen, not saved."""
    if request.args.get("file", "") not in ("", "1"):
        raise AskedWrongly(Message("参数 file 无效：一篇报告只有一个原文件，请写 1，或不写这个参数。"))
    found = open_original(index(), report_of(report_id).place)
    is_shown = bool(request.args.get("shown")) and _is_pdf(found.name, found.file)
    name = _CONTROL.sub("_", found.name)
    kind = _PDF if is_shown else _TYPE
    response = send_file(found.file, kind, as_attachment=not is_shown, download_name=name)
    response.content_length = found.size
    return response


def _is_pdf(name: str, file: IO[bytes]) -> bool:
    """Whether it is one by its name and by its first bytes: only what browsers show as a document of its own,
    which can reach nothing of this site, is ever sent to be seen."""
    begins = file.read(len(_PDF_BEGINS))
    file.seek(0)
    return is_pdf(name) and begins == _PDF_BEGINS


@blueprint.get(f"{PICTURES}/<int:page>/<id:report_id>")
def picture(page: int, report_id: str) -> Response:
    """A page of a PDF as a picture, on which is marked what the question finds in the report."""
    report = report_of(report_id)
    marks = _marked(report, request.args.get("q", ""))
    with open_original(index(), report.place).file as file:
        if not _DRAWING.acquire(timeout=_WAIT_SECONDS):
            raise ServiceUnavailable(retry_after=_RETRY_SECONDS)
        try:
            return Response(page_picture(file, page, marks), mimetype="image/png")
        finally:
            _DRAWING.release()


def _marked(report: Report, q: str) -> list[str]:
    """The texts that are marked in a report."""
    if not q.strip():
        return []
    marked = mark_report(report, query_of(snapshot(), q, lexicon=lexicon()))
    return [block.text[start:end] for block in marked for start, end in block.marks]
