"""Nobody waits for what is done once: a worker searches before it takes requests, and after every commit."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from time import sleep
from urllib.parse import urlsplit

from flask import Flask

from indexer import IndexUnusable
from webapp.held import store

_SECONDS = 1.0
"""How often to look for a new commit; a look takes a few stats of files."""
_ASKED = ("/?q=中国 发展&sort=newest", "/?q=中国 发展", "/api/v1/suggest?q=中")
"""They load jieba's dictionary and the templates, open the index and read what ranking needs of it."""


def warm(app: Flask) -> None:
    """Do now what the first requests would be slow at. What fails here is told in the log, no more: it fails
    again for whoever asks for it, and nothing else is the worse for it."""
    for address in _ASKED:
        with app.test_request_context(address):
            try:
                app.dispatch_request()
            except IndexUnusable:  # it need not be there yet
                return
            except Exception:
                app.logger.exception("%s", urlsplit(address).path)


def follow(app: Flask) -> None:
    """Have every new commit searched within a second or two. Ends with the process."""
    Thread(target=_follow, args=[app], daemon=True).start()


def _follow(app: Flask) -> None:
    seen = _version(app)
    while True:
        sleep(_SECONDS)
        if (newest := _version(app)) != seen:
            warm(app)
            seen = newest


def _version(app: Flask) -> str:
    with app.app_context(), suppress(IndexUnusable):
        return store().version()
    return ""
