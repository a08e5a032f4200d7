"""The figures of `benchmarks.cluster`, as tables, from its JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.tables import NONE, Table, figure, megabytes

Json = dict[str, Any]

_NAMES = {"one": "one machine", "cluster": "cluster"}


def cluster_tables(result: Json) -> list[Table]:
    """Every table of one run."""
    return [_indexing(result), _searching(result)]


def _indexing(result: Json) -> Table:
    return Table(
        title=f"Indexing {result['corpus']['name']} on one machine and in a cluster",
        head=("reports", "where", "s", "CPU, s", "of it nodes, s", "x CPU", "size, MB", "x text"),
        rows=tuple(row for size in result["sizes"] for row in _indexed(size)),
        notes=(
            "From the file of records to the last commit, words and grams. CPU: of jianbao with its workers "
            "and of all nodes, until these have nothing left to merge; x CPU: divided by that of one "
            f"machine. Size: of one copy of the index; in the cluster there are {result['copies']}.",
        ),
    )


def _indexed(size: Json) -> Iterator[tuple[str, ...]]:
    for name in _NAMES:
        index = size[name]["index"]
        yield (
            f"{index['reports']:,}",
            _NAMES[name],
            figure(index["seconds"]),
            figure(_cpu(index)),
            figure(index["nodes"]) if index["nodes"] else NONE,
            figure(_cpu(index) / _cpu(size["one"]["index"]), 2),
            megabytes(index["bytes"]),
            figure(index["bytes"] / size["text_bytes"]),
        )


def _searching(result: Json) -> Table:
    return Table(
        title="A whole search on one machine and in a cluster",
        head=(
            "reports",
            "where",
            "p50 / p95, ms",
            "CPU, ms",
            "of it nodes, ms",
            "x CPU",
            "requests",
            "same total",
            "same ten",
        ),
        rows=tuple(row for size in result["sizes"] for row in _searched(size)),
        notes=(
            f"{result['count']} questions after {result['warm_up']} others, one at a time, of the kinds that "
            "`benchmarks.library` asks: parse, ask, cut passages of ten reports, JSON. CPU: of jianbao and "
            "of all nodes, for each question. Requests: that the cluster is sent for each. Same: as on one "
            "machine, the total and the reports of the first page in their order.",
        ),
    )


def _searched(size: Json) -> Iterator[tuple[str, ...]]:
    for name in _NAMES:
        held, right = size[name], size["one"]["answers"]
        spent, count = held["spent"], held["whole"]["count"]
        yield (
            f"{held['index']['reports']:,}",
            _NAMES[name],
            f"{figure(held['whole']['p50'])} / {figure(held['whole']['p95'])}",
            figure(1000 * _cpu(spent) / count),
            figure(1000 * spent["nodes"] / count) if spent["nodes"] else NONE,
            figure(_cpu(spent) / _cpu(size["one"]["spent"]), 2),
            figure(held["requests"]) if held["requests"] else NONE,
            _same(held["answers"], right, "total"),
            _same(held["answers"], right, "ids"),
        )


def _cpu(spent: Json) -> float:
    return float(spent["own"] + spent["nodes"])


def _same(answers: list[Json], right: list[Json], key: str) -> str:
    alike = sum(one[key] == other[key] for one, other in zip(answers, right, strict=True))
    return f"{alike}/{len(right)}"
