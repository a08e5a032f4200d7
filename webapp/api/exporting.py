"""/api/v1/export: all hits of a search as one file, sent as they are read."""

from __future__ import annotations

from flask import Response, request

from indexer import FORMATS, Parameters, Said, budget, export
from webapp.addresses import Given
from webapp.api.endpoint import Endpoints
from webapp.api.files import attached, form_asked, media_types
from webapp.api.parameters import known, one_of
from webapp.held import lexicon, store

blueprint = Endpoints("export")


@blueprint.answers(
    "/api/v1/export",
    Said("导出"),
    Said(
        "所有命中的报告，边查边发，不分页：CSV 表格，JSON Lines 每行一篇（字段同检索的 hits），或 Markdown。"
    ),
    takes=(
        *known(("q", "sort", "from", "to", "source", "match", "passages")),
        one_of("format", Said("文件的格式。"), FORMATS, FORMATS[0]),
    ),
    texts=media_types(*FORMATS),
)
def save(given: Given) -> Response:
    form = form_asked(given, FORMATS)
    with budget(None):  # who asks for all of it has the time
        pieces = export(store(), Parameters.read(given), lexicon(), form, request.host_url.rstrip("/"))
    return attached(pieces, given.get("q", ""), form)
