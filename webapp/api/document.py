"""/openapi.json, made from the endpoints; /healthz."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from flask import Blueprint, Response, current_app, jsonify
from flask_openapi3.models.info import Info
from flask_openapi3.models.security_scheme import SecurityScheme
from flask_openapi3.openapi import OpenAPI
from flask_openapi3.types import SecuritySchemesDict

from indexer import Message, says
from webapp.addresses import ROOT, Given
from webapp.api.endpoint import DOCUMENT, Endpoints, model_of
from webapp.problems import Problem
from webapp.state import store

_TITLE = "jianbao"
"""In ASCII: generators name packages after it."""
_VERSION = "1"
ABOUT = (
    Message("检报：中文报告全文检索。"),
    Message("位置和长度都按 Unicode 码位数。以后可能增加字段，不会改名或删去。"),
    Message("参数不存在、重复或超出范围，均返回 400，并说明哪里不对、该怎么做。"),
    Message("翻页用响应中的 next，或 Link 头中的 first、prev、next。要取得全部命中，用游标或导出。"),
    Message("响应带有弱 ETag：下次用 If-None-Match 带上，索引没有变化就返回 304，不再检索。"),
    Message("按 Accept-Encoding 以 zstd 或 gzip 压缩；各接口均支持 HEAD；用时见 Server-Timing。"),
)
"""What holds for every endpoint."""

_KEY: SecuritySchemesDict = {"key": SecurityScheme(type="http", scheme="bearer")}

blueprint = Blueprint("api_document", __name__)


def new_app(name: str, *, by_key: bool) -> OpenAPI:
    """An app that gathers the document of its endpoints, without the library's own pages. `by_key`: whoever
    asks must show a key."""
    info = Info(title=_TITLE, version=_VERSION, description="\n\n".join(ABOUT))
    return OpenAPI(
        name,
        info=info,
        doc_ui=False,
        security_schemes=_KEY if by_key else {},
        openapi_extensions={"security": [{name: []} for name in _KEY]} if by_key else {},
        validation_error_status=400,  # every endpoint describes its own, so none is added
        validation_error_model=model_of(Problem),
    )


def document() -> dict[str, Any]:
    """The document of the app that is answering."""
    found = cast(OpenAPI, current_app).api_doc
    return {**found, "servers": [{"url": ROOT.get() or "/"}]}


@blueprint.get(DOCUMENT)
def openapi() -> Response:
    return jsonify(document())


health = Endpoints("health", Message("服务器的状态。"))


@dataclass(frozen=True, slots=True)
class Health:
    """That it searches."""

    status: str = field(metadata=says("ok：可以检索。"))
    reports: int = field(metadata=says("收录了多少篇报告。"))


@health.answers(
    "/healthz", Message("状态"), Message("能不能检索，收录了多少篇报告。"), answer=Health, name="get_health"
)
def status(given: Given) -> Response:
    return jsonify(Health("ok", store().stats().reports))
