"""Watching: an index follows its folder."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from indexer.ingest.ledger import Ledger
from indexer.ingest.summary import Summary
from indexer.ingest.watch import watch
from indexer.query import parse
from indexer.store import Page
from indexer.whoosh_store import WhooshStore


@dataclass
class Watched:
    """A folder being watched, and what the index finds."""

    folder: Path
    store: WhooshStore
    runs: list[Summary] = field(default_factory=list)

    def total(self, keyword: str) -> int:
        with self.store.snapshot() as snapshot:
            return snapshot.search(parse(keyword), Page(limit=1)).total

    def until(self, keyword: str, total: int, seconds: float = 20.0) -> float:
        """Wait until the keyword is found in so many reports; the seconds that it took."""
        began = time.monotonic()
        while self.total(keyword) != total:
            assert time.monotonic() - began < seconds, f"{keyword} is found {self.total(keyword)} times"
            time.sleep(0.02)
        return time.monotonic() - began


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    folder, index = tmp_path / "reports", tmp_path / "reports" / "index"
    folder.mkdir()
    (folder / "a.txt").write_text("港口建设。", encoding="utf-8")
    one = Watched(folder, WhooshStore(index))
    stop, started = threading.Event(), threading.Event()

    def follow() -> None:
        store, ledger = WhooshStore(index), Ledger(index)
        for summary in watch(store, [folder], ledger, stop=stop):
            one.runs.append(summary)
            started.set()
        ledger.close()

    thread = threading.Thread(target=follow)
    thread.start()
    assert started.wait(30)
    yield one
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def test_the_index_follows_the_folder(watched: Watched) -> None:
    assert watched.total("港口") == 1
    (watched.folder / "b.txt").write_text("码头建设。", encoding="utf-8")
    watched.until("码头", 1)
    (watched.folder / "b.txt").write_text("铁路建设。", encoding="utf-8")
    watched.until("铁路", 1)
    assert watched.total("码头") == 0
    (watched.folder / "b.txt").rename(watched.folder / "c.txt")
    (watched.folder / "a.txt").unlink()
    watched.until("港口", 0)
    watched.until("铁路", 1)
    (watched.folder / "deep").mkdir()
    (watched.folder / "deep" / "d.txt").write_text("隧道贯通。", encoding="utf-8")
    watched.until("隧道", 1)
    (watched.folder / "metadata.csv").write_text("file,source\nc.txt,日报\n", encoding="utf-8")
    watched.until("source:日报", 1)


def test_what_does_not_concern_reports_wakes_nobody(watched: Watched) -> None:
    time.sleep(1.5)  # the commit of the first run has written into the folder that is watched
    runs = len(watched.runs)
    (watched.folder / ".hidden.txt").write_text("看不见", encoding="utf-8")
    (watched.folder / "index" / "note.txt").write_text("看不见", encoding="utf-8")
    time.sleep(1.5)
    assert len(watched.runs) == runs
