"""How much of the processor's time reading takes, a megabyte of files that are made to be hard.

`python -m benchmarks.reading [NAME …] [--bytes N] [--json OUT]`. NAME is any part of the names of the files;
default: all. A file of N bytes is read in this process, as a worker reads it, after a small one of its kind.
It is a report, not a test: whatever the figures are, the exit status is 0.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.machine import machine
from benchmarks.reading.texts import HARD, Hard
from benchmarks.tables import Table, figure
from indexer.errors import NotRead
from indexer.reading import Source
from indexer.reading.formats import read
from indexer.reading.worker import outcome

_WARM_BYTES = 600


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


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    about = machine()
    chosen = [one for one in HARD if not options.names or any(name in one.name for name in options.names)]
    costs = [cost(one, options.bytes) for one in chosen]
    print(table(costs, options.bytes).plain())
    if options.json:
        result = {"benchmark": "reading", "machine": about, "costs": [asdict(one) for one in costs]}
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


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


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = ArgumentParser(prog="python -m benchmarks.reading", description=(__doc__ or "").splitlines()[0])
    options.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    options.add_argument("--bytes", type=int, default=1_000_000, metavar="N", help="of each file")
    options.add_argument("--json", type=Path, metavar="OUT", help="write the figures there")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
