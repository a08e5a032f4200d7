"""A proxy in front of the server: the address, the scheme, the name and the path under which it was asked.

X-Forwarded-For, -Proto, -Host and -Prefix are heeded only where the server is told that there is a proxy:
anybody may write them. Of several values that of the last proxy counts, the only one that need be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

from flask import Flask, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from indexer import AskedWrongly, Message
from webapp.addresses import ROOT
from webapp.settings import Settings

_PREFIX = re.compile(r"(/[\w.~-]+)*", re.ASCII)
_SCHEMES = ("http", "https")
_WRONG = Message("代理送来的 X-Forwarded-Proto 或 X-Forwarded-Prefix 无效。请管理员核对代理的设置。")
_SET = "root"


def register_proxy(app: Flask, settings: Settings) -> None:
    """To be called last: whatever looks at a request is to see what the proxy says of it."""
    if settings.behind_proxy:
        inner = _WithAddress(app.wsgi_app)
        app.wsgi_app = ProxyFix(inner, x_for=1, x_proto=1, x_host=1, x_prefix=1)  # type: ignore[method-assign]


def register_root(app: Flask) -> None:
    """To be called first, so that the page of an error has addresses that lead somewhere, too."""
    app.before_request(_begin)
    app.teardown_request(_end)


class _WithAddress:
    """Behind `ProxyFix`: what is no address of a client is none, and the proxy's own stands for it."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            ip_address(environ.get("REMOTE_ADDR", ""))
        except ValueError:
            environ["REMOTE_ADDR"] = environ["werkzeug.proxy_fix.orig"]["REMOTE_ADDR"]
        return self._inner(environ, start_response)


def _begin() -> None:
    if request.scheme not in _SCHEMES or not _PREFIX.fullmatch(request.script_root):
        raise AskedWrongly(_WRONG)
    setattr(g, _SET, ROOT.set(request.script_root))


def _end(_: BaseException | None = None) -> None:
    if _SET in g:
        ROOT.reset(g.pop(_SET))
