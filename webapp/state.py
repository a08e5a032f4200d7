"""What a running app holds: its one store and the user's word files, shared by its threads."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from indexer import Lexicon, LexiconFiles, Store

_STORE, _WORDBOOK = "jianbao.store", "jianbao.lexicon"


def register(app: Flask, store: Store, lexicon_files: LexiconFiles) -> None:
    """Bad lines of the word files are told in the log; all else that they say is used."""
    app.extensions[_STORE], app.extensions[_WORDBOOK] = store, lexicon_files
    for problem in lexicon_files.lexicon().problems:
        app.logger.warning("%s", problem)


def store() -> Store:
    """The store of the app that is answering."""
    return cast(Store, current_app.extensions[_STORE])


def lexicon() -> Lexicon:
    """What the user's word files say now."""
    return _lexicon_files().lexicon()


def version() -> str:
    """What tells what is held now from what was held before. Costs a look at the folder."""
    return f"{store().version()} {_lexicon_files().version()}"


def _lexicon_files() -> LexiconFiles:
    return cast(LexiconFiles, current_app.extensions[_WORDBOOK])
