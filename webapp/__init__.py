"""The web face of jianbao: pages for people, an API for programs, both over one store.

    __init__.py     this map; `create_app`
    addresses.py    what an address asks for, and addresses that keep it
    held.py         the store and the word files of a running app
    language.py     the language of a page, and sentences said in it
    dates.py        dates as people of each language write them
    charts.py       a trend as a line chart in SVG
    problems.py     every error, as a page or as application/problem+json
    pages/          the pages for people
    api/            /api/v1/…, /healthz, /openapi.json, and the page that explains them
    serving/        how it is served: processes, who may ask, what goes along with every answer
    templates/ static/ translations/    Jinja; style sheets and scripts as they are sent; catalogues

It knows the library only by the names that `indexer` itself exports.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from indexer import Wordbook, open_store
from webapp import addresses, api, dates, held, language, pages, problems
from webapp.serving import (
    caching,
    compression,
    keys,
    limits,
    metrics,
    origins,
    protect,
    ready,
    requests_log,
    streams,
    timing,
)
from webapp.serving.settings import Settings

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
    timing.register(app)
    metrics.register(app)  # it measures what the next ones refuse, too
    protect.register(app, settings)
    limits.register(app, settings)
    keys.register(app, settings)
    compression.register(app)
    addresses.register(app)
    held.register(app, open_store(index), Wordbook(index))
    origins.register(app, settings.origins)
    caching.register(app)  # behind whatever turns requests away
    problems.register(app)
    streams.register(app, settings)
    language.register(app)
    dates.register(app)
    pages.register(app)
    api.register(app)
    app.register_blueprint(ready.blueprint)
    requests_log.register(app, settings)
    return app
