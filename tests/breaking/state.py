"""What an index holds, read through the library; and what is left lying in its folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from indexer.errors import IndexMissing
from indexer.query import parse
from indexer.report import Report
from indexer.store import Page, Snapshot
from indexer.whoosh_store import WhooshStore
from tests.breaking.folder import WORD, Folder, sentence

State = dict[str, Report]
"""The reports by their ids."""


def state_of(index: Path) -> State:
    """All that an index holds; nothing where none is there."""
    store = WhooshStore(index)
    try:
        with store.snapshot() as snapshot:
            return held(snapshot)
    except IndexMissing:
        return {}
    finally:
        store.close()


def held(snapshot: Snapshot) -> State:
    """The reports, but for when they were indexed."""
    entries = list(snapshot.entries(places=["/"]))
    reports = snapshot.get([entry.id for entry in entries])
    assert None not in reports, "an entry has no report"
    return {report.id: replace(report, indexed=0) for report in reports if report}


def texts_of(state: State) -> list[str]:
    """The sentences that tell the reports apart."""
    found = (block.text for report in state.values() for block in report.blocks)
    return [text[: text.index("。") + 1] for text in found if "号泊位" in text]


def not_found(snapshot: Snapshot, folder: Folder) -> list[int]:
    """The texts that a search finds in more or fewer reports than they stand in."""
    return [
        number
        for number, count in folder.texts().items()
        if _total(snapshot, f"“{sentence(number)}”") != count
    ]


def is_counted_rightly(snapshot: Snapshot) -> bool:
    """Whether a search for what stands in every report finds as many as there are."""
    return _total(snapshot, WORD) == len(held(snapshot))


def _total(snapshot: Snapshot, typed: str) -> int:
    return snapshot.search(parse(typed), Page(0)).total


def leftovers(index: Path, scratch: Path) -> list[str]:
    """What lies in an index folder, and in that for temporary files, and belongs to no commit: the one thing
    here that knows which files a commit has."""
    store = WhooshStore(index)
    generation = store.stats().generation
    segments = {leaf.columns.path.name for leaf in store.snapshot()._leaves.each}
    store.close()
    commit = {"manifest", "manifest.copy", f"_MAIN_{generation}.toc", *segments}
    lasting = {"files.sqlite", "files.lock", "MAIN_WRITELOCK"}
    left = [path.name for path in index.iterdir() if path.name not in commit | lasting]
    return sorted([*left, *(path.name for path in scratch.glob("jianbao*"))])
