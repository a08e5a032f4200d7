"""Keys: where a server has any, it answers those who show one, and says to the others how to.

Authorization: Bearer KEY      for programs
Authorization: Basic …         with the key as the password, under any name: browsers ask for it by themselves
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from flask import Flask, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from webapp.serving.settings import Settings

_OPEN = frozenset({"/healthz", "/readyz"})
"""What those who look after a server ask; it tells nothing of the reports' text."""
_REALM = "jianbao reports"


def register(app: Flask, settings: Settings) -> None:
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
