"""Damaged files, read one after the other, and what may not come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import process_time

from indexer.errors import Mishandled
from indexer.reading import Source
from indexer.reading.formats import FileOutput, read
from indexer.reading.worker import outcome
from tests.hostile.damage import damaged
from tests.hostile.files import good_files

HANG_SECONDS = 5
"""Of the processor's time: the good files take a hundredth of a second."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A damaged file: the number of its seed, what is wrong with how it was read, empty where that was right,
    and the processor's time it took."""

    name: str
    number: int
    fault: str
    seconds: float


def broken_files(folder: Path, rounds: int, seed: int) -> Iterator[Broken]:
    """So many of each good file, read in this process: a mistake of ours, an error that comes through, or
    much time is a fault. The file is left in the folder as it was last."""
    for name, data in good_files(folder).items():
        for number in range(rounds):
            bad = damaged(data, Random(f"{seed} {name} {number}"))
            (folder / name).write_bytes(bad)
            began = process_time()
            fault = _fault(Source.of(folder / name), folder / f"of {number}")
            seconds = process_time() - began
            if seconds > HANG_SECONDS:
                fault = fault or f"took {seconds:.1f} s"
            yield Broken(name, number, fault, seconds)


def _fault(source: Source, scratch: Path) -> str:
    try:
        for one in _all(source, scratch):
            if isinstance(one, Mishandled):
                return one.reason
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _all(source: Source, scratch: Path) -> Iterator[FileOutput]:
    for number, one in enumerate(read(source, scratch)):
        outcome(one)
        if isinstance(one, Source):
            yield from _all(one, scratch / f"in {number}")
        else:
            yield one
