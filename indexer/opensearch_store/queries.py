"""The few queries that everything else is made of, and literals as such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from indexer.dates import day
from indexer.opensearch_store.documents import last_day
from indexer.opensearch_store.mapping import PAIRS, UNITS
from indexer.opensearch_store.units import Way, ways
from indexer.text.literal import has_edge, pairs_of

Json = dict[str, Any]

EVERYTHING: Json = {"match_all": {}}
NOTHING: Json = {"match_none": {}}


def all_of(parts: Iterable[Json]) -> Json:
    found = [one for one in parts if one != EVERYTHING]
    return found[0] if len(found) == 1 else {"bool": {"filter": found}} if found else EVERYTHING


def any_of(parts: Iterable[Json]) -> Json:
    found = [one for one in parts if one != NOTHING]
    if not found:
        return NOTHING
    return found[0] if len(found) == 1 else {"bool": {"should": found, "minimum_should_match": 1}}


def but(query: Json, *unwanted: Json) -> Json:
    return {"bool": {"filter": [query], "must_not": list(unwanted)}}


def named(query: Json, name: str) -> Json:
    """A query that a hit names if it matches."""
    return {"bool": {"filter": [query], "_name": name}}


def weighing(query: Json, weight: float) -> Json:
    """A query whose matches score this, whatever they are."""
    return {"constant_score": {"filter": query, "boost": weight}}


def term(field: str, value: str | int) -> Json:
    return {"term": {field: value}}


def terms(field: str, values: Iterable[str | int]) -> Json:
    return {"terms": {field: list(values)}}


def dated(after: str, before: str) -> Json:
    """A date that is cut short is any of its days, on both sides."""
    spans: list[Json] = [{"exists": {"field": "first_day"}}]
    if after:
        spans.append({"range": {"last_day": {"gte": day(after)}}})
    if before:
        spans.append({"range": {"first_day": {"lte": last_day(before)}}})
    return all_of(spans)


# — literals —


def literal(text: str, field: str = UNITS) -> Json:
    """What holds a literal in one block, or value, of a field: exactly as `text.literal` has it."""
    if field == UNITS and len(text) == 2 and not has_edge(text):
        return term(PAIRS, text)
    stands = any_of(phrase(way, field) for way in ways(text))
    return all_of([*with_pairs(text, field), stands])


def with_pairs(text: str, field: str = UNITS) -> Iterator[Json]:
    """What holds all pairs of a text: it is found at once, and rules out most of what does not hold the text.
    Only of the whole text of reports they are indexed."""
    return (term(PAIRS, pair) for pair in pairs_of(text)) if field == UNITS else iter(())


def phrase(way: Way, field: str) -> Json:
    if len(way) == 1:
        return term(field, way[0])
    return {"match_phrase": {field: {"query": "\n".join(way), "analyzer": "given"}}}
