"""How well files are read, and how much that takes.

`python -m benchmarks.reading FOLDER [--strings N] [--json OUT]` indexes a folder as `jianbao index` does. Of
each file it tells the time of the processor, the pages (or slides, or sheets), the characters, and how many
of N strings that another program read in it are found in quotation marks. Strings that are not are printed.

`python -m benchmarks.reading --make FOLDER [CORPUS]` makes such a folder of news, by LibreOffice, pandoc and
Chromium where they are installed. CORPUS is .jsonl or .jsonl.xz; default: generated.

`python -m benchmarks.reading --hard [NAME …] [--bytes N] [--json OUT]` measures files that are made to be
hard. NAME is any part of their names; default: all.

It is a report, not a test: whatever the figures are, the exit status is 0.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.command import say
from benchmarks.generate import generated
from benchmarks.machine import machine
from benchmarks.reading import hard, making, tables
from benchmarks.reading.quoting import folder_read

_GENERATED = 400
"""Reports, where there is no corpus."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    about = machine()
    if options.make:
        _make(options)
    elif options.hard is not None:
        costs = [hard.cost(one, options.bytes) for one in hard.chosen(options.hard)]
        print(hard.table(costs, options.bytes).plain())
        _write(options.json, {"machine": about, "costs": [asdict(one) for one in costs]})
    else:
        found = folder_read(options.folder, options.strings)
        print("\n\n".join(table.plain() for table in tables.of_folder(found)))
        _write(options.json, {"machine": about, **tables.json_of(found)})


def _make(options: Namespace) -> None:
    with TemporaryDirectory() as folder:
        corpus = options.folder or generated(Path(folder), _GENERATED)
        made = making.fill(options.make, corpus)
    say(f"{len(made.names)} files in {options.make}")
    for program in made.missing:
        say(f"{program} is not installed: nothing is made by it")


def _write(path: Path | None, found: dict[str, object]) -> None:
    if path:
        text = json.dumps({"benchmark": "reading", **found}, ensure_ascii=False, indent=1)
        path.write_text(f"{text}\n", encoding="utf-8")


def _options(arguments: Sequence[str] | None) -> Namespace:
    told = (__doc__ or "").splitlines()[0]
    options = ArgumentParser(prog="python -m benchmarks.reading", description=told)
    options.add_argument("folder", nargs="?", type=Path, help="to be read; with --make, the corpus")
    options.add_argument("--strings", type=int, default=30, metavar="N", help="drawn from each file")
    options.add_argument("--make", type=Path, metavar="FOLDER", help="make a folder of many formats there")
    options.add_argument("--hard", nargs="*", metavar="NAME", help="measure files made to be hard")
    options.add_argument("--bytes", type=int, default=1_000_000, metavar="N", help="of each hard file")
    options.add_argument("--json", type=Path, metavar="OUT", help="write the figures there")
    given = options.parse_args(arguments)
    if not (given.folder or given.make or given.hard is not None):
        options.error("give a FOLDER, --make FOLDER or --hard")
    return given


if __name__ == "__main__":
    main()
