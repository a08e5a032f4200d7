"""Rounds of several processes at once: two writers, a writer beside one that removes, or that watches."""

from __future__ import annotations

import signal
from collections.abc import Callable, Collection
from pathlib import Path
from time import monotonic, sleep

from tests.breaking.judge import Complaint, Wrong, of_end, of_mixture, of_texts
from tests.breaking.power import Disk
from tests.breaking.program import Done, Process
from tests.breaking.shim import Fault, Mode
from tests.breaking.state import state_of
from tests.breaking.world import World, placeless

OPERATIONS = 500
"""About so many two runs take."""
CATCH_UP_SECONDS = 30.0
CHANGES_WATCHED = 2


def two_writers(world: World) -> None:
    """Two runs at once end as one would."""
    world.begin()
    _together(world, [world.command(prune=True), world.command(prune=True)])


def remove_meanwhile(world: World) -> None:
    """Reports that are removed during a run are gone, or were read again by it; no others are."""
    world.begin()
    ids = sorted(state_of(world.index))
    removed = world.chance.sample(ids, min(len(ids), world.chance.randint(1, 3)))
    remove: list[str | Path] = ["remove", *removed, "--index", world.index]
    _together(world, [world.command(prune=True), *([remove] if removed else [])], removed)


def _together(world: World, commands: list[list[str | Path]], removed: Collection[str] = ()) -> None:
    before = state_of(world.index)
    done = _struck(world, commands, _fault(world, Mode.KILL, Mode.POWER))
    told = [before, *world.program.commits()]
    state, due = placeless(state_of(world.index)), placeless(world.fresh())
    if any(one.status == 0 and command[0] == "index" for one, command in zip(done, commands, strict=True)):
        world.blame(of_mixture(state, due, due, removed))
    else:
        world.blame(of_mixture(state, placeless(told[-1]), due, removed))
    world.check(state)
    world.settle()


def _fault(world: World, *modes: Mode) -> Fault:
    """One of these, or none."""
    mode = world.chance.choice([Mode.NONE, *modes])
    return Fault(mode, world.chance.randint(1, OPERATIONS), torn=world.chance.random() < 0.5)


def _struck(world: World, commands: list[list[str | Path]], fault: Fault) -> list[Done]:
    with world.shadow() as shadow:
        disk = Disk(world.disk, shadow)
        world.shim.arm(world.disk, fault, shadow)
        done = [process.end() for process in [world.program.start(*command) for command in commands]]
        world.shim.disarm()
        if fault.mode == Mode.POWER and world.shim.fired:
            disk.lose_power(world.chance)
    killed = [one.status == -signal.SIGKILL for one in done]
    world.counts.update(faults=world.shim.fired, kills=sum(killed))
    if any(killed) != world.shim.fired:
        world.blame([Complaint(Wrong.UNTOLD, f"{fault}: {done}")])
    for one, command in zip(done, commands, strict=True):
        if one.status != -signal.SIGKILL:
            world.blame(of_end(one, may_fail=command[0] == "remove"))
    return done


# — watching —


def watch_meanwhile(world: World) -> None:
    """The index follows the folder, though others write as well, and though one of them is killed."""
    world.begin()
    watching = _watch(world)
    for _ in range(CHANGES_WATCHED):
        world.folder.change()
        world.shim.arm(world.disk, _fault(world, Mode.KILL))
        done = world.program.run(*world.command(prune=True))
        _catch_up(world)
        fired = world.shim.fired
        world.shim.arm(world.disk)
        world.counts.update(faults=fired, kills=fired)
        if done.status != -signal.SIGKILL:
            world.blame(of_end(done, may_fail=False))
            if fired:
                watching.end()
                watching = _watch(world)
        _catch_up(world)
    watching.signal(signal.SIGINT)
    world.blame(of_end(watching.end(), may_fail=False))
    world.settle()


def _watch(world: World) -> Process:
    """One that watches, and has told what it did first."""
    watching = world.program.start("watch", world.folder.path, *world.batch(), "--index", world.index)
    _wait(world, lambda: bool(watching.out.read_text()))
    return watching


def _catch_up(world: World) -> None:
    """Wait until the index holds what is in the folder, or the one that watches it is killed."""
    _wait(world, lambda: world.shim.fired or not of_texts(state_of(world.index), world.folder))


def _wait(world: World, done: Callable[[], bool]) -> None:
    until = monotonic() + CATCH_UP_SECONDS
    while not done():
        if monotonic() > until:
            world.blame([Complaint(Wrong.UNTOLD, "it does not follow the folder")])
            return
        sleep(0.02)
