"""What keeps pages and server from harm: response headers, hosts that are answered, bounds of size, time."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.routing import MapAdapter

from indexer import AskedWrongly, Message, deadline
from webapp.settings import Settings

# Should a report's text ever get out of its escaping, no script, style or address in it comes to anything.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",  # an address carries what was searched for
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_MAX_BODY_BYTES = 1024
"""All is asked by GET, which has no body; some programs send an empty form all the same."""
_NO_NAME = Message("请求头 Host 里的不是主机名。请核对地址里的主机名和端口。")
_NOT_LOCAL = Message(
    "这个服务器只回答发往本机地址的请求，请用 http://127.0.0.1 或 http://localhost 打开。"
    "要从其他机器或以其他名称访问，请用 --host 启动，并设置密钥或 --public。"
)


def register(app: Flask, settings: Settings, *, by_key: bool) -> None:
    app.create_url_adapter = partial(_routes, app)  # type: ignore[method-assign]
    app.before_request(_check_name)
    if settings.loopback and not by_key and not settings.public:
        app.before_request(_check_host)
    app.before_request(_check_size)
    app.before_request(lambda: _start(settings.budget))
    app.after_request(_protect)
    app.teardown_request(_end)


def _routes(app: Flask, asked: Request | None) -> MapAdapter | None:
    """The routes, which are the same under every name. Flask itself would take the name from the request and,
    where that cannot be one, have no routes at all: not even for the answer that says so."""
    if asked is None:
        return None
    root = asked.script_root or "/"
    return app.url_map.bind("localhost", root, path_info=asked.path, default_method=asked.method)


def _check_name() -> None:
    """Whoever makes an absolute address needs a name that can be written both ways, in ASCII and in full.
    HTTP/1.0 does without one, and programs that look whether a server lives still speak it."""
    if "Host" not in request.headers:
        return
    try:
        name = request.host.partition(":")[0].encode("idna").decode("idna")
    except UnicodeError:
        name = ""
    if not name:
        raise AskedWrongly(_NO_NAME)


def _check_host() -> None:
    """A page elsewhere may have its own name resolved to 127.0.0.1, and would then be let in by the browser
    as if it were ours ("DNS rebinding"); the name is still in its requests."""
    try:
        host = urlsplit(f"//{request.host}").hostname
    except ValueError:
        host = None
    if host not in _LOCAL:
        raise AskedWrongly(_NOT_LOCAL)


def _check_size() -> None:
    if (request.content_length or 0) > _MAX_BODY_BYTES:
        raise RequestEntityTooLarge


def _start(seconds: float) -> None:
    g.budgeted = ExitStack()
    g.budgeted.enter_context(deadline(seconds))


def _end(_: BaseException | None = None) -> None:
    """What streams after its view has returned takes its time."""
    if "budgeted" in g:
        g.pop("budgeted").close()


def _protect(response: Response) -> Response:
    _end()
    response.headers.extend(HEADERS)  # nothing else sets any of them; to look whether it did took longer
    return response
