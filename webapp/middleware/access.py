"""Who may ask: keys, how often one client may ask, and which other sites' scripts may read the answers.

Where a server has keys, it answers those who show one, and tells the others how to:

Authorization: Bearer KEY      for programs
Authorization: Basic …         with the key as the password, under any name: browsers ask for it by themselves
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from ipaddress import ip_network

from flask import Flask, request
from flask_cors import CORS
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from webapp.settings import Settings

_OPEN = frozenset({"/healthz", "/readyz"})
"""What those who look after a server ask; it tells nothing of the reports' text."""
_REALM = "jianbao reports"


def register_keys(app: Flask, settings: Settings) -> None:
    if settings.keys:
        app.before_request(lambda: _check(settings.keys))


def number_shown(keys: Sequence[str]) -> int | None:
    """Which of the keys the request shows; None where it shows none of them.

    Every key is compared, in a time that does not tell how much of it was right.
    """
    shown = _shown().encode("utf-8", "surrogateescape")
    found = None
    for number, key in enumerate(keys):
        if hmac.compare_digest(shown, key.encode("utf-8", "surrogateescape")):
            found = number
    return found


def _check(keys: Sequence[str]) -> None:
    # OPTIONS is what a browser asks without a key before it sends a script's request with one.
    if request.path in _OPEN or request.method == "OPTIONS" or number_shown(keys) is not None:
        return
    raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": _REALM, "charset": "UTF-8"}))


def _shown() -> str:
    given = request.authorization
    if given is None:
        return ""
    return (given.password if given.type == "basic" else given.token if given.type == "bearer" else "") or ""


# — how often one client may ask —
#
# It is counted in each worker process by itself, so a server of n workers answers up to n times the rate;
# what it is for is that no single client keeps the others from being answered. Whose address counts is the
# one that connects: behind a proxy that is the proxy, so let the proxy limit, or have clients show keys.

_FREE = frozenset({"/healthz", "/readyz", "/metrics"})


def register_limits(app: Flask, settings: Settings) -> None:
    """A client is counted by its key or else by its address, in each worker process by itself. Answers above
    the rate are a 429 that says when to come again."""
    if not settings.limit:
        return
    from flask_limiter import Limiter  # here: it takes a while to load

    def client() -> str:
        """A key by its number: the limiter writes this down."""
        number = number_shown(settings.keys)
        return f"key {number}" if number is not None else network_of(request.remote_addr or "")

    limiter = Limiter(
        client,
        app=app,
        application_limits=[settings.limit],
        headers_enabled=True,
        storage_uri="memory://",
    )
    limiter.request_filter(lambda: request.endpoint == "static" or request.path in _FREE)


def network_of(address: str) -> str:
    """The address itself or, of IPv6, the 64 bits of it that one customer is given: who has more addresses
    than there are grains of sand is one client all the same, and is remembered once."""
    return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address


# — other sites' scripts (CORS) —


_RESOURCES = (r"/api/.*", r"/openapi\.json$")
_READABLE = ["Content-Disposition", "ETag", "Link", "Retry-After", "Server-Timing"]
"""Headers that a script sees besides those it always does."""
_PREFLIGHT_SECONDS = 600


def register_origins(app: Flask, origins: Sequence[str]) -> None:
    """The scripts of these sites may read the answers of the API, no others; and without credentials: a
    browser sends no cookie, so nobody's choice of language or key is used."""
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
