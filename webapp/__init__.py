"""The web face of jianbao: pages for people, an API for programs, both over one store.

    pages/         the pages for people
    api/           /api/v1/…, /healthz, /openapi.json, and the page that explains them
    middleware/    what goes along with every answer
    addresses.py   what an address asks for, and addresses that keep it
    state.py       the store and the word files of a running app
    settings.py    how a server is run: who may ask, how often, for how long
    server.py      the server: bind, print the address, run workers until stopped
    language.py    the language of a page, and sentences said in it
    dates.py       dates as people of each language write them
    charts.py      a trend as a line chart in SVG
    problems.py    every error, as a page or as application/problem+json
    templates/ static/ translations/    Jinja; style sheets and scripts as they are sent; catalogues

It knows the library only by the names that `indexer` itself exports.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from indexer import LexiconFiles, open_store
from webapp import addresses, api, dates, language, pages, problems, state
from webapp.api import files
from webapp.middleware import access, caching, metrics, protect, requests_log
from webapp.settings import Settings

__all__ = ["create_app"]


class ReadableJson(DefaultJSONProvider):
    """UTF-8 as it is, keys in the order in which they were written."""

    ensure_ascii = False
    sort_keys = False


def create_app(index: Path, settings: Settings = Settings()) -> Flask:  # noqa: B008 (it is frozen)
    """The WSGI app over the index in this folder, which need not exist yet."""
    app = api.new_app(__name__, by_key=bool(settings.keys))
    app.json = ReadableJson(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    metrics.register_timing(app)
    metrics.register(app)  # it measures what the next ones refuse, too
    protect.register(app, settings)
    access.register_limits(app, settings)
    access.register_keys(app, settings)
    caching.register_compression(app)
    addresses.register(app)
    state.register(app, open_store(index), LexiconFiles(index))
    access.register_origins(app, settings.origins)
    caching.register(app)  # behind whatever turns requests away
    problems.register(app)
    files.register_streams(app, settings)
    language.register(app)
    dates.register(app)
    pages.register(app)
    api.register(app)
    requests_log.register(app, settings)
    return app
