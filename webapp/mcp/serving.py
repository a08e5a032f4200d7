"""Over standard input and output, for the program that starts it; over HTTP, for others on this machine."""

from __future__ import annotations

import errno
import socket
from typing import Any

import anyio
import uvicorn
from mcp.server import MCPServer

from indexer import AskedWrongly

_HOST = "127.0.0.1"
"""No other: there are no keys here. Requests that name another host the SDK refuses, as pages might send."""


def over_stdio(server: MCPServer[Any]) -> None:
    """Until standard input ends."""
    anyio.run(server.run_stdio_async)


def over_http(server: MCPServer[Any], port: int) -> None:
    """Until Ctrl-C or SIGTERM; port 0 takes one that is free. The address is printed when connections are
    already taken. Raises `AskedWrongly` where the port cannot be had."""
    app = server.streamable_http_app(stateless_http=True, json_response=True, host=_HOST)
    with _listener(port) as listener:
        print(f"http://{_HOST}:{listener.getsockname()[1]}/mcp", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])


def _listener(port: int) -> socket.socket:
    try:
        return socket.create_server((_HOST, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AskedWrongly(f"端口 {port} 已被占用。请用 --http 指定另一个端口。") from error
        raise AskedWrongly(f"无法监听 {_HOST}:{port}（{error}）。请用 --http 指定另一个端口。") from error
