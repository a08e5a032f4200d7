"""The way to a cluster: whatever is asked is asked again while machines come and go, and has a deadline."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from time import monotonic, sleep, time
from typing import Any, TypeVar

from opensearchpy import ConnectionSelector, OpenSearch
from opensearchpy.exceptions import ConnectionTimeout, OpenSearchException

from indexer.deadline import left, out_of_time
from indexer.errors import JianbaoError
from indexer.opensearch_store.address import Address, Secrets
from indexer.opensearch_store.failures import Failures, is_passing

logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # what fails we tell ourselves, once

T = TypeVar("T")

USUAL_SECONDS = 60.0
"""What a question may take without a deadline."""
PATIENCE_SECONDS = 20.0
"""How long to ask again while machines of the cluster come and go: until others have taken their place."""
HUNG_SECONDS = 5.0
"""A machine that has not answered a question for so long, or for half of the time that is left, may hang:
another one is asked. That one is waited for."""
AVOIDED_SECONDS = 30.0
"""So long nothing more is asked of it: about as long as the cluster needs to notice."""
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 2.0


class Faithful(ConnectionSelector):
    """Asks one machine as long as it answers, each client another one: what a machine has compiled and keeps
    at hand for its questions is used again, which by turns all of them would have to. One that has failed and
    is back stands behind the others."""

    def select(self, connections: Sequence[Any]) -> Any:
        return connections[0]


class Connection:
    """Asks one cluster, any machine of it. Safe to share between threads."""

    def __init__(self, address: Address, secrets: Secrets) -> None:
        self.failures = Failures(str(address))
        self._client = OpenSearch(
            list(address.hosts),
            headers={"Authorization": secrets.shown} if secrets.shown else None,
            ca_certs=secrets.authority or None,
            verify_certs=True,
            http_compress=not address.is_here,  # among neighbours bytes cost less than packing them
            max_retries=len(address.hosts),
            retry_on_timeout=False,
            dead_timeout=_FIRST_PAUSE_SECONDS,
            timeout_cutoff=4,  # it doubles with every failure, four times at most
            timeout=USUAL_SECONDS,
            selector_class=Faithful,
        )

    def close(self) -> None:
        self._client.close()

    def patiently(self, ask: Callable[[OpenSearch, float], T], *, elsewhere: bool = False) -> T:
        """What asking gives, told how many seconds it may take; once more while what goes wrong may pass, and
        `elsewhere` where a machine seems to hang."""
        until, pause = monotonic() + PATIENCE_SECONDS, _FIRST_PAUSE_SECONDS
        while True:
            limit = left()
            if limit == 0.0:
                raise self.late()
            seconds = USUAL_SECONDS if limit is None else limit
            try:
                return ask(self._client, min(HUNG_SECONDS, seconds / 2) if elsewhere else seconds)
            except ConnectionTimeout as failure:
                if not elsewhere:
                    raise self.late() from failure
                self._avoid(failure)
                elsewhere = False
                continue
            except OpenSearchException as failure:
                is_over = monotonic() + pause > until or (limit is not None and pause > limit)
                if is_over or not is_passing(failure):
                    raise self.failures.ours(failure) from failure
            sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _avoid(self, failure: ConnectionTimeout) -> None:
        """Ask nothing more of the machine that did not answer, for a while."""
        machines = self._client.transport.connection_pool
        for one in [*machines.connections]:
            if one.pool is getattr(failure.info, "pool", None):
                machines.mark_dead(one, time() + AVOIDED_SECONDS)

    def late(self) -> JianbaoError:
        """The error of an answer that comes too late."""
        return out_of_time() or self.failures.slow()
