"""What is asked of the cluster, and whatever may come back: answers whole and in time, or errors of ours.

A partial answer is none, a node that does not answer is another one's turn, and what asks has a deadline: all
that is left of it goes with every question, so that the cluster stops as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import RequestError

from indexer.deadline import left
from indexer.errors import JianbaoError
from indexer.opensearch_store.address import Address, Secrets
from indexer.opensearch_store.bulk import THERE, add, in_parts, line_of, timeout
from indexer.opensearch_store.connection import HUNG_SECONDS, USUAL_SECONDS, Connection
from indexer.opensearch_store.failures import refused
from indexer.opensearch_store.mapping import written_to

T = TypeVar("T")
Json = dict[str, Any]

LED_SECONDS = 1.0
"""So long it is taken for granted that machines that belonged to a cluster still do."""


class Client:
    """Asks one cluster. Safe to share between threads."""

    def __init__(self, address: Address, secrets: Secrets) -> None:
        self._connection = Connection(address, secrets)
        self.failures = self._connection.failures
        self._led_until = 0.0

    def close(self) -> None:
        self._connection.close()

    def be_led(self) -> None:
        """Make sure, now and then, that the machines that answer have an elected manager: they are most of
        the cluster. Fewer still answer, but what is committed elsewhere they do not know."""
        now = monotonic()
        if now >= self._led_until:
            patience = f"{int(HUNG_SECONDS)}s"
            self._question(
                lambda client, seconds: client.cluster.health(
                    params=timeout(seconds, cluster_manager_timeout=patience)
                )
            )
            self._led_until = now + LED_SECONDS

    # — questions —

    def search(self, index: str, body: Json) -> Json:
        return self.searches(index, [body])[0]

    def searches(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """The answers to several searches, asked at once."""
        if not bodies:
            return []
        return self._question(lambda client, seconds: self._searches(client, index, bodies, seconds))

    def _searches(self, client: OpenSearch, index: str, bodies: Sequence[Json], seconds: float) -> list[Json]:
        head = json.dumps({"index": index, "allow_partial_search_results": False})
        limits = {**_within(), "track_total_hits": True}
        lines = (line for body in bodies for line in (head, line_of({**limits, **body})))
        answer = client.msearch(body="\n".join(lines) + "\n", params=timeout(seconds))
        return [self._whole(one) for one in answer["responses"]]

    def _whole(self, answer: Json) -> Json:
        """An answer that is whole; `timed_out` comes with a status of 200."""
        if answer.get("timed_out"):
            raise self._connection.late()
        if "error" in answer or answer["_shards"]["failed"]:
            raise refused(answer)
        return answer

    def read(self, index: str, name: str) -> Json | None:
        """A document as it is now, with its numbers for comparing and setting; None where there is none."""
        found: Json = self._question(
            lambda client, seconds: client.get(index=index, id=name, params=timeout(seconds, ignore=404))
        )
        return found if found.get("found") else None

    # — changes —

    def write(self, index: str, name: str, body: Json, seen: Json | None) -> bool:
        """Set a document if it is still what was `seen`, or not there yet; whether it was."""
        at = {"op_type": "create"}
        if seen:
            at = {"if_seq_no": seen["_seq_no"], "if_primary_term": seen["_primary_term"]}
        done: Json = self._ask(
            lambda client, seconds: client.index(
                index=written_to(index),
                id=name,
                body=body,
                params=timeout(seconds, ignore=409, **THERE, **at),
            )
        )
        return done.get("status") != 409 or self._is_written(index, name, body)

    def _is_written(self, index: str, name: str, body: Json) -> bool:
        """Whether a document is what we would have it: we may have set it, and not been told so."""
        found = self.read(index, name)
        return found is not None and found["_source"] == json.loads(json.dumps(body))

    def put(self, index: str, name: str, body: Json) -> None:
        """Set a document, whatever is there."""
        self._ask(
            lambda client, seconds: client.index(
                index=written_to(index), id=name, body=body, params=timeout(seconds, **THERE)
            )
        )

    def add(self, index: str, documents: Iterable[tuple[str, Json]]) -> None:
        """Write documents by their names, whole; one that is there already is replaced. What the cluster
        has no room for just now is sent again."""
        for some in in_parts(documents):
            self._ask(lambda client, seconds, some=some: add(client, index, some, seconds))  # type: ignore[misc]

    def refresh(self, index: str) -> None:
        """Let what was written be found, in every copy."""
        self._ask(lambda client, seconds: _refresh(client, index, seconds))

    def sweep(self, index: str, query: Json) -> None:
        """Forget the documents that a query finds."""
        self._ask(
            lambda client, seconds: client.delete_by_query(
                index=index,
                body={"query": query},
                params=timeout(seconds, conflicts="proceed", refresh="true"),
            )
        )

    # — indices —

    def create(self, index: str, body: Json) -> None:
        """Have an index, unless it is there; wait until it can be written to."""
        self._ask(lambda client, seconds: _create(client, index, body, seconds))

    def exists(self, index: str) -> bool:
        """Whether there is an index that we have made."""
        return bool(
            self._ask(
                lambda client, seconds: client.indices.exists_alias(
                    name=written_to(index), params=timeout(seconds)
                )
            )
        )

    def bytes_of(self, index: str) -> int:
        """How much room the first copy of an index takes."""
        found: Json = self._ask(
            lambda client, seconds: client.indices.stats(index=index, metric="store", params=timeout(seconds))
        )
        return int(found["_all"]["primaries"]["store"]["size_in_bytes"])

    def version(self) -> str:
        """That of the cluster's program."""
        told: Json = self._ask(lambda client, seconds: client.info(params=timeout(seconds)))
        return str(told["version"]["number"])

    # — views —

    def freeze(self, index: str, keep: str) -> str:
        """A view of the index that stays as it is now."""
        params = {"keep_alive": keep, "allow_partial_pit_creation": "false"}
        made: Json = self._ask(
            lambda client, seconds: client.create_pit(index=index, params=timeout(seconds, **params))
        )
        return str(made["pit_id"])

    def page_of(self, view: str, keep: str, body: Json) -> Json:
        """A search in a view, which is kept a while longer."""

        def ask(client: OpenSearch, seconds: float) -> Json:
            whole = {**_within(), **body, "pit": {"id": view, "keep_alive": keep}}
            params = timeout(seconds, allow_partial_search_results="false")
            return self._whole(client.search(body=whole, params=params))

        return self._question(ask)

    def thaw(self, view: str) -> None:
        """Let a view go. The cluster does so by itself after a while: a failure does no harm."""
        with suppress(JianbaoError):
            self._ask(
                lambda client, seconds: client.delete_pit(body={"pit_id": [view]}, params=timeout(seconds))
            )

    def _question(self, ask: Callable[[OpenSearch, float], T]) -> T:
        """What changes nothing, and may be asked of another machine while one still ponders it."""
        return self._connection.patiently(ask, elsewhere=True)

    def _ask(self, ask: Callable[[OpenSearch, float], T]) -> T:
        return self._connection.patiently(ask)


def _refresh(client: OpenSearch, index: str, seconds: float) -> None:
    answer = client.indices.refresh(index=index, params=timeout(seconds))
    if answer["_shards"]["failed"]:
        raise refused(answer)


def _create(client: OpenSearch, index: str, body: Json, seconds: float) -> None:
    with _made_by_another():
        if not client.indices.exists(index=index, params=timeout(seconds)):
            named = {**body, "aliases": {written_to(index): {}}}
            client.indices.create(index=index, body=named, params=timeout(seconds))
    client.cluster.health(index=index, params=timeout(seconds, wait_for_status="yellow"))


@contextmanager
def _made_by_another() -> Iterator[None]:
    """Another writer may make the same index at the same time."""
    try:
        yield
    except RequestError as failure:
        if failure.error != "resource_already_exists_exception":
            raise


def _within() -> Json:
    """The cluster is given all the time there is: it is no machine of it that hangs."""
    seconds = left()
    return {"timeout": f"{max(1, int(1000 * (USUAL_SECONDS if seconds is None else seconds)))}ms"}
