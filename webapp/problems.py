"""Every error as an answer: application/problem+json (RFC 9457) to programs, plain words to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, current_app, jsonify, make_response, request
from werkzeug.exceptions import HTTPException

from indexer import AskedWrongly, IndexUnusable, JianbaoError, Message, OutOfTime, ReportNotFound, says
from webapp.addresses import PROBES, rooted
from webapp.language import translated
from webapp.middleware.requests_log import in_a_line
from webapp.templating import rendered

_STATUS: tuple[tuple[type[JianbaoError], HTTPStatus], ...] = (
    (AskedWrongly, HTTPStatus.BAD_REQUEST),
    (ReportNotFound, HTTPStatus.NOT_FOUND),
    (OutOfTime, HTTPStatus.SERVICE_UNAVAILABLE),
    (IndexUnusable, HTTPStatus.SERVICE_UNAVAILABLE),
)
_RETRY_SECONDS = 30
_OUR_MISTAKE = Message(
    "这是检报自己的差错，检索词和索引都没有问题。详情已记入服务器的日志，请管理员连同日志一起报告给开发者。"
)
_SENTENCES = {
    HTTPStatus.UNAUTHORIZED: Message(
        "需要访问密钥。请在请求头里写 Authorization: Bearer 密钥；密钥请向管理员索取。"
    ),
    HTTPStatus.FORBIDDEN: Message("不允许访问这个地址。请核对密钥，或向管理员询问。"),
    HTTPStatus.NOT_FOUND: Message("没有这个页面。请核对地址，或从首页开始检索；程序接口见 /api。"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Message("请求太大了。检索只用地址里的参数，请不要附带内容。"),
    HTTPStatus.REQUEST_URI_TOO_LONG: Message("地址太长了。请缩短检索词。"),
    HTTPStatus.TOO_MANY_REQUESTS: Message("请求太频繁了。请过一会儿再试，并放慢速度。"),
}
_HEADINGS = {
    HTTPStatus.BAD_REQUEST: Message("无法按此条件检索"),
    HTTPStatus.UNAUTHORIZED: Message("需要密钥"),
    HTTPStatus.FORBIDDEN: Message("不允许访问"),
    HTTPStatus.NOT_FOUND: Message("没有找到"),
    HTTPStatus.METHOD_NOT_ALLOWED: Message("不支持这种请求"),
    HTTPStatus.TOO_MANY_REQUESTS: Message("请求太频繁"),
    HTTPStatus.SERVICE_UNAVAILABLE: Message("暂时不能检索"),
}
_PAGE, _JSON = "text/html", "application/json"
_PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, as RFC 9457 has it; `detail` is in the language of the page."""

    type: str = field(metadata=says("总是 about:blank：看 status 即可。"))
    title: str = field(metadata=says("HTTP 状态的名称。"))
    status: int = field(metadata=says("HTTP 状态码。"))
    detail: str = field(metadata=says("哪里不对，该怎么做。"))
    instance: str = field(metadata=says("出错的地址。"))

    @property
    def heading(self) -> str:
        return translated(_HEADINGS.get(HTTPStatus(self.status), Message("出错了")))


def register(app: Flask) -> None:
    app.register_error_handler(JianbaoError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _known(error: JianbaoError) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), None)
    if status is None:
        return _unexpected(error)
    if error.__cause__ or isinstance(error, IndexUnusable):  # the log says more than strangers are told
        current_app.logger.error("%s: %s", in_a_line(request.path), error, exc_info=error.__cause__)
    # A server picks up a new or mended index by itself, so asking again later does make sense.
    retry = {"Retry-After": str(_RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return _answer(status, translated(error.public), retry)


def _http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    told = translated(error.description) if isinstance(error.description, Message) else _say(status, headers)
    return _answer(status, told, headers)


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("%s", in_a_line(request.path), exc_info=error)
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, translated(_OUR_MISTAKE))


def _say(status: HTTPStatus, headers: Mapping[str, str]) -> str:
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = headers.get("Allow", "GET")
        return translated(
            Message("这个地址不支持 {method}，请改用 {allowed}。", method=request.method, allowed=allowed)
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return translated(_OUR_MISTAKE)
    if status in _SENTENCES:
        return translated(_SENTENCES[status])
    return translated(
        Message("请求有误（{status}）。请检查地址和参数后重试。", status=f"{status.value} {status.phrase}")
    )


def _answer(status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    problem = Problem(
        type="about:blank",
        title=status.phrase,
        status=status,
        detail=detail,
        instance=quote(rooted(request.path)),
    )
    response = _document(problem) if _for_program() else _page(problem)
    response.status_code = status
    response.headers.update(headers or {})
    return response


def _for_program() -> bool:
    """By the address, and elsewhere by what is asked for; who takes anything gets a page."""
    if request.path.startswith("/api/") or request.path in (*PROBES, "/openapi.json"):
        return True
    wanted = request.accept_mimetypes.best_match([_PAGE, _JSON, _PROBLEM], _PAGE)
    return wanted != _PAGE


def _document(problem: Problem) -> Response:
    response = jsonify(problem)
    response.content_type = _PROBLEM
    return response


def _page(problem: Problem) -> Response:
    return make_response(rendered("problem.html", problem=problem, q=request.args.get("q", "")))
