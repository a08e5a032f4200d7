"""Hostile requests on a server, as many as one has time for: `python -m tests.hostile --requests 10000`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.hostile.run import IDLE, STOPPED, attacked, bombarded, idling, stopped
from tests.hostile.verdicts import faults


def main() -> None:
    options = ArgumentParser(prog="python -m tests.hostile", description=(__doc__ or "").partition(":")[0])
    options.add_argument("--requests", type=int, default=10_000, metavar="N")
    options.add_argument("--seed", type=int, default=1, metavar="N")
    given = options.parse_args()
    with TemporaryDirectory(prefix="jianbao-hostile-") as folder, attacked(Path(folder)) as (server, routes):
        began = monotonic()
        figures = bombarded(server, routes, given.requests, given.seed)
        print(f"{given.requests:,} requests, seed {given.seed}, {monotonic() - began:.0f} s")
        print(*figures.lines(), sep="\n", flush=True)
        with idling(server) as answered:
            slowest = max(one.seconds for one in answered)
            print(f"{IDLE} idle connections: others wait {slowest:.2f} s", flush=True)
        print("all of them closed")
        others = stopped(server)
        print(f"{STOPPED} readers that stop: others wait {max(one.seconds for one in others[:-1]):.2f} s")
        wrong = [*figures.faults, *(fault for one in [*answered, *others] for fault in faults(one))]
    raise SystemExit(1 if wrong or not figures.is_flat else 0)


if __name__ == "__main__":
    main()
