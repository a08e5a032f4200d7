"""A folder is indexed as people do it: what of the text that another program reads in its files is found in
quotation marks, each piece in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.command import say
from benchmarks.corpus import SEED
from benchmarks.reading import others
from indexer import Snapshot, Store, build, open_store, parse
from indexer.errors import NotRead
from indexer.ingest.files import walk
from indexer.ingest.ledger import Ledger
from indexer.reading import Source
from indexer.reading.formats import FORMATS, read
from indexer.reading.worker import outcome
from indexer.report import Packed, Report

_LEAST, _MOST = 6, 12
_HAN = re.compile(
    f"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{{{_LEAST},}}",
)
"""Characters of Chinese in a row, so many that a string can be drawn from them."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What reading a file took and gave: `seconds` of the processor's time; `parts` are pages, slides or
    sheets, 0 where it has none."""

    seconds: float = 0.0
    parts: int = 0
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Quoted:
    """A file: `program` is the other one that read it, empty where none is there; `strings` were drawn from
    what it read, and `missed` are not found in the file. `told` is why it was not read."""

    name: str
    form: str
    bytes: int
    cost: Cost
    program: str
    strings: int
    missed: tuple[str, ...]
    told: str = ""


def folder_read(folder: Path, strings: int) -> list[Quoted]:
    """All files of the folder of formats that are read, in the order of their names."""
    with TemporaryDirectory(prefix="jianbao-quoted-") as scratch:
        files = sorted(one.path for one in walk([folder.absolute()]).files)
        say(f"{len(files)} files are indexed")
        store = open_store(Path(scratch, "index"))
        told = _indexed(store, folder, Path(scratch, "index"))
        say("other programs read them")
        Path(scratch, "others").mkdir()
        read_by = others.read(files, Path(scratch, "others"))
        say("each is read once more, alone")
        with store.snapshot() as snapshot:
            found = [_quoted(snapshot, path, folder, read_by.get(path), strings, told) for path in files]
        store.close()
    return found


def _indexed(store: Store, folder: Path, index: Path) -> list[NotRead]:
    summary = build(store, [folder], Ledger(index))
    return [*summary.quarantined, *summary.skipped]


def _quoted(
    snapshot: Snapshot,
    path: Path,
    folder: Path,
    other: others.Other | None,
    count: int,
    told: Sequence[NotRead],
) -> Quoted:
    name = str(path.relative_to(folder.absolute()))
    drawn = draw(other.lines, count, name) if other else []
    place = str(path)
    reason = next((one.reason for one in told if one.place == place), "")
    return Quoted(
        name=name,
        form=_form(path.name),
        bytes=path.stat().st_size,
        cost=_cost(path) if not reason else Cost(),
        program=other.program if other else "",
        strings=len(drawn),
        missed=tuple(one for one in drawn if not _is_found(snapshot, one, place)),
        told=reason,
    )


def draw(lines: Sequence[str], count: int, name: str) -> list[str]:
    """So many strings of the lines, each of 6 to 12 Chinese characters in a row; fewer of a short text. The
    same for the same text and name."""
    random = Random(f"{SEED} {name}")
    runs = [found.group() for line in lines for found in _HAN.finditer(line)]
    starts = [(run, at) for run in runs for at in range(len(run) - _LEAST + 1)]
    chosen = random.sample(starts, min(count, len(starts)))
    return [run[at : at + random.randint(_LEAST, _MOST)] for run, at in chosen]


def _is_found(snapshot: Snapshot, string: str, place: str) -> bool:
    matches = snapshot.matches(parse(f'"{string}"'), classes=("literal",))
    return any(one.known.place == place or one.known.place.startswith(f"{place}/") for one in matches)


def _form(name: str) -> str:
    """The ending by which its format is known; of several the longest."""
    return max((one for one in FORMATS if name.lower().endswith(one)), key=len)


def _cost(path: Path) -> Cost:
    """What reading it in this process takes. The index has shown that it comes to an end."""
    with TemporaryDirectory(prefix="jianbao-cost-") as scratch:
        began = process_time()
        reports = [one.unpacked() for one in _packed(Source.of(path), Path(scratch, "0"))]
        seconds = process_time() - began
    parts = sum(map(_parts, reports))
    return Cost(seconds, parts, sum(len(block.text) for one in reports for block in one.blocks))


def _packed(source: Source, scratch: Path) -> Iterator[Packed]:
    """The reports of a file, and of the files in it."""
    for number, one in enumerate(map(outcome, read(source, scratch))):
        if isinstance(one, Packed):
            yield one
        elif isinstance(one, Source):
            yield from _packed(one, scratch.with_name(f"{scratch.name}-{number}"))


def _parts(report: Report) -> int:
    """Pages or slides; of a table its sheets, each of which begins with its first row again."""
    rows = [block.at.row for block in report.blocks if block.at.row]
    sheets = sum(row <= before for before, row in zip([rows[0], *rows], rows, strict=False)) if rows else 0
    return max([sheets, *(max(block.at.page, block.at.slide) for block in report.blocks)], default=0)
