"""Rounds on a disk that is really full: a small file system in memory, which only root can mount."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.breaking.judge import of_end
from tests.breaking.striking import judge, rehearse
from tests.breaking.world import World

SIZE_BYTES = 4 << 20
ROOM_BYTES = 80_000
"""At most so much is free when the run begins: about as much as one needs."""


class NoMount(Exception):
    """Nobody but root can mount a file system, and not in every container."""


def full_disk(world: World) -> None:
    """A run on a full disk tells so, keeps what is committed, and leaves room for the next."""
    with _mounted(world.disk):
        world.begin()
        command = world.command()
        states = rehearse(world, command).states
        filler = world.disk / "filler"
        _fill(filler, world.chance.randint(0, ROOM_BYTES))
        done = world.program.run(*command)
        world.counts["faults"] += done.status != 0
        world.blame(of_end(done, may_fail=True))
        judge(world, states, done)
        filler.unlink()
        world.settle()


@contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_BYTES}", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoMount from error
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _fill(filler: Path, room: int) -> None:
    """Leave so many bytes free."""
    with filler.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(4096))
            except OSError:
                break
        file.truncate(max(0, file.tell() - room))
