"""The one store of a running app: opened with it, shared by its threads."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from indexer import Store

_KEY = "jianbao.store"


def register(app: Flask, store: Store) -> None:
    app.extensions[_KEY] = store


def store() -> Store:
    """The store of the app that is answering."""
    return cast(Store, current_app.extensions[_KEY])
