"""The store in a cluster of OpenSearch."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from indexer.errors import IndexDamaged, IndexMissing
from indexer.message import Message
from indexer.opensearch_store.address import Address, Secrets
from indexer.opensearch_store.client import Client
from indexer.opensearch_store.commits import Commits
from indexer.opensearch_store.documents import ClusterMatch
from indexer.opensearch_store.kept import Kept
from indexer.opensearch_store.mapping import READ
from indexer.opensearch_store.queries import EVERYTHING
from indexer.opensearch_store.session import Counts, Session
from indexer.opensearch_store.snapshot import ClusterSnapshot
from indexer.opensearch_store.writing import update
from indexer.report import Packed, Report
from indexer.store import Stats
from indexer.text.fold import fingerprint, fold


class ClusterStore:
    """A `Store`. Any number of threads and machines use it at once."""

    def __init__(self, address: Address, secrets: Secrets) -> None:
        self._place = str(address)
        self._client = Client(address, secrets)
        self._commits = Commits(self._client, self._place, address.name)
        self._counts = Counts()

    def update(self, add: Iterable[Report | Packed], remove: Collection[str] = ()) -> str:
        return update(self._client, self._commits, add, remove)

    def snapshot(self) -> ClusterSnapshot:
        return ClusterSnapshot(self._session())

    def version(self) -> str:
        try:
            return self._commits.newest().version
        except IndexMissing:
            return ""

    def stats(self) -> Stats:
        commit = self._commits.newest()
        return Stats(
            reports=commit.reports,
            characters=commit.sums["characters"],
            bytes=self._client.bytes_of(self._commits.reports),
            generation=commit.generation,
        )

    def check(self) -> None:
        session = self._session()
        found = 0
        for hit in session.walk({"query": session.counted(EVERYTHING), "sort": [{"id": "asc"}], **READ}):
            self._check(ClusterMatch(hit, "literal").kept)
            found += 1
        if found != session.commit.reports:
            counted = session.commit.reports
            detail = Message("应有 {wanted} 篇报告，实有 {found} 篇", wanted=counted, found=found)
            raise IndexDamaged(self._place, detail)

    def _check(self, kept: Kept) -> None:
        normal = [fold(block.text) for block in kept.report.blocks]
        found = (kept.report.digest, fingerprint(normal).hex(), *normal)
        if found != (kept.digest, kept.fingerprint, *kept.normal.blocks):
            raise IndexDamaged(self._place, Message("报告 {id} 与存入时不同", id=kept.about.id))

    def close(self) -> None:
        self._client.close()

    def _session(self) -> Session:
        return Session(self._client, self._commits, self._commits.newest(), self._counts)
