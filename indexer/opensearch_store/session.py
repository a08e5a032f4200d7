"""One commit, as it is asked: counts, searches and walks over what counts in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from threading import Lock
from time import monotonic
from typing import Any

from indexer.opensearch_store.client import Client
from indexer.opensearch_store.commits import GRACE_SECONDS, Commit, Commits
from indexer.opensearch_store.documents import ClusterMatch, reports_of
from indexer.opensearch_store.mapping import AUTHOR_UNITS, READ, SOURCE_UNITS, TITLE_UNITS
from indexer.opensearch_store.queries import EVERYTHING, all_of, terms
from indexer.query import Node
from indexer.query.nodes import holds
from indexer.report import Kind, Report
from indexer.store import Facet, Values
from indexer.text.fold import fold

Json = dict[str, Any]

REMEMBERED_COUNTS = 50_000
WALKED_AT_ONCE = 200
FETCHED_AT_ONCE = 500
COUNTED_AT_ONCE = 200
_KEPT = "5m"
"""How long the cluster keeps a view for a walk, from one page of it to the next."""
MOST_VALUES = 65_000
"""The cluster counts no more values in one answer."""


class Counts:
    """How many reports queries find, remembered while the commit is the newest: words and pairs come up again
    and again. Any number of threads use it at once."""

    def __init__(self) -> None:
        self._lock, self._version = Lock(), ""
        self._held: dict[str, int] = {}

    def of(self, version: str) -> dict[str, int]:
        with self._lock:
            if (
                version != self._version or len(self._held) > REMEMBERED_COUNTS
            ):  # who holds the old one keeps it
                self._version, self._held = version, {}
            return self._held


class Session:
    """Asks the cluster about one commit."""

    def __init__(self, client: Client, commits: Commits, commit: Commit, counts: Counts) -> None:
        self._client, self._commits, self.commit = client, commits, commit
        self._counts = counts.of(commit.version)
        self._counted, self._index = commits.counted(commit), commits.reports
        self._fresh_until = monotonic() + GRACE_SECONDS / 2
        self._held: dict[str, ClusterMatch] = {}

    def counted(self, query: Json) -> Json:
        """What a query finds of the reports that count."""
        return all_of([self._counted, query])

    def searches(self, bodies: Sequence[Json]) -> list[Json]:
        """The answers to searches whose queries are `counted`, asked at once."""
        self._check()
        return self._client.searches(self._index, bodies)

    def count(self, queries: Sequence[Json]) -> list[int]:
        """How many reports each query finds, asked at once, those that are not known yet."""
        new = {key: query for query in queries if (key := _key(query)) not in self._counts}
        some = [*new.values()]
        parts = [some[at : at + COUNTED_AT_ONCE] for at in range(0, len(some), COUNTED_AT_ONCE)]
        answers = self.searches(list(map(self._counting_each, parts)))
        buckets = [one for answer in answers for one in answer["aggregations"]["counts"]["buckets"]]
        self._counts.update(zip(new, (one["doc_count"] for one in buckets), strict=True))
        return [self._counts[_key(query)] for query in queries]

    def _counting_each(self, queries: Sequence[Json]) -> Json:
        """One search that counts what each query finds: it costs a third of as many searches."""
        return {**self.counting(EVERYTHING), "aggs": {"counts": {"filters": {"filters": queries}}}}

    def together(self, **parts: Sequence[Json]) -> dict[str, list[Json]]:
        """The answers to searches, asked at once, part by part."""
        answers = iter(self.searches([one for part in parts.values() for one in part]))
        return {name: [*islice(answers, len(part))] for name, part in parts.items()}

    def counting(self, query: Json) -> Json:
        """A search that only counts."""
        return {"query": self.counted(query), "size": 0}

    def sampling(self, query: Json, most: int) -> Json:
        """A search for some of the reports that a query finds, and how many there are."""
        return {**self.counting(query), "size": most, **READ}

    def samples(self, queries: Sequence[Json], most: int) -> list[tuple[int, list[ClusterMatch]]]:
        """How many reports each query finds, and some of them. Queries that are alike find the same reports:
        each is read once."""
        named = {**READ, "docvalue_fields": ["id"]}
        answers = self.searches([{**self.counting(query), "size": most, **named} for query in queries])
        ids = [[hit["fields"]["id"][0] for hit in answer["hits"]["hits"]] for answer in answers]
        held = {one.id: one for one in self.documents([one for some in ids for one in some])}
        return [
            (total(answer), [held[one] for one in some if one in held])
            for answer, some in zip(answers, ids, strict=True)
        ]

    def remember(self, found: Iterable[ClusterMatch]) -> None:
        """These reports are on a page: what is asked next is about them."""
        self._held.update((one.id, one) for one in found)

    def documents(self, ids: Sequence[str]) -> list[ClusterMatch]:
        """The reports of these ids, those that are here."""
        new = [one for one in dict.fromkeys(ids) if one not in self._held]
        parts = [new[at : at + FETCHED_AT_ONCE] for at in range(0, len(new), FETCHED_AT_ONCE)]
        answers = self.searches([self.sampling(terms("id", part), len(part)) for part in parts])
        held = {one.id: one for answer in answers for one in reports_of(answer)}
        found = (self._held.get(one) or held.get(one) for one in ids)
        return [one for one in found if one]

    def faceting(self, query: Json, facets: Sequence[Facet]) -> Json:
        """A search that counts the values of facets."""
        return {**self.counting(query), "aggs": by_values(facets)}

    def weighing(self, query: Json, facets: Sequence[Facet]) -> Json:
        """A search that also counts the characters of the reports of each value, and finds the first and the
        last day."""
        characters = {"aggs": {"characters": {"sum": {"field": "characters"}}}}
        days = {"first": {"min": {"field": "first_day"}}, "last": {"max": {"field": "first_day"}}}
        return {**self.counting(query), "aggs": {one: _by_value(one) | characters for one in facets} | days}

    def facets(self, answers: Sequence[Json], query: Json, facets: Sequence[Facet]) -> Values:
        """The values that the first of some searches, if there was one, has counted."""
        return {facet: self._facet(facet, answers[0]["aggregations"][facet], query) for facet in facets}

    def _facet(self, facet: Facet, counted: Json, query: Json) -> tuple[tuple[str, int], ...]:
        """In the order of `store.Values`. The cluster says itself whether it has counted all."""
        if counted["sum_other_doc_count"] or counted["doc_count_error_upper_bound"]:
            values = self.values(query, facet)
        else:
            values = {one["key"]: one["doc_count"] for one in counted["buckets"] if one["key"]}
        return in_order(facet, values)

    def walk(self, body: Json, at_once: int = WALKED_AT_ONCE) -> Iterator[Json]:
        """All hits of a search, whose order must be total, a page after the other: of the index as it is now,
        whatever becomes of it meanwhile."""
        self._check()
        view = self._client.freeze(self._index, _KEPT)
        try:
            further: Json = {}
            while hits := self._client.page_of(view, _KEPT, {**body, "size": at_once, **further})["hits"][
                "hits"
            ]:
                yield from hits
                further = {"search_after": hits[-1]["sort"]}
        finally:
            self._client.thaw(view)

    def values(self, query: Json, field: str) -> dict[str, int]:
        """How many of the reports that a query finds have each value of a field, exactly."""
        found: dict[str, int] = {}
        further: Json = {}
        while True:
            by_value = {"size": MOST_VALUES, "sources": [{field: {"terms": {"field": field}}}], **further}
            body = {"query": self.counted(query), "size": 0, "aggs": {"values": {"composite": by_value}}}
            (answer,) = self.searches([body])
            buckets = answer["aggregations"]["values"]["buckets"]
            found |= {one["key"][field]: one["doc_count"] for one in buckets if one["key"][field]}
            if len(buckets) < MOST_VALUES:
                return found
            further = {"after": answer["aggregations"]["values"]["after_key"]}

    def looked_into(self, candidates: Json, node: Node, field: str) -> Json:
        """Of what a query finds, the documents in a text of which a node holds, as a query."""
        body = {"query": self.counted(candidates), "sort": [{"id": "asc"}], **READ}
        found = (ClusterMatch(hit, "literal").report for hit in self.walk(body))
        return terms("id", (one.id for one in found if _holds(one, node, field)))

    def _check(self) -> None:
        """A commit can be asked for as long as what has died since is not swept."""
        if monotonic() > self._fresh_until:
            if not self._commits.newest().is_readable(self.commit.generation):
                raise self._client.failures.too_late()
            self._fresh_until = monotonic() + GRACE_SECONDS / 2


def total(answer: Json) -> int:
    """How many reports a search has found."""
    return int(answer["hits"]["total"]["value"])


def _key(query: Json) -> str:
    return json.dumps(query, sort_keys=True)


def in_order(facet: Facet, values: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Values of a facet in the order of `store.Values`."""
    if facet == "source":
        return tuple(sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))
    return tuple(sorted(values.items()))


def by_values(facets: Sequence[Facet]) -> Json:
    """What of a search has the values of facets counted."""
    return {one: _by_value(one) for one in facets}


def _by_value(facet: Facet) -> Json:
    return {"terms": {"field": facet, "size": MOST_VALUES}}


def _holds(report: Report, node: Node, field: str) -> bool:
    texts = {
        TITLE_UNITS: [block.text for block in report.blocks if block.kind is Kind.TITLE],
        SOURCE_UNITS: [report.source],
        AUTHOR_UNITS: [*report.authors],
    }
    return any(holds(fold(text), node) for text in texts.get(field, [block.text for block in report.blocks]))
