"""What a running app holds: its one store, and the folder of its ledger and word files, shared by its
threads. What a request asks is asked of one snapshot."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import cast

from flask import Flask, current_app, g

from indexer import Lexicon, LexiconFiles, Report, ReportNotFound, Snapshot, Store, underway_stamp

_STORE, _INDEX, _LEXICON_FILES = "jianbao.store", "jianbao.index", "jianbao.lexicon"


def register(app: Flask, store: Store, index: Path) -> None:
    """Bad lines of the word files are told in the log; all else that they say is used."""
    lexicon_files = LexiconFiles(index)
    app.extensions |= {_STORE: store, _INDEX: index, _LEXICON_FILES: lexicon_files}
    app.teardown_appcontext(_close)
    for problem in lexicon_files.lexicon().problems:
        app.logger.warning("%s", problem)


def snapshot() -> Snapshot:
    """The commit that this request is answered from: the newest when it was first asked for. It is closed
    with the request: what goes on behind it, as streams do, has a snapshot of its own."""
    if "snapshot" not in g:
        g.closing = ExitStack()
        g.snapshot = g.closing.enter_context(store().snapshot())
    return cast(Snapshot, g.snapshot)


def report_of(report_id: str) -> Report:
    """The report of this id. Raises `ReportNotFound`."""
    (found,) = snapshot().get([report_id])
    if found is None:
        raise ReportNotFound(report_id)
    return found


def store() -> Store:
    """The store of the app that is answering."""
    return cast(Store, current_app.extensions[_STORE])


def index() -> Path:
    """The folder of the ledger and the word files."""
    return cast(Path, current_app.extensions[_INDEX])


def lexicon() -> Lexicon:
    """What the user's word files say now."""
    return _lexicon_files().lexicon()


def version() -> str:
    """What tells what is held now, and what is being added, from what was before. Costs a look at the
    folder."""
    return f"{store().version()} {_lexicon_files().version()} {underway_stamp(index())}"


def _lexicon_files() -> LexiconFiles:
    return cast(LexiconFiles, current_app.extensions[_LEXICON_FILES])


def _close(error: BaseException | None) -> None:
    if "closing" in g:
        g.closing.close()
