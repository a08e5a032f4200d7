"""Answers that are files to keep, under a name that says what they are of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flask import Response

from indexer import chosen
from webapp.addresses import Given
from webapp.serving.streams import streamed

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "md": "text/markdown; charset=utf-8",
    "svg": "image/svg+xml",
}
"""By the ending of the name."""

_LONGEST = 60
_UNFIT = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff/\\:*?"<>|]+')
"""What one system or another does not have in names."""


def form_asked(given: Given, forms: Sequence[str]) -> str:
    """The form that is asked for; the first where none is. Raises `AskedWrongly`."""
    return chosen("format", given.get("format") or forms[0], forms)


def attached(pieces: Iterable[str], question: str, form: str) -> Response:
    """The pieces, sent as they come, as a file named by the question."""
    response = streamed(Response(pieces, content_type=TYPES[form]))
    name = _UNFIT.sub(" ", f"检报 {question}")[:_LONGEST].strip() + f".{form}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def media_types(*forms: str) -> tuple[str, ...]:
    """As the document names them: how the text is encoded is left to the answer."""
    return tuple(TYPES[form].partition(";")[0] for form in forms)
