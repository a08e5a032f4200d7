"""Requests over sockets of their own, and what came back."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

from tests.hostile.mutations import Request

PATIENCE_SECONDS = 15
"""Until a client hangs up. What takes as long has hung."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: a status, or the name of what befell the connection. Names of headers are in small
    letters."""

    request: Request
    status: int | str
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def connected(address: str, sent: bytes = b"") -> socket.socket:
    """A connection on which so much has been sent as it stands. Little of the answer fits into it."""
    url = urlsplit(address)
    client = socket.create_connection((url.hostname, url.port), timeout=PATIENCE_SECONDS)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    try:
        client.sendall(sent)
    except OSError:
        client.close()
        raise
    return client


def asked(address: str, request: Request) -> Reply:
    """The answer to it, whole."""
    began = time.monotonic()
    try:
        with connected(address, request.sent) as client:
            response = HTTPResponse(client, method=request.method)
            response.begin()
            body = response.read()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Reply(request, response.status, time.monotonic() - began, headers, body)
    except (OSError, HTTPException) as error:
        return Reply(request, type(error).__name__, time.monotonic() - began)


def got(path: str) -> Request:
    """A request that asks for this path and is right."""
    return Request(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode(), "GET")


def is_closed(client: socket.socket) -> bool:
    """Whether the server has hung up. What it said before is read and forgotten."""
    client.setblocking(False)
    try:
        while client.recv(1 << 16):
            pass
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True
