"""Which other sites' scripts may read the answers of the API (CORS): none, unless the settings name them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_cors import CORS

_RESOURCES = (r"/api/.*", r"/openapi\.json$")
_READABLE = ["Content-Disposition", "ETag", "Link", "Retry-After", "Server-Timing"]
"""Headers that a script sees besides those it always does."""
_PREFLIGHT_SECONDS = 600


def register(app: Flask, origins: Sequence[str]) -> None:
    """Without credentials: a browser sends no cookie, so nobody's choice of language or key is used."""
    if origins:
        CORS(
            app,
            resources=list(_RESOURCES),
            origins=list(origins),
            methods=["GET", "HEAD"],
            expose_headers=_READABLE,
            max_age=_PREFLIGHT_SECONDS,
            always_send=False,
            send_wildcard=True,
        )
