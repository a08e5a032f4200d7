"""Answers that are sent as they are made: so few at once that clients who stop reading hold up nobody else.

A stream keeps a thread of its worker until its reader has all of it, or hangs up. Other answers do not: they
are whole when the server gets them.
"""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import cast

from flask import Flask, Response, current_app
from werkzeug.exceptions import ServiceUnavailable

from indexer import Said
from webapp.serving.settings import Settings

_SLOTS = "jianbao.streams"
_RETRY_SECONDS = 30


def register(app: Flask, settings: Settings) -> None:
    """Half of the threads may stream, one at least."""
    app.extensions[_SLOTS] = BoundedSemaphore(max(1, settings.threads // 2))


def streamed(response: Response) -> Response:
    """The response, which is counted until it is closed. Raises `ServiceUnavailable` where others stream."""
    slots = cast(BoundedSemaphore, current_app.extensions[_SLOTS])
    if not slots.acquire(blocking=False):
        raise ServiceUnavailable(
            Said("正在发送的文件太多了。请等其他下载完成后重试。"), retry_after=_RETRY_SECONDS
        )
    response.call_on_close(slots.release)
    return response
