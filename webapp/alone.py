"""The server where a system cannot copy processes: one process, for this machine only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from logging.config import dictConfig

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from indexer import AskedWrongly
from webapp.middleware import requests_log
from webapp.settings import Settings
from webapp.warming import follow, warm


class _Silent(WSGIRequestHandler):
    """What is told of a request, the app tells itself."""

    def log(self, type: str, message: str, *args: object) -> None:
        return


def serve_alone(
    app: Flask, address: str, port: int, settings: Settings, announced: Callable[[str], object]
) -> None:
    """Until Ctrl-C. Raises `AskedWrongly` where others are to reach it."""
    if not settings.loopback:
        raise AskedWrongly(
            "这个系统上的服务器只给本机用。要给别人用，请在 Linux 上运行（Windows 上可用 WSL）。"
        )
    dictConfig(requests_log.configuration(settings.log))
    warm(app)
    follow(app)
    with make_server(address, port, app, threaded=True, request_handler=_Silent) as server:
        announced(url_of(address, server.port))
        with suppress(KeyboardInterrupt):
            server.serve_forever()


def url_of(address: str, port: int) -> str:
    return f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"
