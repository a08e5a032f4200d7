"""Whatever was done to the files, the index and the ledger: after a run the store says what the files do."""

from __future__ import annotations

import json
import shutil
import tempfile
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from copy import copy
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from indexer.errors import IndexBusy
from indexer.ingest.build import build, remove
from indexer.ingest.ledger import Ledger
from indexer.ingest.summary import Progress, Summary
from indexer.reading import Source
from indexer.report import Packed, Report
from indexer.store import Entry, Snapshot, Stats, Store
from indexer.text.fold import fold
from indexer.whoosh_store import WhooshStore
from tests.support.scan_store import ScanStore

THOROUGH = 1000
"""As many examples as the profile of this name asks for, and more: then it says how many there are."""
MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: each of thousands of commits would wait for a disk."""
TEXTS = st.sampled_from(["港口建设。", "码头扩建。", "碼頭擴建。", "铁路通车。"])
NAMES = st.sampled_from(["a.txt", "b.txt", "below/c.txt"])
RECORDS = st.lists(
    st.tuples(st.sampled_from("12"), st.sampled_from(["码头", "碼頭", "铁路"])), min_size=1, max_size=2
)
RECORD_NAMES = st.sampled_from(["b.jsonl", "x.jsonl", "below/y.jsonl"])
ALL_NAMES = NAMES | RECORD_NAMES

Claimed = tuple[str, str]
"""A place, and the normal form of a text that stands there."""


in_batches = partial(build, batch=2)
"""So that a run has several commits."""


class _Breaking:
    """A store with which a run is broken off at its nth commit, just before it or just after."""

    def __init__(self, store: Store, commits: int, after: bool) -> None:
        self._store, self._commits, self._after = store, commits, after

    def update(self, add: Iterable[Report | Packed], remove: Collection[str] = ()) -> str:
        self._commits -= 1
        if not self._commits and not self._after:
            list(add)
            raise KeyboardInterrupt
        version = self._store.update(add, remove)
        if not self._commits:
            raise KeyboardInterrupt
        return version

    def snapshot(self) -> Snapshot:
        return self._store.snapshot()

    def version(self) -> str:
        return self._store.version()

    def stats(self) -> Stats:
        return self._store.stats()

    def check(self) -> None:
        self._store.check()

    def close(self) -> None:
        self._store.close()


class Files(RuleBasedStateMachine):
    """Files are written, moved and deleted, reports are removed, the index and the ledger are lost or are
    what they were some time ago; runs are broken off. Batches are small, so that some are committed then."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.folder = self.home / "reports"
        (self.folder / "below").mkdir(parents=True)
        self.ledger = Ledger(self.home / "ledger")
        self.open_store()
        self.last: Summary | None = None
        """What the last run did, if nothing has been done since."""
        self.patched = pytest.MonkeyPatch()
        self.patched.setattr("indexer.ingest.run_lock.WAIT_SECONDS", 0.0)

    def teardown(self) -> None:
        self.build()
        self.the_store_says_what_is_in_the_files()
        self.patched.undo()
        self.ledger.close()
        self.store.close()
        shutil.rmtree(self.home)

    @abstractmethod
    def open_store(self) -> None:
        """Open an empty store."""

    @abstractmethod
    def save_store(self) -> None:
        """Remember the store as it is."""

    @abstractmethod
    def restore_store(self, saved: bool) -> None:
        """The store as it was when it was saved, or an empty one."""

    # — files —

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        self.last = None

    @rule(name=RECORD_NAMES, records=RECORDS)
    def write_records(self, name: str, records: list[tuple[str, str]]) -> None:
        lines = [json.dumps({"id": one, "title": title}) + "\n" for one, title in records]
        (self.folder / name).write_text("".join(lines), encoding="utf-8")
        self.last = None

    @rule(names=st.tuples(NAMES, NAMES) | st.tuples(RECORD_NAMES, RECORD_NAMES), to_another=st.booleans())
    def move(self, names: tuple[str, str], to_another: bool) -> None:
        """To another name, or away."""
        if (self.folder / names[0]).exists():
            (self.folder / names[0]).replace(self.folder / names[1] if to_another else self.home / "away")
            self.last = None

    # — runs —

    @rule()
    def build(self) -> None:
        self.last = in_batches(self.store, [self.folder], self.ledger, prune=True)

    @rule(name=ALL_NAMES | st.none(), prune=st.booleans())
    def build_otherwise(self, name: str | None, prune: bool) -> None:
        """A run that looks at one file alone, as watching does, or that forgets nothing."""
        path = self.folder / name if name else self.folder
        if prune or path.is_file() or (path.is_dir() and any(path.rglob("*.*"))):
            in_batches(self.store, [path], self.ledger, prune=prune)
            self.last = None

    @rule(tells=st.integers(1, 12) | st.none(), commits=st.integers(1, 4), after=st.booleans())
    def break_off(self, tells: int | None, commits: int, after: bool) -> None:
        """As Ctrl-C does, or as a process ends that is killed before the ledger hears of a commit: what was
        committed stays, what was in hand is lost."""
        store = self.store if tells else _Breaking(self.store, commits, after)
        with suppress(KeyboardInterrupt):
            in_batches(store, [self.folder], self.ledger, prune=True, told=_breaking_off(tells))
        self.last = None

    @rule()
    def build_while_another_run_is_on(self) -> None:
        """At every step of a run another one says that it has to wait, and so does who removes a report."""
        other = Ledger(self.ledger.folder)

        def interfere(_: Progress) -> None:
            for ledger in self.ledger, other:
                with pytest.raises(IndexBusy, match="进程"):
                    build(self.store, [self.folder], ledger, prune=True)
            if self.store.version() and (entry := next(iter(self.entries()), None)):
                with pytest.raises(IndexBusy):
                    remove(self.store, [entry.id], other)

        self.last = in_batches(self.store, [self.folder], self.ledger, prune=True, told=interfere)
        other.close()

    @precondition(lambda self: self.last)
    @rule()
    def nothing_is_new_when_nothing_has_changed(self) -> None:
        """Only what was refused is read again."""
        read, version = [0], self.store.version()
        again = build(
            self.store, [self.folder], self.ledger, prune=True, told=lambda now: read.append(now.of_files)
        )
        assert read[-1] == len({bad.place for bad in again.quarantined})
        assert (again.added, again.updated, again.removed, self.store.version()) == (0, 0, 0, version)
        self.last = again

    @rule(number=st.integers(0, 9))
    def remove(self, number: int) -> None:
        if self.store.version() and (entries := self.entries()):
            remove(self.store, [entries[number % len(entries)].id], self.ledger)
            self.last = None

    # — what happens to an index —

    @rule()
    def save(self) -> None:
        """Remember everything as it is."""
        self.ledger.close()
        for name in "reports", "ledger":
            _put(self.home / name, self.home / f"saved {name}")
        self.save_store()

    @rule(what=st.sampled_from(["reports", "ledger", "index"]), saved=st.booleans())
    def restore(self, what: str, saved: bool) -> None:
        """Something is as it was when it was saved, or it is lost."""
        self.ledger.close()
        if what == "index":
            self.restore_store(saved)
        else:
            _put(self.home / (f"saved {what}" if saved else "nowhere"), self.home / what)
        (self.folder / "below").mkdir(parents=True, exist_ok=True)
        self.last = None

    # — what is to be —

    @invariant()
    def the_store_says_what_is_in_the_files(self) -> None:
        if self.last is None:
            return
        claims = _claims(self.folder)
        held = self.held() if self.store.version() else {}
        assert held.keys() == claims.keys()
        for report_id, claim in held.items():
            assert claim in claims[report_id], "it is held under its place"
        refused = {place for one, found in claims.items() for place, text in found if text != held[one][1]}
        assert {bad.place for bad in self.last.quarantined} == refused
        assert self.ledger.version == self.store.version()

    def entries(self) -> list[Entry]:
        with self.store.snapshot() as snapshot:
            return sorted(snapshot.entries(places=["/"]))

    def held(self) -> dict[str, Claimed]:
        """The place and the text of each report."""
        with self.store.snapshot() as snapshot:
            reports = snapshot.get([entry.id for entry in snapshot.entries(places=["/"])])
            assert len(reports) == self.store.stats().reports
            return {one.id: (one.place, fold(one.blocks[0].text)) for one in reports if one}


