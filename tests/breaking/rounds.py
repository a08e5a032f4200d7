"""Which round is made of a seed, and the figures of many."""

from __future__ import annotations

import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
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


_Kind = Callable[[World], None]
_STRUCK: dict[str, _Kind] = {
    mode.name.lower(): partial(striking.struck, mode=mode) for mode in Mode if mode != Mode.NONE
}
USUAL: dict[str, _Kind] = {
    **_STRUCK,
    "reader": striking.read_meanwhile,
    "writers": together.two_writers,
    "remove": together.remove_meanwhile,
    "watch": together.watch_meanwhile,
    "full": full.full_disk,
}
KINDS: dict[str, _Kind] = {
    **USUAL,
    **{f"every-{name}": partial(striking.struck_everywhere, mode=Mode[name.upper()]) for name in _STRUCK},
}
"""Those that strike at every operation take a minute a round."""


@dataclass(frozen=True, slots=True)
class Played:
    """A round that was played. `counts` are those of `World`."""

    mode: str
    seed: int
    complaints: list[Complaint]
    counts: Counter[str]
    skipped: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Of many rounds: how many there were of each mode, what they counted, and what was complained of."""

    rounds: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: Counter[Wrong] = field(default_factory=Counter)

    def add(self, played: Played) -> None:
        self.rounds[played.mode] += not played.skipped
        self.counts.update(played.counts)
        self.wrong.update(one.kind for one in played.complaints)


def play(mode: str, seed: int, shim: Shim) -> Played:
    """The round of this mode and seed."""
    home = Path(tempfile.mkdtemp(prefix="breaking-", dir=MEMORY if MEMORY.is_dir() else None))
    chance = Random(f"{mode} {seed}")
    world = World(home / "world", chance, shim, MIXED if chance.random() < WITH_WORKERS else PLAIN)
    skipped = False
    try:
        KINDS[mode](world)
    except full.NoMount:
        skipped = True
    except Exception:
        world.complaints.append(Complaint(Wrong.WRONG, traceback.format_exc()))
    finally:
        shim.disarm()
        world.program.kill()
        shutil.rmtree(home)
    return Played(mode, seed, world.complaints, world.counts, skipped)
