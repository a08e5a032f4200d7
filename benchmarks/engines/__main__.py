"""jianbao beside other engines, in one run: same normal forms, same questions, same machine.

`python -m benchmarks.engines [CORPUS] [--limit N] [--json OUT]`. CORPUS is .jsonl or .jsonl.xz with
`{"id","title","paragraphs"}` a line; without one, a corpus is generated. An engine that is not
installed is skipped; tantivy comes with `pip install tantivy`, the others with jianbao and Python.
"""

from __future__ import annotations

import json
import shutil
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.asked import TENTH, load
from benchmarks.command import parser, say
from benchmarks.corpus import every, sample
from benchmarks.engines.tables import engine_tables, skipped
from benchmarks.generate import generated
from benchmarks.job import JobFailed, run_job
from benchmarks.machine import machine
from benchmarks.peers import PEERS, Peer

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """The files of one run, in a temporary folder, and how often it asks."""

    folder: Path
    corpus: Path
    count: int
    starts: int

    @property
    def reports(self) -> Path:
        return self.folder / "prepared"

    @property
    def asked(self) -> Path:
        return self.folder / "questions.json"


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with TemporaryDirectory(prefix="jianbao-engines-", dir=options.work) as folder:
        result = measure(_run(options, Path(folder).absolute()), options.corpus, options.engines)
    for table in engine_tables(result):
        print(table.plain(), end="\n\n")
    print(*skipped(result), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(run: Run, corpus: Path | None, engines: Sequence[str]) -> Json:
    """Measure the engines named, one after the other."""
    about = machine()
    say("preparing the corpus and the questions")
    given: Json = {"corpus": run.corpus, "reports": run.reports, "asked": run.asked, "count": run.count}
    prepared: Json = run_job("benchmarks.engines.tasks:prepare", **given).value
    return {
        "benchmark": "engines",
        "machine": about,
        "corpus": {
            "name": corpus.name if corpus else "generated from jieba's dictionary",
            **{name: prepared[name] for name in ("reports", "characters", "bytes")},
        },
        "count": run.count,
        "preparation": {"seconds": prepared["seconds"]},
        "engines": {one.key: _engine(run, one, prepared, one.key in engines) for one in PEERS},
    }


def _engine(run: Run, one: Peer, prepared: Json, wanted: bool) -> Json:
    status = "not asked for" if not wanted else "ok" if one.installed else _missing(one)
    result: Json = {"name": one.name, "status": status}
    if status != "ok":
        return result
    given = prepared["tenth"] if one.step == TENTH else prepared
    result |= {"characters": given["characters"], "bytes": given["bytes"]}
    folder = run.folder / one.key
    try:
        result |= {"index": _index(run, one, folder), "fill": _fill(run, one), **_ask(run, one, folder)}
    except JobFailed as failure:
        result["status"] = f"failed: {failure}"
    shutil.rmtree(folder, ignore_errors=True)
    return result


def _missing(one: Peer) -> str:
    return f"skipped: not installed (pip install {one.package})"


def _index(run: Run, one: Peer, folder: Path) -> Json:
    say(f"{one.name}: indexing")
    corpus = every(run.corpus, one.step, run.folder)
    done = run_job("benchmarks.engines.tasks:index", watch=True, key=one.key, folder=folder, corpus=corpus)
    return {**done.value, "peak_private": done.peak.private, "peak_total": done.peak.total}


def _fill(run: Run, one: Peer) -> Json | None:
    if not one.fed:
        return None
    folder = run.folder / f"{one.key}-fill"
    task = "benchmarks.engines.tasks:fill"
    filled: Json = run_job(task, key=one.key, folder=folder, reports=run.reports).value
    shutil.rmtree(folder)
    return filled


def _ask(run: Run, one: Peer, folder: Path) -> Json:
    if not one.asked:
        return {"questions": None, "first": None}
    say(f"{one.name}: asking")
    questions = next(asked for asked in load(run.asked) if asked.kind == "and").questions[: run.starts]
    given: Json = {"key": one.key, "folder": folder}
    task = "benchmarks.engines.tasks:first"
    first = [run_job(task, kind="and", parts=parts, **given).seconds for parts in questions]
    asked = run_job("benchmarks.engines.tasks:ask", asked=run.asked, **given)
    return {"questions": asked.value, "first": median(first)}


def _run(options: Namespace, folder: Path) -> Run:
    corpus = options.corpus.absolute() if options.corpus else generated(folder)
    if options.limit:
        corpus = sample(corpus, options.limit, folder)
    return Run(folder, corpus, options.queries, options.starts)


def _options(arguments: Sequence[str] | None) -> Namespace:
    keys = [one.key for one in PEERS]
    options = parser("benchmarks.engines", __doc__)
    options.add_argument("--limit", type=int, default=0, metavar="N", help="only N reports, drawn evenly")
    options.add_argument(
        "--engines", nargs="+", choices=keys, default=keys, metavar="KEY", help=", ".join(keys)
    )
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
