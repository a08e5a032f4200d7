"""The WSGI app over an index: everything that answers, and what goes along with every answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.routing import BaseConverter

from indexer import Store, as_json, folder_of, open_store
from webapp import api, language, pages, problems, state, templating
from webapp.api import files
from webapp.keys import Keyring
from webapp.middleware import access, caching, metrics, protect, proxy, requests_log, turns
from webapp.settings import Settings


class ReadableJson(DefaultJSONProvider):
    """UTF-8 as it is, keys in the order in which they were written."""

    ensure_ascii = False
    sort_keys = False

    @staticmethod
    def default(o: Any) -> Any:
        return as_json(o)


class ReportId(BaseConverter):
    """Any text at all. The usual `path` would refuse an id that begins with a slash."""

    part_isolating = False
    regex = "(?s:.+)"
    weight = 200


def _as_it_is(function: Callable[..., Any]) -> Callable[..., Any]:
    """Nothing of ours is asynchronous: Flask looks whether it is at every function that it calls, fifteen a
    request, and that took a tenth of the time of a small answer."""
    return function


def create_app(
    index: Path | str,
    settings: Settings = Settings(),  # noqa: B008 (it is frozen)
    *,
    store: Store | None = None,
) -> Flask:
    """The app over the index at this address, which need not exist yet. A `store` that is given is asked
    instead of the one at the address; the word files and the ledger are those of the address."""
    keyring = Keyring(settings.keys, settings.key_file)
    app = api.new_app(__name__, by_key=keyring.wanted)
    app.json = ReadableJson(app)
    app.ensure_sync = _as_it_is  # type: ignore[method-assign,assignment]
    templating.register(app)
    app.url_map.converters["id"] = ReportId
    app.url_map.merge_slashes = False  # two slashes in an id are two slashes
    turns.register(app, index)
    metrics.register_timing(app)
    proxy.register_root(app)
    metrics.register(app)  # it measures what the next ones refuse, too
    protect.register(app, settings, by_key=keyring.wanted)
    access.register_limits(app, settings, keyring)
    access.register_keys(app, keyring)
    caching.register_compression(app)
    state.register(app, open_store(index) if store is None else store, folder_of(index))
    access.register_origins(app, settings.origins)
    caching.register(app)  # behind whatever turns requests away
    problems.register(app)
    files.register_streams(app, settings)
    language.register(app)
    pages.register(app)
    api.register(app)
    requests_log.register(app, settings)
    proxy.register_proxy(app, settings)
    return app