def _breaking_off(tells: int | None) -> Callable[[Progress], None]:
    """Ends the run that it is told of so many times, if any, as Ctrl-C does."""
    left = iter(range(tells or 0))

    def tell(_: Progress) -> None:
        if tells and next(left, None) is None:
            raise KeyboardInterrupt

    return tell


def _put(one: Path, other: Path) -> None:
    """Make one folder as another is, or is not."""
    shutil.rmtree(other, ignore_errors=True)
    if one.exists():
        shutil.copytree(one, other)


def _claims(folder: Path) -> dict[str, set[Claimed]]:
    """Where each id stands, and with which text. A text file has an id that nobody else has."""
    claims: defaultdict[str, set[Claimed]] = defaultdict(set)
    for path in folder.rglob("*.txt"):
        claims[_id_of(path)].add((str(path), fold(path.read_text(encoding="utf-8"))))
    for path in folder.rglob("*.jsonl"):
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            claims[record["id"]].add((str(path), fold(record["title"])))
    return claims


def _id_of(path: Path) -> str:
    return Source.of(path).report_id


class FilesInScan(Files):
    def open_store(self) -> None:
        self.store = ScanStore()
        self.saved: Store = self.store

    def save_store(self) -> None:
        self.saved = copy(self.store)

    def restore_store(self, saved: bool) -> None:
        self.store = copy(self.saved) if saved else ScanStore()


class FilesInWhoosh(Files):
    def open_store(self) -> None:
        self.store = WhooshStore(self.home / "index")

    def save_store(self) -> None:
        _put(self.home / "index", self.home / "saved index")

    def restore_store(self, saved: bool) -> None:
        _put(self.home / ("saved index" if saved else "nowhere"), self.home / "index")


def _settings(examples: int, steps: int) -> settings:
    if settings().max_examples >= THOROUGH:
        return settings()
    return settings(max_examples=examples, stateful_step_count=steps, deadline=None)


TestFilesInScan = FilesInScan.TestCase
TestFilesInScan.settings = _settings(50, 25)
TestFilesInWhoosh = FilesInWhoosh.TestCase
TestFilesInWhoosh.settings = _settings(25, 25)
