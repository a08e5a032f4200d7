"""The file that a report was read from, to be saved as it lies there now, changed since or not.

Which file that is, the index alone says: an address names a report, never a path.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, request, send_file

from indexer import AskedWrongly, Report, Said, has_original, open_original
from webapp.held import store

blueprint = Blueprint("original", __name__)

_TYPE = "application/octet-stream"
"""Whatever it is, a browser is to save it: a page out of somebody's archive must not be one of ours."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@blueprint.get("/original/<id:report_id>")
def original(report_id: str) -> Response:
    """The file; of several, the one that `file` numbers from 1, as the report's page does."""
    found = open_original(_place(store().get(report_id), request.args.get("file", "")))
    name = _CONTROL.sub("_", found.name)
    response = send_file(found.file, _TYPE, as_attachment=True, download_name=name)
    response.content_length = found.size
    return response


def _place(report: Report, number: str) -> str:
    held = report.places
    if not number:
        return next(filter(has_original, held), report.place)
    if not number.isdecimal() or len(number) > 9 or not 1 <= int(number) <= len(held):
        raise AskedWrongly(
            Said("参数 file 无效：这篇报告有 {count} 个文件，请写 1 到 {count} 的整数。", count=len(held))
        )
    return held[int(number) - 1]
