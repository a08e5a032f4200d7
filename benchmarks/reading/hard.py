"""How much of the processor's time reading takes, a megabyte of files that are made to be hard.

A file is read in this process, as a worker reads it, after a small one of its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.reading.office_texts import OFFICE
from benchmarks.reading.old_texts import old
from benchmarks.reading.texts import HARD, Hard
from benchmarks.tables import Table, figure
from indexer.errors import NotRead
from indexer.reading import Source
from indexer.reading.formats import read
from indexer.reading.worker import outcome

_WARM_BYTES = 600
EVERY = (*HARD, *OFFICE)


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds` are of the processor's time, for the whole file; `told` is why it was not read, if so."""

    name: str
    bytes: int
    seconds: float
    told: str

    @property
    def per_megabyte(self) -> float:
        return self.seconds * 1e6 / self.bytes


def chosen(names: Sequence[str]) -> list[Hard]:
    """The files whose names hold any of these; all, if none is given."""
    return [one for one in (*EVERY, *old()) if not names or any(name in one.name for name in names)]


def cost(hard: Hard, size: int) -> Cost:
    """What reading the file takes; a first, small one brings in the libraries."""
    with TemporaryDirectory() as folder:
        for count in _WARM_BYTES, size:
            source = Source.of(Path(folder, hard.name))
            source.path.write_bytes(hard.make(count))
            began = process_time()
            found = [outcome(one) for one in read(source, Path(folder, str(count)))]
            seconds = process_time() - began
    told = next((one.reason for one in found if isinstance(one, NotRead)), "")
    return Cost(hard.name, size, seconds, told)


def table(costs: Sequence[Cost], size: int) -> Table:
    rows = [
        (one.name, figure(one.per_megabyte, 2), one.told[:30])
        for one in sorted(costs, key=lambda one: -one.seconds)
    ]
    return Table(f"Reading files of {size:,} bytes", ("file", "CPU s/MB", "told"), tuple(rows))
