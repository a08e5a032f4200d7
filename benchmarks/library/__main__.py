"""jianbao alone, at growing sizes: indexing, searching, adding, starting.

`python -m benchmarks.library [CORPUS] [--sizes 1000,10000,all] [--grown 1000000] [--json OUT]`. CORPUS is
.jsonl or .jsonl.xz with `{"id","title","paragraphs"}` a line; without one, a corpus is generated. The smaller
sizes are drawn from it, each within the next, and every size is asked the same questions. Sizes to be grown
are beyond the corpus, and made of its parts (grown.py); a million reports and their index need 8 GB of disk.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.asked import LENGTHS
from benchmarks.command import parser, say
from benchmarks.corpus import lines, sample, text_bytes
from benchmarks.generate import generated
from benchmarks.grown import grown
from benchmarks.job import run_command, run_job
from benchmarks.library.tables import library_tables
from benchmarks.machine import machine
from benchmarks.measure import Spread
from benchmarks.prepare import prepared
from benchmarks.questions import draw, mixed_of

Json = dict[str, Any]

ADDED_REPORTS = 10
_MARKERS = "甲乙丙丁戊己庚辛壬癸"


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with TemporaryDirectory(prefix="jianbao-library-", dir=options.work) as folder:
        result = measure(options, Path(folder).absolute())
    for table in library_tables(result):
        print(table.plain(), end="\n\n")
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(options: Namespace, folder: Path) -> Json:
    """Measure every size, the smallest first."""
    about = machine()
    corpus = options.corpus.absolute() if options.corpus else generated(folder)
    corpora = _corpora(corpus, options.sizes, folder)
    corpora += [grown(corpus, size, folder) for size in options.grown]
    asked = folder / "questions.json"
    mixed = _questions(corpora[0], options.queries, asked)
    sizes = [_size(one, asked, mixed[: options.starts], folder) for one in corpora]
    return {
        "benchmark": "library",
        "machine": about,
        "corpus": {"name": options.corpus.name if options.corpus else "generated from jieba's dictionary"},
        "count": options.queries,
        "sizes": sizes,
        "growth": _growth(sizes[-2], sizes[-1]) if len(sizes) > 1 else None,
    }


def _corpora(corpus: Path, sizes: Sequence[int | None], folder: Path) -> list[Path]:
    """A file for each size; None is all. Sizes beyond the corpus are all, once."""
    return list(dict.fromkeys(sample(corpus, size, folder) if size else corpus for size in sizes))


def _questions(corpus: Path, count: int, asked: Path) -> list[str]:
    """Draw the questions from the smallest corpus, write them to a file; the mixed ones are returned."""
    drawn = draw(list(prepared(corpus)), count)
    mixed = mixed_of(drawn)
    literals = {str(length): [text for (text,) in drawn[f"literal {length}"]] for length in LENGTHS}
    asked.write_text(json.dumps({"mixed": mixed, "literals": literals}), encoding="utf-8")
    return mixed


def _size(corpus: Path, asked: Path, starts: Sequence[str], folder: Path) -> Json:
    index = folder / f"index-{corpus.name}"
    say(f"{corpus.name}: indexing")
    done = run_job("benchmarks.library.tasks:index", watch=True, folder=index, corpus=corpus)
    say(f"{corpus.name}: searching")
    served: Json = run_job("benchmarks.library.tasks:serve", folder=index, asked=asked).value
    started = [_start(index, text) for text in starts]
    say(f"{corpus.name}: adding")
    peak = {"peak_private": done.peak.private, "peak_total": done.peak.total}
    return {
        "index": {**done.value, **peak, "text_bytes": text_bytes(corpus)},
        **served,
        "first": median(started),
        "add": _add(index, corpus, folder),
    }


def _start(index: Path, text: str) -> float:
    """Seconds from the start of the command line until its whole answer."""
    command = [sys.executable, "-m", "indexer", "search", text, "--json", "--index", str(index)]
    return run_command(command).seconds


def _add(index: Path, corpus: Path, folder: Path) -> Json:
    """Add ten reports, three times: copies of the corpus's first, each with a marker of its own."""
    records = [json.loads(line) for line in islice(lines(corpus), ADDED_REPORTS)]
    files, markers = [], [f"龘靐齉{letter}爨" for letter in _MARKERS[:3]]
    for marker in markers:
        new = [
            record | {"id": f"{marker}-{number}", "paragraphs": [*record["paragraphs"], marker]}
            for number, record in enumerate(records)
        ]
        files.append(folder / f"{marker}.jsonl")
        files[-1].write_text("".join(json.dumps(record) + "\n" for record in new), encoding="utf-8")
    given: Json = {"folder": index, "files": list(map(str, files)), "markers": markers}
    spread = Spread.of(run_job("benchmarks.library.tasks:add", **given).value)
    return {"reports": len(records), "seconds": spread.p50, "slowest": spread.p99}


def _growth(small: Json, large: Json) -> Json:
    """By what factors the figures of the largest size exceed those of the one before."""
    return {
        "reports": large["index"]["reports"] / small["index"]["reports"],
        "characters": large["index"]["characters"] / small["index"]["characters"],
        "index_seconds": large["index"]["seconds"] / small["index"]["seconds"],
        "whole_p50": large["whole"]["p50"] / small["whole"]["p50"],
    }


def _sizes(text: str) -> list[int | None]:
    return [None if size == "all" else int(size) for size in text.split(",")]


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = parser("benchmarks.library", __doc__)
    options.add_argument("--sizes", type=_sizes, default=_sizes("1000,10000,all"), metavar="N,N,all")
    options.add_argument("--grown", type=_sizes, default=[], metavar="N,N", help="sizes beyond the corpus")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
