"""What a cluster says while its nodes come and go, and what is made of it."""

from __future__ import annotations

import pytest
from opensearchpy.exceptions import OpenSearchException, TransportError

from indexer.opensearch_store.failures import Failures, is_passing, refused

_OF_A_DEAD_NODE = {
    "type": "search_phase_execution_exception",
    "reason": "Partial shards failure",
    "failed_shards": [{"shard": 1, "reason": {"type": "node_not_connected_exception"}}],
}
_OF_A_MISTAKE = {
    "type": "search_phase_execution_exception",
    "reason": "Partial shards failure",
    "failed_shards": [{"shard": 1, "reason": {"type": "script_exception"}}],
}


@pytest.mark.parametrize(
    "failure",
    [
        refused({"error": _OF_A_DEAD_NODE, "status": 500}),
        TransportError(500, "search_phase_execution_exception", {"error": _OF_A_DEAD_NODE}),
        TransportError(500, "node_closed_exception", {}),
    ],
)
def test_a_node_that_has_just_died_is_asked_for_again(failure: OpenSearchException) -> None:
    assert is_passing(failure)
    assert "请启动停掉的节点" in str(Failures("甲").ours(failure))


def test_what_is_wrong_with_a_question_is_not_asked_again() -> None:
    failure = refused({"error": _OF_A_MISTAKE, "status": 500})
    assert not is_passing(failure)
    assert "没有完成" in str(Failures("甲").ours(failure))
