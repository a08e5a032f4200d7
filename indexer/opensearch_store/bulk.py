"""Documents as the requests that write them, many in one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from opensearchpy import OpenSearch

from indexer.opensearch_store.failures import refused
from indexer.opensearch_store.mapping import written_to

Json = dict[str, Any]

BULK_BYTES = 8 << 20
"""What is sent in one request, about."""
THERE = {"require_alias": "true"}
"""Write to what is there already."""


def add(client: OpenSearch, index: str, lines: Mapping[str, str], seconds: float) -> None:
    body = "".join(f"{json.dumps({'index': {'_id': name}})}\n{line}\n" for name, line in lines.items())
    for one in client.bulk(body=body, index=written_to(index), params=timeout(seconds, **THERE))["items"]:
        if "error" in one["index"]:
            raise refused(one["index"])


def timeout(seconds: float, **further: object) -> Json:
    """What is told beside a request: when to give up, and more."""
    return {"request_timeout": seconds, **further}


def line_of(body: Json) -> str:
    """A document or search, in a body of many."""
    return json.dumps(body, ensure_ascii=False)


def in_parts(documents: Iterable[tuple[str, Json]]) -> Iterable[dict[str, str]]:
    """Documents by their names, as much of them at a time as one request takes."""
    part: dict[str, str] = {}
    size = 0
    for name, body in documents:
        part[name] = line = line_of(body)
        size += 3 * len(line)  # of most characters in UTF-8
        if size > BULK_BYTES:
            yield part
            part, size = {}, 0
    if part:
        yield part
