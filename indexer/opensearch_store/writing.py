"""Reports -> a commit of the cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from indexer.errors import IndexMissing
from indexer.opensearch_store.client import Client
from indexer.opensearch_store.commits import COUNTED, Commit, Commits, Lease
from indexer.opensearch_store.documents import document, name_of
from indexer.opensearch_store.failures import OLDEST_PROGRAM
from indexer.opensearch_store.mapping import commits_body, index_body
from indexer.opensearch_store.queries import all_of, terms
from indexer.report import Packed, Report

Json = dict[str, Any]

IDS_AT_ONCE = 5_000


def update(client: Client, commits: Commits, add: Iterable[Report | Packed], remove: Collection[str]) -> str:
    """What `Store.update` promises."""
    added = {one.id: one for one in add}
    _prepare(client, commits)
    with commits.lease() as lease:
        return _commit(client, commits, lease, added, remove).version


def _prepare(client: Client, commits: Commits) -> None:
    """Have the indices, on a cluster that is new enough."""
    if not client.exists(commits.index):
        version = client.version()
        if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_PROGRAM:
            raise client.failures.old_program(version)
        client.create(commits.index, commits_body())
    client.create(commits.reports, index_body())
    if not client.exists(commits.reports):
        raise client.failures.other_format()


def _commit(
    client: Client, commits: Commits, lease: Lease, added: dict[str, Report | Packed], remove: Collection[str]
) -> Commit:
    before, seen = _newest(commits)
    aborted = (*before.aborted, *range(before.generation + 1, lease.attempt))
    before, dead = commits.sweep(before, aborted)
    sums = Counter(before.sums)
    client.add(commits.reports, _documents(added.values(), lease, sums))
    client.refresh(commits.reports)
    replaced = 0
    for name, numbers in _living(client, commits, before, [*{*added, *remove}]):
        dead.add(name)
        sums.subtract(numbers)
        replaced += 1
    after = replace(
        before,
        generation=lease.attempt,
        dead=len(dead),
        reports=before.reports + len(added) - replaced,
        sums=dict(sums),
    )
    commits.publish(after, dead, seen)
    return after


def _newest(commits: Commits) -> tuple[Commit, Json | None]:
    try:
        return commits.seen()
    except IndexMissing:
        return Commit(), None


def _documents(
    added: Iterable[Report | Packed], lease: Lease, sums: Counter[str]
) -> Iterator[tuple[str, Json]]:
    """The documents of the reports, by their names; what is summed up of them is added."""
    for one in added:
        lease.renew()
        report = one.unpacked() if isinstance(one, Packed) else one
        made = document(report, lease.attempt)
        sums.update({name: made[name] for name in COUNTED})
        yield name_of(lease.attempt, report.id), made


def _living(
    client: Client, commits: Commits, commit: Commit, ids: Sequence[str]
) -> Iterator[tuple[str, dict[str, int]]]:
    """The documents of these reports that count in a commit, and what is summed up of each."""
    for first in range(0, len(ids), IDS_AT_ONCE):
        some = ids[first : first + IDS_AT_ONCE]
        query = all_of([commits.counted(commit), terms("id", some)])
        asked = {"query": query, "size": len(some), "_source": False, "docvalue_fields": [*COUNTED]}
        for hit in client.search(commits.reports, asked)["hits"]["hits"]:
            yield hit["_id"], {name: hit["fields"][name][0] for name in COUNTED}
