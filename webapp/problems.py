"""Every error as an answer: application/problem+json (RFC 9457) to programs, plain words to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from indexer import AskedWrongly, IndexUnusable, JianbaoError, ReportNotFound

_STATUS: tuple[tuple[type[JianbaoError], HTTPStatus], ...] = (
    (AskedWrongly, HTTPStatus.BAD_REQUEST),
    (ReportNotFound, HTTPStatus.NOT_FOUND),
    (IndexUnusable, HTTPStatus.SERVICE_UNAVAILABLE),
)
_RETRY_SECONDS = 30
_SERVER_ERROR = "服务器出错了，详情已记入日志。请稍后重试；如果仍然出错，请联系管理员。"
_HEADINGS = {
    HTTPStatus.BAD_REQUEST: "这样没法检索",
    HTTPStatus.NOT_FOUND: "没有找到",
    HTTPStatus.METHOD_NOT_ALLOWED: "不支持这种请求",
    HTTPStatus.SERVICE_UNAVAILABLE: "暂时不能检索",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong; `detail` is the sentence that says what to do."""

    status: HTTPStatus
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        return _HEADINGS.get(self.status, "出错了")


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
    return _answer(Problem(status, str(error), retry))


def _http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    return _answer(Problem(status, _say(status, headers), headers))


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("%s %s", request.method, request.path, exc_info=error)
    return _answer(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, _SERVER_ERROR))


def _say(status: HTTPStatus, headers: Mapping[str, str]) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return "没有这个地址。网页从 / 开始；接口是 /api/v1/search?q=检索词 和 /api/v1/reports/编号。"
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"这个地址不支持 {request.method}，请改用 {headers.get('Allow', 'GET')}。"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _SERVER_ERROR
    return f"请求有误（{status.value} {status.phrase}）。请检查地址和参数后重试。"


def _answer(problem: Problem) -> Response:
    for_programs = request.path == "/healthz" or request.path.startswith("/api/")
    response = _document(problem) if for_programs else _page(problem)
    response.status_code = problem.status
    response.headers.update(problem.headers)
    return response


def _document(problem: Problem) -> Response:
    response = jsonify(
        type="about:blank",
        title=problem.status.phrase,
        status=problem.status,
        detail=problem.detail,
        instance=quote(request.path),
    )
    response.content_type = "application/problem+json"
    return response


def _page(problem: Problem) -> Response:
    return make_response(render_template("problem.html", problem=problem, q=request.args.get("q", "")))
