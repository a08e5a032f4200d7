"""A node dies as in a loss of power, and comes back, while readers and a writer are at work.

`python -m tests.cluster.dying [ROUNDS]` tells what they saw of it.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.cluster.load import BATCH, Load, lost
from tests.cluster.nodes import Cluster, on_free_ports

FLAGS = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
_BEFORE, _WITHOUT, _AFTER = 3, 10, 3
"""Successes of each thread before a node dies, without it, and with all nodes again."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one node's death. Pauses are the longest between two successes of a thread, in seconds."""

    reads: int
    batches: int
    complaints: tuple[str, ...]
    lost: int
    read_pause: float
    write_pause: float
    green: float
    """Seconds from the death until all nodes and all copies were there again."""

    def __str__(self) -> str:
        return (
            f"{self.reads} reads, {self.batches} batches acknowledged ({self.batches * BATCH} reports), "
            f"{self.lost} reports lost, {len(self.complaints)} complaints; "
            f"longest pause of a reader {self.read_pause:.1f} s, of the writer {self.write_pause:.1f} s; "
            f"whole again after {self.green:.0f} s"
        )


def manager_killed(cluster: Cluster, place: str) -> Trial:
    """The node that the others elected is killed and, when work has gone on without it, started again."""
    with Load(place) as load:
        load.work(_BEFORE)
        died = monotonic()
        cluster.jvms[cluster.manager()].kill()
        load.work(_WITHOUT)
        cluster.start(*FLAGS, end_with=os.getpid())
        cluster.wait()
        green = monotonic() - died
        load.work(_AFTER)
    return Trial(
        load.count("reader"),
        load.acknowledged,
        tuple(load.complaints),
        len(lost(load)),
        load.longest_pause("reader", died),
        load.longest_pause("writer", died),
        green,
    )


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with TemporaryDirectory(prefix="jianbao-dying-") as folder:
        cluster = on_free_ports(Path(folder))
        cluster.start(*FLAGS, end_with=os.getpid())
        try:
            cluster.wait()
            for number in range(rounds):
                trial = manager_killed(cluster, f"{cluster.address}dies-{number}")
                print("\n".join([str(trial), *trial.complaints]), flush=True)
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
