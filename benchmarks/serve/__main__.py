"""Searches with passages over HTTP, jianbao beside Datasette, and jianbao while a writer commits.

`python -m benchmarks.serve [CORPUS] [--index DIR] [--datasette COMMAND] [--json OUT]`. Servers and load stay
on 127.0.0.1. The load is Debian's `wrk` (`apt-get install wrk`). Datasette has an environment of its own:
`python3 -m venv DIR && DIR/bin/pip install datasette 'uvicorn[standard]'`, then `--datasette
DIR/bin/datasette`; without it the run says so and measures jianbao alone.
"""

from __future__ import annotations

import json
import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.command import say
from benchmarks.generate import generated
from benchmarks.job import run_job
from benchmarks.machine import machine
from benchmarks.peers.datasette_fts5 import DATABASE
from benchmarks.serve import load as serve_load
from benchmarks.serve import servers as serve_servers
from benchmarks.serve.addresses import Question, load, write
from benchmarks.serve.faces import DATASETTE, DATASETTE_TWO, JIANBAO, SAMPLED_QUESTIONS, Face, sample
from benchmarks.serve.tables import serve_tables
from benchmarks.serve.tasks import ADDED_REPORTS, PERIOD_SECONDS

Json = dict[str, Any]

_WARM_UP_DIVISOR = 5
"""Before what is measured, load for its time divided by this; the samples have warmed the rest."""
_PROCESSES = 2
NOT_INSTALLED = "skipped: not installed (see python -m benchmarks.serve --help: --datasette)"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run asks, and the folder for its files."""

    folder: Path
    corpus: Path
    questions: Sequence[Question]
    connections: Sequence[int]
    seconds: int

    def figures(self, base: str, face: Face) -> Json:
        """What one kind of answer holds, and its loads, each begun at a question of its own."""
        addresses = write(self.questions, face.address, self.folder / f"{face.key}.txt")
        say(f"{face.name}: {', '.join(map(str, self.connections))} connections")
        answers = sample(base, face, self.questions)
        if warm_up := self.seconds // _WARM_UP_DIVISOR:
            serve_load.load(
                base, addresses, connections=max(self.connections), seconds=warm_up, first=SAMPLED_QUESTIONS
            )
        step = len(self.questions) // len(self.connections)
        loads = {
            str(connections): asdict(
                serve_load.load(
                    base, addresses, connections=connections, seconds=self.seconds, first=number * step
                )
            )
            for number, connections in enumerate(self.connections)
        }
        return {"name": face.name, "answers": answers, "loads": loads}


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    if not serve_load.installed():
        raise SystemExit(serve_load.MISSING)
    with TemporaryDirectory(prefix="jianbao-serve-", dir=options.work) as folder:
        result = measure(options, Path(folder).absolute())
    for table in serve_tables(result):
        print(table.plain(), end="\n\n")
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(options: Namespace, folder: Path) -> Json:
    """Measure Datasette, where there is one, then jianbao, at last while a writer commits."""
    about: Json = machine()
    about["versions"]["wrk"] = serve_load.version()
    corpus = options.corpus.absolute() if options.corpus else generated(folder)
    say("drawing the questions")
    asked = folder / "questions.json"
    drawn: Json = run_job(
        "benchmarks.serve.tasks:prepare", corpus=corpus, asked=asked, count=options.queries
    ).value
    run = Run(folder, corpus, load(asked), options.connections, options.seconds)
    program = serve_servers.find_datasette(options.datasette)
    if program:
        about["versions"]["datasette"] = serve_servers.version(program)
    peers = _datasette(run, program) if program else {}
    alone, writing = _jianbao(run, options.index, options.writing)
    return {
        "benchmark": "serve",
        "machine": about,
        "corpus": {
            "name": options.corpus.name if options.corpus else "generated from jieba's dictionary",
            **drawn,
        },
        "seconds": options.seconds,
        "datasette": "ok" if program else NOT_INSTALLED,
        "faces": {**alone, **peers},
        "writing": writing,
    }


def _datasette(run: Run, program: Path) -> Json:
    say("Datasette: indexing")
    folder = run.folder / "datasette"
    run_job("benchmarks.peers.datasette_fts5:prepare", corpus=run.corpus, folder=folder)
    serve_servers.inspect(program, folder, DATABASE)
    log = run.folder / "datasette.log"
    with serve_servers.datasette(program, folder, log) as base:
        figures = {face.key: run.figures(base, face) for face in DATASETTE}
    with serve_servers.datasette(program, folder, log, _PROCESSES) as base:
        return figures | {face.key: run.figures(base, face) for face in DATASETTE_TWO}


def _jianbao(run: Run, ready: Path | None, seconds: int) -> tuple[Json, Json]:
    index = run.folder / "index"
    if ready:
        shutil.copytree(ready, index)  # it is written to
    else:
        say("jianbao: indexing")
        run_job("benchmarks.library.tasks:index", folder=index, corpus=run.corpus)
    with serve_servers.jianbao(index, run.folder / "jianbao.log") as server:
        figures = {face.key: run.figures(server.address, face) for face in JIANBAO}
        return figures, _while_writing(run, server.address, index, seconds)


def _while_writing(run: Run, base: str, index: Path, seconds: int) -> Json:
    connections = max(run.connections)
    say(f"jianbao: {connections} connections for {seconds} s while a writer commits")
    work = run.folder / "written"
    work.mkdir()
    addresses = run.folder / f"{JIANBAO[0].key}.txt"
    given: Json = {"folder": index, "corpus": run.corpus, "base": base, "seconds": seconds, "work": work}
    with ThreadPoolExecutor(1) as beside:
        commits = beside.submit(run_job, "benchmarks.serve.tasks:write", **given)
        figures = serve_load.load(base, addresses, connections=connections, seconds=seconds)
        written = commits.result().value
    return {
        "connections": connections,
        "period": PERIOD_SECONDS,
        "added": ADDED_REPORTS,
        "load": asdict(figures),
        "commits": written,
    }


def _connections(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _options(arguments: Sequence[str] | None) -> Namespace:
    made = ArgumentParser(prog="python -m benchmarks.serve", description=(__doc__ or "").splitlines()[0])
    made.add_argument("corpus", nargs="?", type=Path, help=".jsonl or .jsonl.xz; default: generated")
    made.add_argument("--index", type=Path, metavar="DIR", help="a ready index of the corpus; it is copied")
    made.add_argument(
        "--datasette",
        type=Path,
        metavar="COMMAND",
        help="default: the one on PATH; pip install datasette 'uvicorn[standard]'",
    )
    made.add_argument("--connections", type=_connections, default=[1, 8, 64], metavar="N,N,N")
    made.add_argument("--seconds", type=int, default=10, metavar="N", help="of each load")
    made.add_argument("--writing", type=int, default=60, metavar="N", help="seconds of load with a writer")
    made.add_argument("--queries", type=int, default=1500, metavar="N", help="questions of each kind")
    made.add_argument("--work", type=Path, metavar="DIR", help="where temporary files go")
    made.add_argument("--json", type=Path, metavar="OUT", help="write the figures there")
    return made.parse_args(arguments)


if __name__ == "__main__":
    main()
