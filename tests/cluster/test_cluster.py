"""The cluster for tests: three nodes, shared by all tests, and indices that are empty again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster import artifacts
from tests.cluster.artifacts import NoCluster
from tests.cluster.nodes import COUNT, Cluster
from tests.support.cluster import Places


def test_three_nodes_share_one_process(cluster: Cluster) -> None:
    health = cluster.ask("GET", "/_cluster/health")
    assert (health["status"], health["number_of_nodes"]) == ("green", COUNT)
    assert cluster.manager() in range(COUNT)
    assert [jvm.alive() for jvm in cluster.jvms] == [True]


def test_an_index_is_used_again_and_empty(places: Places, cluster: Cluster) -> None:
    with places.fresh() as place:
        name = place.removeprefix(cluster.address)
        cluster.ask("PUT", f"/{name}-tried/_doc/1?refresh=true", {"text": "港口"})
        with places.fresh() as other:
            assert other != place
    with places.fresh(), places.fresh() as again:
        assert again in (place, other)
    assert cluster.ask("GET", f"/{name}-tried/_count")["count"] == 0


def test_who_has_no_java_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoCluster, match=r"没有 java、javac、mvn。.*apt-get install"):
        artifacts.class_path()


@pytest.mark.slow
def test_a_jar_that_is_not_the_named_one_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Maven whose source gives something else."""
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\n", encoding="ascii")
    maven.chmod(0o755)
    for program, says in ("java", "java"), ("javac", "echo javac 17.0.1"):
        (tmp_path / program).write_text(f"#!/bin/sh\n{says}\n", encoding="ascii")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(artifacts, "KEPT", tmp_path)
    monkeypatch.setattr(artifacts, "_LIB", tmp_path / "lib")
    with pytest.raises(NoCluster, match=r"opensearch-2[0-9.]+jar.*与 SHA256SUMS 不符"):
        artifacts.class_path()


def test_a_port_that_is_taken_is_told(cluster: Cluster, tmp_path: Path) -> None:
    other = Cluster(tmp_path, cluster.ports, cluster.inner)
    with pytest.raises(NoCluster, match=f"端口 {cluster.ports[0]} 已被占用"):
        other.start()
