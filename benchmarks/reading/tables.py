"""The figures of a folder, as tables and as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.reading.quoting import Quoted
from benchmarks.tables import NONE, Table, figure


@dataclass(frozen=True, slots=True)
class Total:
    """Of all files of a format. `unread` counts those that were not read, of which nothing is found;
    `alone` those that no other program read."""

    form: str
    files: int
    unread: int
    alone: int
    seconds: float
    characters: int
    strings: int
    found: int


def totals(files: Sequence[Quoted]) -> list[Total]:
    """Format by format, and at the end all together."""
    held = defaultdict[str, list[Quoted]](list)
    for one in files:
        held[one.form].append(one)
    return [*(_total(form, held[form]) for form in sorted(held)), _total("all", files)]


def of_folder(files: Sequence[Quoted]) -> list[Table]:
    missed = tuple((one.name, string) for one in files for string in one.missed if not one.told)
    return [
        Table("Files", ("file", "CPU s", "parts", "characters", "found", "by"), tuple(map(_row, files))),
        Table(
            "Formats",
            ("format", "files", "not read", "CPU s", "characters", "found", "of", "share"),
            tuple(map(_total_row, totals(files))),
            _notes(files),
        ),
        *([Table("Not found", ("file", "string"), missed)] if missed else []),
    ]


def json_of(files: Sequence[Quoted]) -> dict[str, object]:
    return {
        "totals": [{**asdict(one), "share": _share(one)} for one in totals(files)],
        "files": [asdict(one) for one in files],
    }


def _total(form: str, files: Sequence[Quoted]) -> Total:
    return Total(
        form=form,
        files=len(files),
        unread=sum(bool(one.told) for one in files),
        alone=sum(not one.program for one in files),
        seconds=sum(one.cost.seconds for one in files),
        characters=sum(one.cost.characters for one in files),
        strings=sum(one.strings for one in files),
        found=sum(one.strings - len(one.missed) for one in files),
    )


def _share(one: Total) -> float | None:
    return one.found / one.strings if one.strings else None


def _row(one: Quoted) -> tuple[str, ...]:
    found = f"{one.strings - len(one.missed)}/{one.strings}" if one.program else NONE
    cost = one.cost
    parts = f"{cost.parts}" if cost.parts else NONE
    return (one.name, figure(cost.seconds), parts, f"{cost.characters:,}", found, one.program or NONE)


def _total_row(one: Total) -> tuple[str, ...]:
    counts = f"{one.files}", f"{one.unread}", figure(one.seconds), f"{one.characters:,}"
    return (one.form, *counts, f"{one.found}", f"{one.strings}", figure(_share(one), 4))


def _notes(files: Sequence[Quoted]) -> tuple[str, ...]:
    return tuple(f"{one.name}: {one.told}" for one in files if one.told)
