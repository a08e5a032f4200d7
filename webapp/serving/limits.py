"""How often one client may ask: counted by key or else by address, in each worker process by itself.

So a server of n workers answers up to n times the rate; what it is for is that no single client keeps the
others from being answered. Whose address counts is the one that connects: behind a proxy that is the proxy,
so let the proxy limit, or have clients show keys.
"""

from __future__ import annotations

from flask import Flask, request

from webapp.serving.keys import number_shown
from webapp.serving.settings import Settings

_FREE = frozenset({"/healthz", "/readyz", "/metrics"})


def register(app: Flask, settings: Settings) -> None:
    """Answers above the rate are a 429 that says when to come again."""
    if not settings.limit:
        return
    from flask_limiter import Limiter  # here: it takes a while to load

    def client() -> str:
        """A key by its number: the limiter writes this down."""
        number = number_shown(settings.keys)
        return f"key {number}" if number is not None else request.remote_addr or ""

    limiter = Limiter(
        client,
        app=app,
        application_limits=[settings.limit],
        headers_enabled=True,
        storage_uri="memory://",
    )
    limiter.request_filter(lambda: request.endpoint == "static" or request.path in _FREE)
