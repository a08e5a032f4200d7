"""/api/v1/holdings: what is held, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import Response, jsonify

from indexer import Message, Told, csv_lines
from webapp.addresses import HOLDINGS, Given
from webapp.api.endpoint import Endpoints
from webapp.api.files import attached, form_asked, media_types
from webapp.api.parameters import Parameter, one_of
from webapp.holdings import Holdings, matching
from webapp.holdings import holdings as held_now

blueprint = Endpoints("holdings", Message("馆藏：收录了什么，哪些没有收录。"))

_FORMS = ("json", "csv")


@blueprint.answers(
    HOLDINGS,
    Message("馆藏"),
    Message("收录了什么，哪些没有收录、原因何在，正在进行的收录进度如何。csv 只列没有收录的文件。"),
    takes=(
        Parameter("words", Message("只列文件名或原因里有这些词的文件。")),
        one_of("format", Message("响应的格式。"), _FORMS, _FORMS[0]),
    ),
    answer=Holdings,
    texts=media_types("csv"),
    name="get_holdings",
)
def holdings(given: Given) -> Response:
    form, found = form_asked(given, _FORMS), held_now()
    lost = matching(found.losses, given.get("words", ""))
    if form == "csv":
        return attached(csv_lines(_rows(lost)), Message("未能收录的文件"), form)
    return jsonify(replace(found, losses=tuple(lost)))


def _rows(lost: Iterable[Told]) -> Iterator[tuple[str, str, str]]:
    yield "file", "loss", "reason"
    yield from ((one.file, one.loss, one.reason) for one in lost)
