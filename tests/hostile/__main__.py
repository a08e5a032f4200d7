"""Hostile requests on a server, as many as one has time for: `python -m tests.hostile --requests 10000`.

`--files 100` instead reads a hundred damaged files of each format. What is at fault is named by its number:
with the same seed it is made again.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from indexer.reading.worker import MAX_WORKER_BYTES
from indexer.system import limit_memory
from tests.hostile.reading import broken_files
from tests.hostile.run import IDLE, STOPPED, attacked, bombarded, idling, stopped
from tests.hostile.verdicts import faults


def main() -> None:
    options = ArgumentParser(prog="python -m tests.hostile", description=(__doc__ or "").partition(":")[0])
    options.add_argument("--requests", type=int, default=10_000, metavar="N")
    options.add_argument("--files", type=int, metavar="N")
    options.add_argument("--seed", type=int, default=1, metavar="N")
    given = options.parse_args()
    raise SystemExit(
        _files(given.files, given.seed) if given.files else _requests(given.requests, given.seed)
    )


def _files(rounds: int, seed: int) -> int:
    limit_memory(MAX_WORKER_BYTES)
    with TemporaryDirectory(prefix="jianbao-hostile-") as folder:
        found = [*broken_files(Path(folder), rounds, seed)]
    for one in found:
        if one.fault:
            print(f"{one.name} {one.number}: {one.fault}")
    slowest = max(found, key=lambda one: one.seconds)
    faults = sum(bool(one.fault) for one in found)
    print(
        f"{len(found):,} files, seed {seed}, {faults} faults; slowest {slowest.seconds:.2f} s: {slowest.name}"
    )
    return 1 if faults else 0


def _requests(count: int, seed: int) -> int:
    with TemporaryDirectory(prefix="jianbao-hostile-") as folder, attacked(Path(folder)) as (server, routes):
        began = monotonic()
        figures = bombarded(server, routes, count, seed)
        print(f"{count:,} requests, seed {seed}, {monotonic() - began:.0f} s")
        print(*figures.lines(), sep="\n", flush=True)
        with idling(server) as answered:
            slowest = max(one.seconds for one in answered)
            print(f"{IDLE} idle connections: others wait {slowest:.2f} s", flush=True)
        print("all of them closed")
        others = stopped(server)
        print(f"{STOPPED} readers that stop: others wait {max(one.seconds for one in others[:-1]):.2f} s")
        wrong = [*figures.faults, *(fault for one in [*answered, *others] for fault in faults(one))]
    return 1 if wrong or not figures.is_flat else 0


if __name__ == "__main__":
    main()
