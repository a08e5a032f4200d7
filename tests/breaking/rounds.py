"""Which round is made of a seed, and the figures of many."""

from __future__ import annotations

import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.breaking import full, striking, together
from tests.breaking.folder import MIXED, PLAIN
from tests.breaking.judge import Complaint, Wrong
from tests.breaking.shim import Mode, Shim
from tests.breaking.world import World

MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: what a disk has lost is made by `power`, so none is needed."""
WITH_WORKERS = 0.03
"""So many rounds have their files read by worker processes, which take a second to start."""


def _striking(mode: Mode) -> Callable[[World], None]:
    return lambda world: striking.struck(world, mode)


KINDS: dict[str, Callable[[World], None]] = {
    **{mode.name.lower(): _striking(mode) for mode in Mode if mode != Mode.NONE},
    "reader": striking.read_meanwhile,
    "writers": together.two_writers,
    "remove": together.remove_meanwhile,
    "watch": together.watch_meanwhile,
    "full": full.full_disk,
}


@dataclass(slots=True)
class Figures:
    """Of many rounds. `rounds` and `skipped` go by mode, `counts` are those of `World`, `wrong` is what was
    complained of, and `failed` the rounds that were, by mode and seed."""

    rounds: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: Counter[Wrong] = field(default_factory=Counter)
    failed: list[tuple[str, int, list[Complaint]]] = field(default_factory=list)


def play(modes: list[str], seeds: Iterable[int], shim: Shim) -> Iterator[Figures]:
    """Rounds of these modes in turn, one for each seed; yields the figures after each."""
    figures = Figures()
    for number, seed in enumerate(seeds):
        _play(modes[number % len(modes)], seed, shim, figures)
        yield figures


def _play(mode: str, seed: int, shim: Shim, figures: Figures) -> None:
    home = Path(tempfile.mkdtemp(prefix="breaking-", dir=MEMORY if MEMORY.is_dir() else None))
    chance = Random(f"{mode} {seed}")
    world = World(home / "world", chance, shim, MIXED if chance.random() < WITH_WORKERS else PLAIN)
    try:
        KINDS[mode](world)
    except full.NoMount:
        figures.skipped[mode] += 1
    except Exception:
        world.complaints.append(Complaint(Wrong.WRONG, traceback.format_exc()))
    finally:
        shim.disarm()
        shutil.rmtree(home)
    figures.rounds[mode] += 1
    figures.counts.update(world.counts)
    figures.wrong.update(one.kind for one in world.complaints)
    if world.complaints:
        figures.failed.append((mode, seed, world.complaints))
