"""Server-Timing: how long an answer took, and the search within it, for whoever looks at the network."""

from __future__ import annotations

from time import perf_counter

from flask import Flask, Response, g

_BEGAN = "began"


def register(app: Flask) -> None:
    app.before_request(lambda: setattr(g, _BEGAN, perf_counter()))
    app.after_request(_total)


def timed(response: Response, search_ms: float) -> Response:
    """The response, which says how long its search took."""
    response.headers.add("Server-Timing", f"search;dur={search_ms}")
    return response


def _total(response: Response) -> Response:
    """Up to the first byte: what is streamed takes as long as its reader likes."""
    if _BEGAN in g:
        response.headers.add("Server-Timing", f"total;dur={(perf_counter() - g.began) * 1000:.2f}")
    return response
