"""How much memory a tree of processes holds, from Linux's /proc/*/smaps_rollup.

A page that n processes share counts 1/n in each (proportional set size), so that the sum over the
tree counts every page once. Pages of files, memory-mapped or of programs, are told apart from the
rest: the system may take them back whenever it needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

INTERVAL_SECONDS = 0.2
"""Between two looks: a look at a process of 1 GB costs some milliseconds."""

_PROC = Path("/proc")
_FIELD = re.compile(r"^(Pss_Anon|Pss_Shmem|Pss_File):\s+(\d+) kB", re.M)


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes: `private` belongs to no file, `mapped` are pages of files."""

    private: int = 0
    mapped: int = 0

    @property
    def total(self) -> int:
        return self.private + self.mapped


@dataclass(slots=True)
class Peak:
    """The most that was seen, of private memory and of all; zero where the system does not tell."""

    private: int = 0
    total: int = 0

    def see(self, memory: Memory) -> None:
        self.private = max(self.private, memory.private)
        self.total = max(self.total, memory.total)


def of_process(process: int | str) -> Memory:
    """The memory of one process ("self" is this one); nothing where it has ended or cannot be seen."""
    try:
        text = (_PROC / str(process) / "smaps_rollup").read_text()
    except OSError:
        return Memory()
    kilobytes = {name: int(number) for name, number in _FIELD.findall(text)}
    private = kilobytes.get("Pss_Anon", 0) + kilobytes.get("Pss_Shmem", 0)
    return Memory(private * 1024, kilobytes.get("Pss_File", 0) * 1024)


def oftree(root: int) -> Memory:
    """The memory of a process and of all that it started, directly or not."""
    parts = [of_process(process) for process in tree(root)]
    return Memory(sum(part.private for part in parts), sum(part.mapped for part in parts))


@contextmanager
def watching(root: int) -> Iterator[Peak]:
    """Looks at the tree until the block ends."""
    peak, ended = Peak(), Event()

    def look() -> None:
        while not ended.wait(INTERVAL_SECONDS):
            peak.see(oftree(root))

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def tree(root: int) -> set[int]:
    """A process and all that it started, directly or not."""
    parents = dict(_parents())
    tree = {root}
    while more := {child for child, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return tree


def _parents() -> Iterator[tuple[int, int]]:
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            text = path.read_text(errors="replace")
        except OSError:
            continue  # it ended meanwhile
        # The name stands in parentheses and may hold any; the state and the parent follow it.
        yield int(path.parent.name), int(text.rpartition(")")[2].split()[1])
