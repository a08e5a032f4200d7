"""One round's folder of reports, the index of it, and what has been found wrong with that."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from indexer.whoosh_store import WhooshStore
from tests.breaking.folder import Folder
from tests.breaking.judge import Complaint, Wrong, of_end, of_summary, of_texts
from tests.breaking.program import Done, Program
from tests.breaking.shim import Shim
from tests.breaking.state import State, leftovers, not_found, state_of

FIRST_RUNS = 0.2
"""So many rounds strike the first run of all, over no index."""


class World:
    """`disk` is the folder whose operations are counted, with nothing in it but the index."""

    def __init__(self, home: Path, chance: Random, shim: Shim, names: list[str]) -> None:
        self.home, self.chance, self.shim = home, chance, shim
        home.mkdir()
        self.disk = home / "disk"
        self.disk.mkdir()
        self.index = self.disk / "index"
        self.folder = Folder(home / "reports", chance, names)
        self.program = Program(home / "program")
        self.complaints: list[Complaint] = []
        self.counts = Counter[str]()
        """How many faults were met, processes killed, checks made, and answers read meanwhile."""

    def begin(self) -> None:
        """The reports, and mostly an index of them, some of which have changed meanwhile."""
        self.folder.fill()
        if self.chance.random() >= FIRST_RUNS:
            self.blame(of_end(self.run(), may_fail=False))
            self.folder.change()
        self.program.commits()

    @contextmanager
    def shadow(self) -> Iterator[Path]:
        """A folder for what the shim writes down."""
        folder = self.home / "shadow"
        folder.mkdir()
        yield folder
        shutil.rmtree(folder)

    def blame(self, complaints: Iterable[Complaint]) -> None:
        self.complaints += complaints

    def command(self, *, prune: bool | None = None) -> list[str | Path]:
        """An `index`: of small batches, and with --prune or, by chance, without."""
        prune = self.chance.random() < 0.7 if prune is None else prune
        options = [*self.batch(), "--prune"] if prune else self.batch()
        return ["index", self.folder.path, *options, "--index", self.index]

    def batch(self) -> list[str]:
        return ["--batch", str(self.chance.randint(1, 5))]

    def run(self) -> Done:
        """An undisturbed `index`."""
        return self.program.run("index", self.folder.path, "--prune", "--json", "--index", self.index)

    def check(self, state: State) -> None:
        """The program says that the index is whole, or that there is none if it holds nothing."""
        done = self.program.run("check", "--index", self.index)
        self.counts["checks"] += 1
        if done.status and (state or "还没有索引" not in done.err):
            self.blame([Complaint(Wrong.WRONG, f"check: {done.err[-2000:]}")])

    def fresh(self) -> State:
        """What an index holds that is built anew."""
        path = self.home / "fresh"
        self.blame(of_end(self.program.run("index", self.folder.path, "--index", path), may_fail=False))
        self.program.commits()
        state = state_of(path)
        shutil.rmtree(path)
        return state

    def settle(self) -> None:
        """The next run, undisturbed, makes the index what one is that is built anew. One more leaves nothing
        lying there."""
        before = state_of(self.index)
        done = self.run()
        state = state_of(self.index)
        self.blame(of_summary(done, self.folder, before, state))
        self._compare(state)
        self.folder.add()
        self.blame(of_end(self.run(), may_fail=False))
        self._compare(state_of(self.index))
        self.check(state)
        if left := leftovers(self.index, self.program.scratch):
            self.blame([Complaint(Wrong.LEFT, f"{left}")])

    def _compare(self, state: State) -> None:
        self.blame(of_texts(state, self.folder))
        if placeless(state) != placeless(self.fresh()):
            self.blame([Complaint(Wrong.WRONG, "it is not what an index is that is built anew")])
        with WhooshStore(self.index).snapshot() as snapshot:
            if numbers := not_found(snapshot, self.folder):
                self.blame([Complaint(Wrong.WRONG, f"a search finds too few or too many of {numbers}")])


def placeless(state: State) -> State:
    """A record that stands in several files is held for any of them."""
    return {one: replace(report, place="") for one, report in state.items()}
