"""The benchmark of the cluster runs on a small corpus and says what it promises; figures are not judged."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.cluster import __main__ as benchmark
from benchmarks.cluster.nodes import Nodes
from benchmarks.cluster.tables import cluster_tables
from benchmarks.generate import generated
from tests.cluster.nodes import Cluster

REPORTS, QUESTIONS = 30, 6


def test_one_machine_and_the_cluster_are_measured_side_by_side(cluster: Cluster, tmp_path: Path) -> None:
    out, corpus = tmp_path / "cluster.json", generated(tmp_path, REPORTS)
    few = f"--queries {QUESTIONS} --warm-up 2".split()
    benchmark.main([str(corpus), "--cluster", cluster.address, *few, "--json", str(out)])
    result = json.loads(out.read_text(encoding="utf-8"))
    (size,) = result["sizes"]
    for where in "one", "cluster":
        assert size[where]["index"]["reports"] == REPORTS
        assert len(size[where]["answers"]) == QUESTIONS
    assert [one["total"] for one in size["cluster"]["answers"]] == [
        one["total"] for one in size["one"]["answers"]
    ]
    assert (size["one"]["requests"], size["one"]["index"]["nodes"]) == (0, 0)
    assert size["cluster"]["requests"] >= 2
    indexing, searching = cluster_tables(result)
    assert (len(indexing.rows), len(searching.rows)) == (2, 2)
    assert not [
        index for index in cluster.ask("GET", "/_cat/indices?format=json") if "bench" in index["index"]
    ]


def test_nodes_that_are_one_process_count_once(cluster: Cluster) -> None:
    seconds = Nodes(cluster.address).seconds()
    (jvm,) = cluster.jvms
    fields = Path(f"/proc/{jvm.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    assert 0 < seconds <= (int(fields[11]) + int(fields[12])) / 100 + 1
