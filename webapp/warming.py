"""What a worker does before its first request, and at every commit, so that nobody waits for it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from time import sleep
from urllib.parse import urlsplit

from flask import Flask

from indexer import IndexUnusable
from webapp.state import store

_LOOK_SECONDS = 1.0
"""How often to look for a new commit; a look takes a few stats of files."""
_FIRST_ASKED = ("/?q=中国 发展&sort=newest", "/?q=中国 发展", "/api/v1/suggest?q=中")
"""They load jieba's dictionary and the templates, open the index and read what ranking needs of it."""


def warm(app: Flask) -> None:
    """Do now what the first requests would be slow at. What fails here is told in the log, no more: it fails
    again for whoever asks for it, and nothing else is the worse for it."""
    for address in _FIRST_ASKED:
        with app.test_request_context(address):
            try:
                app.dispatch_request()
            except IndexUnusable:  # it need not be there yet
                return
            except Exception:
                app.logger.exception("%s", urlsplit(address).path)


def keep_loaded() -> None:
    """What is loaded by now lives as long as the process, and Python need not look through it for garbage.
    It did so in the midst of somebody's answer, which then took 45 ms longer."""
    gc.collect()
    gc.freeze()


def follow(app: Flask, nudge: Callable[[], object] = lambda: None) -> None:
    """Have every new commit searched within a second or two, and call `nudge` each time that it is looked for
    one. Ends with the process."""
    Thread(target=_follow, args=[app, nudge], daemon=True).start()


def _follow(app: Flask, nudge: Callable[[], object]) -> None:
    seen = _version(app)
    while True:
        sleep(_LOOK_SECONDS)
        nudge()
        if (newest := _version(app)) != seen:
            warm(app)
            seen = newest


def _version(app: Flask) -> str:
    with app.app_context(), suppress(IndexUnusable):
        return store().version()
    return ""
