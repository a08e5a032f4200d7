"""A server under load for a while, and a writer that commits every two seconds: does anything give way?

`python -m benchmarks.soak [CORPUS] [--minutes N]`. Every kind of answer is asked for, over 16 and 64
connections in turn; files that are asked for and not taken are among it. What the writer adds and removes is
such that every answer about it can be judged. The run fails (exit status 1) where an answer was wrong or did
not come, except by a 503 that says when to come again, and where the last third of the run holds more memory,
descriptors, temporary files or index than the first.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.command import say
from benchmarks.corpus import lines
from benchmarks.generate import generated
from benchmarks.job import run_job
from benchmarks.serve.addresses import load as load_questions
from benchmarks.serve.servers import jianbao
from benchmarks.soak.clients import FAILED, REFUSED, RIGHT, WRONG, Outcome, counted, load
from benchmarks.soak.kinds import KINDS, Asked
from benchmarks.soak.watch import Series, series, watching
from benchmarks.tables import Table, figure

Json = dict[str, Any]

CONNECTIONS = (16, 64)
_TURNS = 6
"""Each third of the run has as many turns of few connections as of many."""
_SAMPLES = 120
_WARM_UP = 0.1
"""Load before the run, as a part of it: what is measured afterwards is not the filling of caches."""
_QUESTIONS = 200
_IDS = 500
_REPORTS = 5000


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run."""

    outcomes: Sequence[Outcome]
    commits: Sequence[Json]
    held: Sequence[Series]

    @property
    def bad(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.what in (FAILED, WRONG)]

    @property
    def is_good(self) -> bool:
        return not self.bad and all(one.is_flat for one in self.held)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with TemporaryDirectory(prefix="jianbao-soak-", dir=options.work) as folder:
        result = soaked(Path(folder).absolute(), options.corpus, options.minutes * 60)
    for table in _tables(result):
        print(table.plain(), end="\n\n")
    for one in result.bad[:10]:
        print(f"{one.kind}: {one.what}: {one.told}")
    print("good" if result.is_good else "NOT GOOD")
    raise SystemExit(not result.is_good)


def soaked(folder: Path, corpus: Path | None, seconds: float) -> Result:
    """The run, all of whose files are in the folder."""
    index, temporary = folder / "index", folder / "temporary"
    temporary.mkdir()
    asked = _prepared(folder, index, corpus.absolute() if corpus else generated(folder, _REPORTS))
    with (
        jianbao(index, folder / "log", environment={"TMPDIR": str(temporary)}) as server,
        ThreadPoolExecutor(1) as beside,
    ):
        whole = seconds * (1 + _WARM_UP)
        written = beside.submit(run_job, "benchmarks.soak.tasks:write", folder=index, seconds=whole)
        say(f"{seconds:.0f} s of load, {'and '.join(f'{one} ' for one in CONNECTIONS)}connections in turn")
        load(server.address, asked, connections=max(CONNECTIONS), seconds=seconds * _WARM_UP)
        with watching(server, index, temporary, seconds / _SAMPLES) as samples:
            outcomes = list(_loads(server.address, asked, seconds))
        commits = written.result().value
    return Result(outcomes, commits, [*series(samples), *_of_writer(commits)])


def _prepared(folder: Path, index: Path, corpus: Path) -> Asked:
    say("indexing")
    run_job("benchmarks.library.tasks:index", folder=index, corpus=corpus)
    run_job("benchmarks.soak.tasks:begin", folder=index)
    say("drawing the questions")
    questions = folder / "questions.json"
    run_job("benchmarks.serve.tasks:prepare", corpus=corpus, asked=questions, count=_QUESTIONS)
    ids = [json.loads(line)["id"] for line in islice(lines(corpus), _IDS)]
    return Asked(load_questions(questions), ids)


def _loads(address: str, asked: Asked, seconds: float) -> Iterator[Outcome]:
    for turn in range(_TURNS):
        for connections in CONNECTIONS:
            share = seconds / _TURNS / len(CONNECTIONS)
            yield from load(
                address,
                asked,
                connections=connections,
                seconds=share,
                first=(turn + 1) * sum(CONNECTIONS) + connections,
            )


def _of_writer(commits: Sequence[Json]) -> Iterator[Series]:
    yield Series.of("writer, MB", [one["memory"] / 1e6 for one in commits])
    yield Series.of("writer, descriptors", [one["descriptors"] for one in commits])


def _tables(result: Result) -> Iterator[Table]:
    counts: Counter[tuple[str, str]] = counted(result.outcomes)
    columns = (RIGHT, REFUSED, WRONG, FAILED)
    rows = [(kind.name, *(f"{counts[kind.name, one]:,}" for one in columns)) for kind in KINDS]
    total = ("all", *(f"{sum(counts[kind.name, one] for kind in KINDS):,}" for one in columns))
    yield Table(f"Requests, beside {len(result.commits)} commits", ("kind", *columns), (*rows, total))
    held = tuple(
        (one.name, figure(one.first), figure(one.last), "flat" if one.is_flat else "NOT FLAT")
        for one in result.held
    )
    yield Table("Held", ("what", "first third", "last third", "verdict"), held)


def _options(arguments: Sequence[str] | None) -> Namespace:
    made = ArgumentParser(prog="python -m benchmarks.soak", description=(__doc__ or "").splitlines()[0])
    made.add_argument("corpus", nargs="?", type=Path, help=".jsonl or .jsonl.xz; default: generated")
    made.add_argument("--minutes", type=float, default=10, metavar="N", help="of load")
    made.add_argument("--work", type=Path, metavar="DIR", help="where temporary files go")
    return made.parse_args(arguments)


if __name__ == "__main__":
    main()
