"""Rounds of one writer that is struck at a counted operation, perhaps while somebody reads."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import IndexMissing
from indexer.whoosh_store import WhooshStore
from tests.breaking.judge import Complaint, Wrong, of_end, of_state
from tests.breaking.power import Disk, events
from tests.breaking.program import Done
from tests.breaking.shim import Fault, Mode
from tests.breaking.state import State, held, is_counted_rightly, state_of
from tests.breaking.world import World, placeless

STRIKES = (1, 1, 1, 2, 3)
"""How often a round strikes before a run is left alone, by chance: the later ones strike what takes up after
the first."""


def struck(world: World, mode: Mode) -> None:
    world.begin()
    for _ in range(world.chance.choice(STRIKES)):
        strike(world, mode)
        if world.chance.random() < 0.4:
            world.folder.change()
    world.settle()


def struck_everywhere(world: World, mode: Mode) -> None:
    """Over the same index a run for each operation, at which it is struck, and an undisturbed one after."""
    world.begin()
    command, saved = world.command(), world.home / "saved"
    rehearsal, due = rehearse(world, command), world.fresh()
    shutil.copytree(world.disk, saved)
    for at in range(1, rehearsal.operations + 1):
        judge(world, rehearsal.states, _struck(world, command, _fault_at(world, mode, at)))
        world.blame(of_end(world.run(), may_fail=False))
        world.blame(of_state(placeless(state_of(world.index)), [placeless(due)]))
        world.program.commits()
        shutil.rmtree(world.disk)
        shutil.copytree(saved, world.disk)
    world.settle()


def strike(world: World, mode: Mode) -> None:
    """Have a run meet a fault, and judge what is left: just what was held after one of its commits, that is
    the last that it was told had succeeded or the one that it was at."""
    command = world.command()
    rehearsal = rehearse(world, command)
    done = _struck(world, command, _fault(world, mode, rehearsal))
    judge(world, rehearsal.states, done)


def judge(world: World, states: list[State], done: Done) -> None:
    told = len(world.program.commits())
    state = state_of(world.index)
    is_done = done.status == 0
    world.blame(of_state(state, states[-1:] if is_done else states[told : told + 2]))
    world.check(state)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the index would hold before a run and after each of its commits; how many operations it would
    take, and which of them would change names or sync."""

    states: list[State]
    operations: int
    turns: list[int]


def rehearse(world: World, command: list[str | Path]) -> Rehearsal:
    """Run over a copy of the index."""
    before, copy = state_of(world.index), world.home / "rehearsal"
    shutil.copytree(world.disk, copy)
    with world.shadow() as shadow:
        world.shim.arm(copy, shadow=shadow)
        done = world.program.run(*command[:-1], copy / "index")
        world.shim.disarm()
        turns = [event.number for event in events(shadow)]
    world.blame(of_end(done, may_fail=False))
    shutil.rmtree(copy)
    return Rehearsal([before, *world.program.commits()], world.shim.count, turns)


def _fault(world: World, mode: Mode, rehearsal: Rehearsal) -> Fault:
    """Somewhere in the run, and as often as not just before or after names change or something is synced,
    which most operations do not do. Power may go when all is done as well."""
    last = rehearsal.operations + (mode == Mode.POWER)
    turn = world.chance.choice(rehearsal.turns or [1]) + world.chance.randint(0, 1)
    return _fault_at(world, mode, min(last, world.chance.choice([turn, world.chance.randint(1, last)])))


def _fault_at(world: World, mode: Mode, at: int) -> Fault:
    lasting = mode == Mode.EROFS or (mode in (Mode.ENOSPC, Mode.EIO) and world.chance.random() < 0.5)
    return Fault(mode, at, lasting, torn=world.chance.random() < 0.5)


def _struck(world: World, command: list[str | Path], fault: Fault) -> Done:
    with world.shadow() as shadow:
        disk = Disk(world.disk, shadow) if fault.mode == Mode.POWER else None
        world.shim.arm(world.disk, fault, shadow if disk else None)
        done = world.program.run(*command)
        world.shim.disarm()
        if disk:
            disk.lose_power(world.chance)
    fired, killed = world.shim.fired, done.status == -signal.SIGKILL
    world.counts.update(faults=fired, kills=killed)
    if killed != (fired and fault.mode in (Mode.KILL, Mode.POWER)):
        world.blame([Complaint(Wrong.UNTOLD, f"{fault}: {done}")])
    if not killed:
        world.blame(of_end(done, may_fail=fired))
    return done


# — beside a reader —


def read_meanwhile(world: World) -> None:
    """Whoever reads while a run is struck, sees whole commits."""
    world.begin()
    command = world.command()
    rehearsal = rehearse(world, command)
    with _reader(world, rehearsal.states):
        done = _struck(world, command, _fault(world, Mode.KILL, rehearsal))
    judge(world, rehearsal.states, done)
    world.settle()


@contextmanager
def _reader(world: World, states: list[State]) -> Iterator[None]:
    enough = world.home / "enough"
    process = world.program.copy(lambda: _read(world.index, states, enough))
    yield
    enough.touch()
    done = process.end()
    world.blame(of_end(done, may_fail=False))
    looks, *wrong = done.out.splitlines() or ["0"]
    world.counts["answers"] += int(looks)
    world.blame(Complaint(Wrong.HALF, line) for line in wrong)


def _read(index: Path, states: list[State], enough: Path) -> None:
    """Look at the index over and over until it is enough; then print how often, and what was wrong."""
    missing = () if states[0] else (IndexMissing,)
    store, looks, wrong = WhooshStore(index), 0, set()
    while not enough.exists():
        with suppress(*missing), store.snapshot() as snapshot:
            looks += 1
            if (state := held(snapshot)) not in states:
                wrong.add(f"read: {sorted(state)}")
            if not is_counted_rightly(snapshot):
                wrong.add(f"counted otherwise than read: {sorted(state)}")
    print("\n".join([str(looks), *sorted(wrong)]))
