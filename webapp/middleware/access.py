"""Who may ask: keys, how often one client may ask, and which other sites' scripts may read the answers.

Where a server has keys, it answers those who show one, and tells the others how to:

Authorization: Bearer KEY      for programs
Authorization: Basic …         with the key as the password, under any name: browsers ask for it by themselves
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_network

from flask import Flask, request
from flask_cors import CORS
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from indexer import Message
from webapp.keys import Key, Keyring, Right
from webapp.middleware.requests_log import KEY_NAME
from webapp.settings import Settings

_OPEN = frozenset({"/healthz", "/readyz"})
"""What those who look after a server ask; it tells nothing of the reports' text."""
_REALM = "jianbao reports"


def register_keys(app: Flask, keyring: Keyring) -> None:
    app.before_request(lambda: _check(keyring))


def _check(keyring: Keyring) -> None:
    # OPTIONS is what a browser asks without a key before it sends a script's request with one.
    if request.path in _OPEN or request.method == "OPTIONS" or not keyring.wanted:
        return
    key = keyring.find(_shown())
    if key is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": _REALM, "charset": "UTF-8"}))
    request.environ[KEY_NAME] = key.name
    if (needed := _needed(request.path)) not in key.rights:
        raise Forbidden(_lacking(key, needed))


def _lacking(key: Key, right: Right) -> Message:
    return Message("密钥“{name}”没有这项权限（{right}）。请向管理员询问。", name=key.name, right=right.value)


def _shown() -> str:
    given = request.authorization
    if given is None:
        return ""
    return (given.password if given.type == "basic" else given.token if given.type == "bearer" else "") or ""


def _needed(path: str) -> Right:
    """The right that an address wants, as the name of its first folder says."""
    originals = dict.fromkeys(("original", "picture"), Right.ORIGINALS)
    return {"metrics": Right.METRICS, **originals}.get(path.split("/")[1], Right.SEARCH)


# — how often one client may ask —
#
# It is counted in each worker process by itself, so a server of n workers answers up to n times the rate;
# what it is for is that no single client keeps the others from being answered. Whose address counts is the
# one that connects: behind a proxy that is the proxy, so let the proxy limit, or have clients show keys.

_FREE = frozenset({"/healthz", "/readyz", "/metrics"})


def register_limits(app: Flask, settings: Settings, keyring: Keyring) -> None:
    """A client is counted by its key or else by its address, in each worker process by itself. Answers above
    the rate are a 429 that says when to come again."""
    if not settings.limit:
        return
    from flask_limiter import Limiter  # here: it takes a while to load

    def client() -> str:
        """A key by its name: the limiter writes this down."""
        key = keyring.find(_shown())
        return f"key {key.name}" if key else network_of(request.remote_addr or "")

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
