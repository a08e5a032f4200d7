"""JSON of engines, library, serve and cluster -> docs/performance.md.

`python -m benchmarks.report engines.json library.json serve.json cluster.json > docs/performance.md`; any may
be absent.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.cluster.tables import cluster_tables
from benchmarks.engines.tables import engine_tables, skipped
from benchmarks.library.tables import library_tables
from benchmarks.serve.tables import serve_tables
from benchmarks.tables import Table

Json = dict[str, Any]

_SECTIONS: dict[str, tuple[str, Callable[[Json], list[Table]]]] = {
    "engines": ("Beside other engines", engine_tables),
    "library": ("jianbao alone", library_tables),
    "serve": ("Over HTTP", serve_tables),
    "cluster": ("In a cluster", cluster_tables),
}
"""Of each benchmark, the title and what makes its tables."""

METHOD = """# Performance

Four commands measure; they work without a corpus of one's own, on text generated from jieba's dictionary.

```sh
pip install tantivy        # a peer only: jianbao does not need it, and without it the run says so
python -m benchmarks.engines [CORPUS] --json engines.json    # beside Whoosh, SQLite FTS5, tantivy
python -m benchmarks.library [CORPUS] --json library.json    # alone, at 1,000, 10,000 and all reports
apt-get install wrk        # of `serve` only: Debian's load generator; Datasette is a peer only
python3 -m venv datasette && datasette/bin/pip install datasette 'uvicorn[standard]'
python -m benchmarks.serve [CORPUS] --datasette datasette/bin/datasette --json serve.json    # over HTTP
make cluster && python -m benchmarks.cluster [CORPUS] --json cluster.json    # on one machine and in a cluster
python -m benchmarks.report engines.json library.json serve.json cluster.json > docs/performance.md
```

CORPUS is a `.jsonl` or `.jsonl.xz` file of records with at least `id`, `title` and `paragraphs`.

**How.** Every measurement runs in a process of its own, one after the other, so run them on a machine that
does nothing else. All engines get the same normal forms and, where they take words, the same words: two
processes segment ahead while the engine indexes. Questions are drawn from the corpus with a fixed seed:
words evenly from the different words of a report, literals as Chinese characters in a row at a random
place. A scan of all reports says which totals are right. Percentiles are nearest-rank. Memory is the
proportional set size of all processes of a measurement, looked at five times a second: private memory, and
with it the pages of mapped files, which the system may take back.

In the cluster, three nodes and jianbao share one machine, so times are those of a cluster with a third of it
each, and CPU time is the figure to go by.

Over HTTP, servers and load generator share the machine's cores, on 127.0.0.1.

**What it does not say.** Engines are asked one question at a time, files in the system's cache. Generated
text has more different pairs of characters than real text, so its index is larger and its words meet more
rarely. A literal costs FTS5 and Whoosh less than the others because they miss many: see the table of right
totals.
"""

NO_FIGURES = "## Figures\n\nNone yet: run the commands above.\n"


def page(results: Sequence[Json]) -> str:
    """The whole page: the method, then the tables of each result."""
    parts = [section(result) for result in results]
    return "\n".join([METHOD, *parts]) if parts else f"{METHOD}\n{NO_FIGURES}"


def section(result: Json) -> str:
    """One result: where and when, then its tables."""
    title, tables = _SECTIONS[result["benchmark"]]
    missing = [f"Not measured: {line}\n" for line in skipped(result)] if "engines" in result else []
    drawn = (f"{table.markdown()}\n" for table in tables(result))
    return "\n".join([f"## {title}\n", _where(result), *drawn, *missing])


def _where(result: Json) -> str:
    about = result["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    return (
        f"{about['date']}, {about['processor']}, {about['cores']} cores, {about['memory'] / 2**30:.0f} GiB, "
        f"{about['system']}; load before the run {about['load']}; {versions}. "
        f"Corpus: {result['corpus']['name']}.\n"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    paths = sys.argv[1:] if arguments is None else arguments
    print(page([json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]), end="")


if __name__ == "__main__":
    main()
