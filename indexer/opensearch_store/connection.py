"""The way to a cluster: whatever is asked is asked again while machines come and go, and has a deadline."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from opensearchpy import OpenSearch
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
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 2.0


class Connection:
    """Asks one cluster, any machine of it. Safe to share between threads."""

    def __init__(self, address: Address, secrets: Secrets) -> None:
        self.failures = Failures(str(address))
        self._client = OpenSearch(
            list(address.hosts),
            http_auth=(secrets.user, secrets.password) if secrets.user else None,
            headers={"Authorization": f"Bearer {secrets.token}"} if secrets.token else None,
            ca_certs=secrets.authority or None,
            verify_certs=True,
            http_compress=not address.is_here,  # among neighbours bytes cost less than packing them
            max_retries=len(address.hosts),
            retry_on_timeout=False,
            dead_timeout=_FIRST_PAUSE_SECONDS,
            timeout_cutoff=4,  # it doubles with every failure, four times at most
            timeout=USUAL_SECONDS,
        )

    def close(self) -> None:
        self._client.close()

    def patiently(self, ask: Callable[[OpenSearch, float], T]) -> T:
        """What asking gives, told how many seconds it may take; once more while what goes wrong may pass."""
        until, pause = monotonic() + PATIENCE_SECONDS, _FIRST_PAUSE_SECONDS
        while True:
            limit = left()
            if limit == 0.0:
                raise self.late()
            try:
                return ask(self._client, USUAL_SECONDS if limit is None else limit)
            except OpenSearchException as failure:
                is_over = monotonic() + pause > until or (limit is not None and pause > limit)
                if is_over or not is_passing(failure):
                    raise self._ours(failure) from failure
            sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def late(self) -> JianbaoError:
        """The error of an answer that comes too late."""
        return out_of_time() or self.failures.slow()

    def _ours(self, failure: OpenSearchException) -> JianbaoError:
        return self.late() if isinstance(failure, ConnectionTimeout) else self.failures.ours(failure)
