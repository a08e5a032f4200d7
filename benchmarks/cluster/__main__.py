"""The same index on one machine and in a cluster: indexing, searching, and whether the answers are the same.

`python -m benchmarks.cluster [CORPUS] [--sizes 1000,all] [--cluster ADDRESS] [--copies 1] [--json OUT]`. The
cluster is there already (`make cluster` starts one), and nothing else is at work on it. The index that is
measured is made in it, and removed again.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from benchmarks.asked import WARM_UP
from benchmarks.cluster.nodes import Nodes
from benchmarks.cluster.tables import cluster_tables
from benchmarks.command import parser, say
from benchmarks.corpus import sample, text_bytes
from benchmarks.generate import generated
from benchmarks.job import run_job
from benchmarks.machine import machine
from benchmarks.prepare import prepared
from benchmarks.questions import draw, mixed_of

Json = dict[str, Any]

USUAL = "opensearch+http://127.0.0.1:9200,127.0.0.1:9201,127.0.0.1:9202/"


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with TemporaryDirectory(prefix="jianbao-cluster-", dir=options.work) as folder:
        result = measure(options, Path(folder).absolute())
    for table in cluster_tables(result):
        print(table.plain(), end="\n\n")
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(options: Namespace, folder: Path) -> Json:
    about = machine()
    corpus = options.corpus.absolute() if options.corpus else generated(folder)
    corpora = [sample(corpus, size, folder) if size else corpus for size in options.sizes]
    asked = folder / "questions.json"
    drawn = mixed_of(draw(list(prepared(corpora[0])), options.queries + options.warm_up - WARM_UP))
    parted = drawn[: options.warm_up], drawn[options.warm_up :]
    asked.write_text(json.dumps(parted, ensure_ascii=False), encoding="utf-8")
    return {
        "benchmark": "cluster",
        "machine": about,
        "corpus": {"name": options.corpus.name if options.corpus else "generated from jieba's dictionary"},
        "count": options.queries,
        "warm_up": options.warm_up,
        "copies": options.copies,
        "sizes": [_size(one, asked, options, folder) for one in corpora],
    }


def _size(corpus: Path, asked: Path, options: Namespace, folder: Path) -> Json:
    nodes, name = Nodes(options.cluster), f"bench-{uuid4().hex[:8]}"
    try:
        one = _store(str(folder / name), corpus, asked)
        several = _store(f"{options.cluster}{name}", corpus, asked, options.cluster, options.copies)
    finally:
        nodes.forget(name)
    return {"text_bytes": text_bytes(corpus), "one": one, "cluster": several}


def _store(place: str, corpus: Path, asked: Path, cluster: str = "", copies: int = 1) -> Json:
    given: Json = {"place": place, "cluster": cluster}
    say(f"{corpus.name}: indexing into {'the cluster' if cluster else 'a folder'}")
    indexed = run_job("benchmarks.cluster.tasks:index", corpus=corpus, copies=copies, **given).value
    say(f"{corpus.name}: searching")
    return {"index": indexed, **run_job("benchmarks.cluster.tasks:serve", asked=asked, **given).value}


def _sizes(text: str) -> list[int | None]:
    return [None if size == "all" else int(size) for size in text.split(",")]


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = parser("benchmarks.cluster", __doc__)
    options.add_argument("--sizes", type=_sizes, default=[None], metavar="N,N,all")
    options.add_argument(
        "--warm-up", type=int, default=900, metavar="N", help="questions before, to be compiled for"
    )
    options.add_argument("--cluster", default=USUAL, metavar="ADDRESS", help="up to the name of the index")
    options.add_argument("--copies", type=int, default=1, metavar="N", help="of the index in the cluster")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
