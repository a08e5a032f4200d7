"""Answers that are files to keep, under a name that says what they are of; /api/v1/export."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextvars import copy_context
from threading import BoundedSemaphore
from typing import TypeVar, cast
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import ServiceUnavailable

from indexer import FILTERS, FORMATS, TEXTS, Message, Parameters, chosen, deadline, export
from webapp.addresses import EXPORT, Given, report_url
from webapp.api.endpoint import Endpoints
from webapp.api.headers import ASKED, headers_asked, with_headers
from webapp.api.parameters import known, one_of
from webapp.language import translated
from webapp.settings import Settings
from webapp.state import lexicon, store

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "md": "text/markdown; charset=utf-8",
    "svg": "image/svg+xml",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
"""By the ending of the name."""

_MAX_NAME_CHARACTERS = 60
Form = TypeVar("Form", bound=str)

_UNFIT = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff/\\:*?"<>|]+')
"""What one system or another does not have in names."""


def form_asked(given: Given, forms: Sequence[Form]) -> Form:
    """The form that is asked for; the first where none is. Raises `AskedWrongly`, for heads of tables that
    there are none of as well, whether or not it is a table."""
    headers_asked(given)
    return chosen("format", given.get("format") or forms[0], forms)


def attached(
    pieces: Iterable[str] | Iterable[bytes], what: Message, form: str, question: str = ""
) -> Response:
    """The pieces, sent as they come, as a file: its name says what they are, and of which question."""
    response = streamed(Response(pieces, content_type=TYPES[form]))
    kind = f" {translated(what)}"
    about = _UNFIT.sub(" ", f"检报 {question}")[: _MAX_NAME_CHARACTERS - len(kind)].strip()
    name = f"{about}{kind}.{form}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def media_types(*forms: str) -> tuple[str, ...]:
    """As the document names them: how the text is encoded is left to the answer."""
    return tuple(TYPES[form].partition(";")[0] for form in forms)


# — streams —
#
# A stream keeps a thread of its worker until its reader has all of it, or hangs up. Other answers do not:
# they are whole when the server gets them.

_SLOTS = "jianbao.streams"
_RETRY_SECONDS = 30


def register_streams(app: Flask, settings: Settings) -> None:
    """Half of the threads may send at once what is made as it is sent, one at least: clients who stop reading
    hold up nobody else."""
    app.extensions[_SLOTS] = BoundedSemaphore(max(1, settings.threads // 2))


def streamed(response: Response) -> Response:
    """The response, which is counted until it is closed. Raises `ServiceUnavailable` where others stream."""
    slots = cast(BoundedSemaphore, current_app.extensions[_SLOTS])
    if not slots.acquire(blocking=False):
        raise ServiceUnavailable(
            Message("正在发送的文件太多了。请等其他下载完成后重试。"), retry_after=_RETRY_SECONDS
        )
    response.call_on_close(slots.release)
    return response


# — /api/v1/export —


blueprint = Endpoints("export", Message("可以保存的文件。"))


@blueprint.answers(
    EXPORT,
    Message("导出"),
    Message(
        "所有命中的报告，边查边发，不分页：CSV 表格，JSON Lines 每行一篇（字段同检索的 hits），Markdown，"
        "或只要引文：txt 按 GB/T 7714，bib 是 BibTeX，ris 供 EndNote、NoteExpress、Zotero 导入。"
    ),
    takes=(
        *known(("q", "sort", *FILTERS, "match", "passages")),
        one_of("text", Message("每篇只要片段，还是连同全文。"), TEXTS, TEXTS[0]),
        ASKED,
        one_of("format", Message("文件的格式。"), FORMATS, FORMATS[0]),
    ),
    texts=media_types(*FORMATS),
    name="export_hits",
)
def save(given: Given) -> Response:
    """The snapshot is that of the stream, not of the request, which ends before it."""
    form, site = form_asked(given, FORMATS), request.host_url.rstrip("/")
    with deadline(None):  # who asks for all of it has the time
        asked = Parameters.read(given)
        text = given.get("text") or TEXTS[0]
        whole = export(store().snapshot(), asked, lexicon(), form, url_of=_url_of(), site=site, text=text)
        pieces = with_headers(whole, given) if form == "csv" else whole
    return attached(pieces, Message("检索结果"), form, given.get("q", ""))


def _url_of() -> Callable[[str], str]:
    """What makes the addresses of this request when it is over, too."""
    here = copy_context()
    return lambda report_id: here.run(report_url, report_id)
