"""What the server holds over time: memory, descriptors, temporary files, and the size of the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median
from threading import Event, Thread

from benchmarks.memory import of_process
from benchmarks.serve.servers import Jianbao

_MEGABYTE = 1e6
_TOLERATED = {"MB": 10.0, "descriptors": 8.0, "files": 4.0}
"""What a figure may rise by between the thirds, besides a tenth: caches fill, segments await their merge."""

Sample = Mapping[str, float]
"""Figures by their names, each of which ends with its unit."""


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over time: its median in the first third, and in the last."""

    name: str
    first: float
    last: float

    @classmethod
    def of(cls, name: str, values: Sequence[float]) -> Series:
        third = max(1, len(values) // 3)
        return cls(name, median(values[:third]), median(values[-third:]))

    @property
    def is_flat(self) -> bool:
        return self.last <= self.first * 1.1 + _TOLERATED[self.name.rpartition(", ")[2]]


def series(samples: Sequence[Sample]) -> list[Series]:
    """Of every figure that any sample has. Where a process ended meanwhile nothing of it is flat."""
    names = dict.fromkeys(name for one in samples for name in one)
    return [Series.of(name, [one.get(name, inf) for one in samples]) for name in names]


@contextmanager
def watching(server: Jianbao, index: Path, temporary: Path, interval: float) -> Iterator[list[Sample]]:
    """Takes a sample every so many seconds until the block ends."""
    samples, ended = list[Sample](), Event()

    def look() -> None:
        while not ended.wait(interval):
            samples.append({**_processes(server), **_folders(index, temporary)})

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        ended.set()
        thread.join()


def _processes(server: Jianbao) -> Sample:
    found = {"server": server.process} | {f"worker {number}": number for number in server.workers}
    return {name: figure for one, number in found.items() for name, figure in _held(one, number)}


def _held(name: str, process: int) -> Iterator[tuple[str, float]]:
    with suppress(FileNotFoundError):
        yield f"{name}, descriptors", len([*Path(f"/proc/{process}/fd").iterdir()])
        yield f"{name}, MB", of_process(process).private / _MEGABYTE


def _folders(index: Path, temporary: Path) -> Sample:
    sizes = list(_sizes(index))
    return {
        "index, MB": sum(sizes) / _MEGABYTE,
        "index, files": len(sizes),
        "temporary, files": len(list(_sizes(temporary))),
        "temporary, MB": sum(_sizes(temporary)) / _MEGABYTE,
    }


def _sizes(folder: Path) -> Iterator[int]:
    """Bytes of each file; one may go while it is looked at."""
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                yield path.stat().st_size
