"""A cluster whose nodes are processes of their own: some are killed, and nothing comes of it but a pause."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from time import monotonic

import pytest

from indexer import IndexUnusable, open_store, parse
from indexer.opensearch_store import connection
from indexer.store import Page, Store
from tests.cluster.dying import FLAGS, manager_killed
from tests.cluster.load import BATCH, PATIENCE_SECONDS, Load
from tests.cluster.nodes import Cluster, on_free_ports

_NOT_WHOLE = "请启动停掉的节点|确认集群已启动|没有在限定的时间内应答"


@pytest.fixture(scope="module")
def three(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Where there can be a cluster at all."""
    nodes = on_free_ports(tmp_path_factory.mktemp("three"))
    nodes.start(*FLAGS, end_with=os.getpid())
    try:
        nodes.wait()
        yield nodes
    finally:
        for jvm in nodes.jvms:
            jvm.kill()


def test_who_reads_and_writes_hardly_notices_that_the_elected_node_dies(three: Cluster) -> None:
    trial = manager_killed(three, f"{three.address}one-dies")
    assert (trial.complaints, trial.lost) == ((), 0), trial
    assert max(trial.read_pause, trial.write_pause) < connection.PATIENCE_SECONDS, trial


def test_with_two_nodes_dead_nothing_is_answered_and_with_them_back_all_is(
    three: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"{three.address}two-die"
    with Load(place) as load:
        load.work(1)
    with closing(open_store(place)) as store:
        for number in 1, 2:
            three.jvms[number].kill()
        with monkeypatch.context() as impatient:
            impatient.setattr(connection, "PATIENCE_SECONDS", 2)
            impatient.setattr(connection, "USUAL_SECONDS", 5)
            with pytest.raises(IndexUnusable, match=_NOT_WHOLE):
                _found_until_missed(store, load.acknowledged * BATCH)
            with pytest.raises(IndexUnusable, match=_NOT_WHOLE):
                store.update([])
        three.start(*FLAGS, end_with=os.getpid())
        assert _patiently(store) == load.acknowledged * BATCH


def _found_until_missed(store: Store, right: int) -> None:
    """Search until the node that is left misses the others; till then it may answer, rightly."""
    until = monotonic() + PATIENCE_SECONDS
    while monotonic() < until:
        assert _found(store) == right


def _found(store: Store) -> int:
    with store.snapshot() as snapshot:
        return snapshot.search(parse("新能源港口"), Page(1)).total


def _patiently(store: Store) -> int:
    """How many reports are found when nodes that have just been started are ready to tell."""
    until = monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return _found(store)
        except IndexUnusable:
            assert monotonic() < until
