"""Every error as an answer: application/problem+json (RFC 9457) to programs, plain words to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from indexer import AskedWrongly, IndexUnusable, JianbaoError, Message, OutOfTime, ReportNotFound
from webapp.addresses import PROBES
from webapp.language import said

_STATUS: tuple[tuple[type[JianbaoError], HTTPStatus], ...] = (
    (AskedWrongly, HTTPStatus.BAD_REQUEST),
    (ReportNotFound, HTTPStatus.NOT_FOUND),
    (OutOfTime, HTTPStatus.SERVICE_UNAVAILABLE),
    (IndexUnusable, HTTPStatus.SERVICE_UNAVAILABLE),
)
_RETRY_SECONDS = 30
_SERVER_ERROR = Message("服务器出错了，详情已记入日志。请稍后重试；如果仍然出错，请联系管理员。")
_SENTENCES = {
    HTTPStatus.UNAUTHORIZED: Message(
        "需要访问密钥。请在请求头里写 Authorization: Bearer 密钥；密钥请向管理员索取。"
    ),
    HTTPStatus.FORBIDDEN: Message("不允许访问这个地址。请核对密钥，或向管理员询问。"),
    HTTPStatus.NOT_FOUND: Message("没有这个地址。网页从 / 开始；接口见 /api，例如 /api/v1/search?q=检索词。"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Message("请求太大了。检索只用地址里的参数，请不要附带内容。"),
    HTTPStatus.REQUEST_URI_TOO_LONG: Message("地址太长了。请缩短检索词。"),
    HTTPStatus.TOO_MANY_REQUESTS: Message("请求太频繁了。请过一会儿再试，并放慢速度。"),
}
_HEADINGS = {
    HTTPStatus.BAD_REQUEST: Message("这样没法检索"),
    HTTPStatus.UNAUTHORIZED: Message("需要密钥"),
    HTTPStatus.FORBIDDEN: Message("不允许访问"),
    HTTPStatus.NOT_FOUND: Message("没有找到"),
    HTTPStatus.METHOD_NOT_ALLOWED: Message("不支持这种请求"),
    HTTPStatus.TOO_MANY_REQUESTS: Message("请慢一点"),
    HTTPStatus.SERVICE_UNAVAILABLE: Message("暂时不能检索"),
}
_PAGE, _JSON = "text/html", "application/json"
_PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong; `detail` is the sentence that says what to do, in the language of the page."""

    status: HTTPStatus
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        return said(_HEADINGS.get(self.status, Message("出错了")))


def register(app: Flask) -> None:
    app.register_error_handler(JianbaoError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _known(error: JianbaoError) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), None)
    if status is None:
        return _unexpected(error)
    if error.__cause__:  # what a library said, of no use to the person who asked
        current_app.logger.error("%s %s", request.method, request.path, exc_info=error)
    # A server picks up a new or mended index by itself, so asking again later does make sense.
    retry = {"Retry-After": str(_RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return _answer(Problem(status, said(error.sentence), retry))


def _http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    told = said(error.description) if isinstance(error.description, Message) else _say(status, headers)
    return _answer(Problem(status, told, headers))


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("%s %s", request.method, request.path, exc_info=error)
    return _answer(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, said(_SERVER_ERROR)))


def _say(status: HTTPStatus, headers: Mapping[str, str]) -> str:
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = headers.get("Allow", "GET")
        return said(
            Message("这个地址不支持 {method}，请改用 {allowed}。", method=request.method, allowed=allowed)
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return said(_SERVER_ERROR)
    if status in _SENTENCES:
        return said(_SENTENCES[status])
    return said(
        Message("请求有误（{status}）。请检查地址和参数后重试。", status=f"{status.value} {status.phrase}")
    )


def _answer(problem: Problem) -> Response:
    response = _document(problem) if _for_program() else _page(problem)
    response.status_code = problem.status
    response.headers.update(problem.headers)
    return response


def _for_program() -> bool:
    """By the address, and elsewhere by what is asked for; who takes anything gets a page."""
    if request.path.startswith("/api/") or request.path in (*PROBES, "/openapi.json"):
        return True
    wanted = request.accept_mimetypes.best_match([_PAGE, _JSON, _PROBLEM], _PAGE)
    return wanted != _PAGE


def _document(problem: Problem) -> Response:
    response = jsonify(
        type="about:blank",
        title=problem.status.phrase,
        status=problem.status,
        detail=problem.detail,
        instance=quote(request.path),
    )
    response.content_type = _PROBLEM
    return response


def _page(problem: Problem) -> Response:
    return make_response(render_template("problem.html", problem=problem, q=request.args.get("q", "")))
