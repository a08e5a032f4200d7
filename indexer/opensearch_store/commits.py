"""Commits: what of the documents counts, at which number; and who may make the next one.

A cluster has no transaction over many documents. What it does at one stroke is to set one document, if it is
still the one that was read. So there is a document that says what the newest commit is, and setting it is the
commit. Every report's document says in which attempt at a commit it was `born`; counted are those born in the
newest commit or before, not in an attempt that was `aborted`, and not named in the list of the `dead`, which
were replaced or removed since. What is dead is swept a while later, when nobody asks any more for a commit in
which it lived.

Attempts are numbered by the lease, a document that one writer holds for a time. So a writer that was thought
lost, and comes back, can spoil nothing: its attempt is another one, and its commit is refused.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import uuid4

from indexer.errors import IndexBusy, IndexMissing
from indexer.opensearch_store.client import Client
from indexer.opensearch_store.mapping import PAIRS_LENGTH, TITLE_LENGTH, VERSION, WORDS_LENGTH
from indexer.opensearch_store.queries import but, terms

Json = dict[str, Any]

LEASE_SECONDS = 60.0
"""A writer that says nothing for so long is taken for lost."""
RENEWAL_SECONDS = 10.0
WAITING_SECONDS = LEASE_SECONDS + 10.0
"""How long to wait for another writer."""
_PAUSE_SECONDS = 0.2
GRACE_SECONDS = 300.0
"""So long a commit can still be asked for after the next one."""

COUNTED = (WORDS_LENGTH, TITLE_LENGTH, PAIRS_LENGTH, "characters")
"""What is summed up over all reports."""


@dataclass(frozen=True, slots=True)
class Commit:
    """`sums` are those of the fields of these names. `dead` counts the documents of the list that belongs to
    it. `recent` are the numbers of the commits that can still be asked for, with the time when each was made,
    in seconds since 1970; older ones are not whole any more."""

    index: str = field(default_factory=lambda: uuid4().hex[:12])
    format: int = VERSION
    generation: int = 0
    aborted: tuple[int, ...] = ()
    dead: int = 0
    reports: int = 0
    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    recent: tuple[tuple[int, float], ...] = ()

    @property
    def version(self) -> str:
        return f"{self.index}-{self.generation}"

    def is_readable(self, generation: int) -> bool:
        """Whether what that commit counted is still there."""
        return any(number == generation for number, _ in self.recent)

    def settled(self, now: float) -> int:
        """The newest commit made so long ago that nobody asks for one before it; 0 if there is none."""
        return max((number for number, made in self.recent if made < now - GRACE_SECONDS), default=0)


class Commits:
    """Those of one index."""

    def __init__(self, client: Client, place: str, name: str) -> None:
        self._client, self._place = client, place
        self.reports, self.index = f"{name}-reports", f"{name}-commits"

    def newest(self) -> Commit:
        """Raises `IndexMissing` before the first commit, and `IndexOutdated`."""
        return self.seen()[0]

    def seen(self) -> tuple[Commit, Json]:
        """The newest commit, and the document that says so."""
        self._client.be_led()
        found = self._client.read(self.index, "commit")
        if found is None:
            raise IndexMissing(self._place)
        source = found["_source"]
        if source["format"] != VERSION:
            raise self._client.failures.other_format()
        recent = tuple((int(number), float(at)) for number, at in source["recent"])
        return Commit(**{**source, "aborted": tuple(source["aborted"]), "recent": recent}), found

    def counted(self, commit: Commit) -> Json:
        """What finds the documents that count in a commit."""
        born: Json = {"range": {"born": {"lte": commit.generation}}}
        unwanted = [terms("born", commit.aborted)] if commit.aborted else []
        if commit.dead:
            unwanted.append(self._listed(commit.generation))
        return but(born, *unwanted) if unwanted else born

    def _listed(self, generation: int) -> Json:
        """What finds the documents of a list of the dead, which stays where it is."""
        return {"terms": {"_id": {"index": self.index, "id": f"dead-{generation}", "path": "ids"}}}

    def dead(self, generation: int) -> set[str]:
        """The names of the documents that are dead in a commit."""
        found = self._client.read(self.index, f"dead-{generation}")
        return set(found["_source"]["ids"]) if found else set()

    # — writing —

    @contextmanager
    def lease(self) -> Iterator[Lease]:
        """While nobody else writes. Raises `IndexBusy`."""
        lease = Lease(self._client, self.index, self._place)
        lease.take()
        try:
            yield lease
        finally:
            lease.give_back()

    def sweep(self, before: Commit, aborted: tuple[int, ...]) -> tuple[Commit, set[str]]:
        """Forget what no commit counts that can still be asked for: what writers left that were broken off,
        and what died long ago. What is left of the commit before, and the names of its dead."""
        if aborted:
            self._client.sweep(self.reports, terms("born", aborted))
        settled = before.settled(time.time())
        dead, gone = self.dead(before.generation), self.dead(settled)
        if gone:
            self._client.sweep(self.reports, self._listed(settled))
        self._client.sweep(self.index, {"range": {"generation": {"lt": settled}}})
        recent = tuple(one for one in before.recent if one[0] >= settled)
        return replace(before, aborted=aborted, recent=recent), dead - gone

    def publish(self, commit: Commit, dead: set[str], seen: Json | None) -> None:
        """Make the commit, whose dead are these, unless another one was made meanwhile."""
        if dead:
            listed = {"generation": commit.generation, "ids": sorted(dead)}
            self._client.put(self.index, f"dead-{commit.generation}", listed)
        recent = (*commit.recent, (commit.generation, time.time()))
        if not self._client.write(self.index, "commit", asdict(replace(commit, recent=recent)), seen):
            raise IndexBusy(self._place)


class Lease:
    """The right to write, for a time. `attempt` numbers what is written under it."""

    def __init__(self, client: Client, index: str, place: str) -> None:
        self._client, self._index, self._place = client, index, place
        self._owner = f"{socket.gethostname()} {os.getpid()} {uuid4().hex[:8]}"
        self.attempt, self._renewed = 0, 0.0

    def take(self) -> None:
        until = time.monotonic() + WAITING_SECONDS
        while (holder := self._taken()) is not None:
            if time.monotonic() > until:
                raise IndexBusy(self._place, holder)
            time.sleep(_PAUSE_SECONDS)

    def _taken(self) -> str | None:
        """None if it is ours now, else who holds it."""
        seen = self._client.read(self._index, "lease")
        held: Json = seen["_source"] if seen else {"attempt": 0, "until": 0.0, "owner": ""}
        if held["until"] > time.time():
            return str(held["owner"])
        self.attempt = held["attempt"] + 1
        return None if self._set(LEASE_SECONDS, seen) else str(held["owner"])

    def _set(self, seconds: float, seen: Json | None) -> bool:
        self._renewed = time.monotonic()
        body = {"attempt": self.attempt, "owner": self._owner, "until": time.time() + seconds}
        return self._client.write(self._index, "lease", body, seen)

    def renew(self) -> None:
        """Say that we are still at work; now and then is enough, so call it often. Raises `IndexBusy` where
        we were taken for lost."""
        if time.monotonic() < self._renewed + RENEWAL_SECONDS:
            return
        seen = self._client.read(self._index, "lease")
        if seen is None or seen["_source"]["owner"] != self._owner or not self._set(LEASE_SECONDS, seen):
            raise IndexBusy(self._place)

    def give_back(self) -> None:
        seen = self._client.read(self._index, "lease")
        if seen and seen["_source"]["owner"] == self._owner:
            self._set(0.0, seen)
