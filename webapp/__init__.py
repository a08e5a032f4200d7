"""The web face of jianbao: pages for people, an API for programs, both over one store.

    __init__.py     this map; `create_app`
    addresses.py    what an address asks for, and addresses that keep it
    held.py         the store and the word files of a running app
    pages.py        the search page and the report page
    api.py          /api/v1/… and /healthz
    problems.py     every error, as a page or as application/problem+json
    marks.py        a marked text as plain and marked segments
    protect.py      response headers that keep pages from harm
    serve.py        the server: bind, print the address, run until stopped
    templates/ static/    Jinja and one style sheet; no script, nothing from another host

It knows the library only by the names that `indexer` itself exports.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from indexer import Wordbook, open_store
from webapp import addresses, api, held, pages, problems, protect

__all__ = ["create_app"]


class ReadableJson(DefaultJSONProvider):
    """UTF-8 as it is, keys in the order in which they were written."""

    ensure_ascii = False
    sort_keys = False


def create_app(index: Path) -> Flask:
    """The WSGI app over the index in this folder, which need not exist yet."""
    app = Flask(__name__)
    app.json = ReadableJson(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    addresses.register(app)
    held.register(app, open_store(index), Wordbook(index))
    problems.register(app)
    protect.register(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    return app
