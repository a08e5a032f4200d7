"""What the processes of `benchmarks.library` do, each a job of its own (see job.py)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.asked import WARM_UP
from benchmarks.measure import Spread, milliseconds
from benchmarks.memory import of_process
from indexer import Parameters, Store, answer_json, build, open_store, parse, search

Json = dict[str, Any]

PATIENCE = 60.0
"""Seconds until reports that were added count as lost."""


def index(folder: str, corpus: str) -> Json:
    """From the file of records to the last durable commit."""
    store = open_store(Path(folder))
    began = perf_counter()
    summary = build(store, [Path(corpus)])
    seconds = perf_counter() - began
    assert not summary.quarantined, summary.quarantined[0]
    stats = store.stats()
    return {
        "seconds": seconds,
        "reports": stats.reports,
        "characters": stats.characters,
        "bytes": stats.bytes,
    }


def serve(folder: str, asked: str) -> Json:
    """All questions to one store that stays open: milliseconds, and the memory held afterwards."""
    questions: Json = json.loads(Path(asked).read_text(encoding="utf-8"))
    store = open_store(Path(folder))
    whole = _spread(lambda text: whole_search(store, text), questions["mixed"])
    literals = {
        length: _spread(lambda text: store.search(parse(f'"{text}"'), limit=10), texts)
        for length, texts in questions["literals"].items()
    }
    return {"whole": whole, "literals": literals, "memory": asdict(of_process("self"))}


def whole_search(store: Store, text: str) -> str:
    """What a program that searches waits for, the wire aside: parse, ask, cut passages, JSON."""
    return json.dumps(answer_json(search(store, Parameters(q=text)), None), ensure_ascii=False)


def add(folder: str, files: list[str], markers: list[str]) -> list[float]:
    """Seconds from each file of new reports until another open store finds every one by its marker."""
    writer, reader = open_store(Path(folder)), open_store(Path(folder))
    reader.search(parse(markers[0]), limit=1)
    return [_added(writer, reader, Path(file), mark) for file, mark in zip(files, markers, strict=True)]


def _added(writer: Store, reader: Store, file: Path, marker: str) -> float:
    began = perf_counter()
    added, query = build(writer, [file]).added, parse(f'"{marker}"')
    while reader.search(query, limit=1).total < added:
        if perf_counter() - began > PATIENCE:
            raise TimeoutError(f"{added} reports were added and not found within {PATIENCE:g} s")
    return perf_counter() - began


def _spread(call: Callable[[str], object], texts: Sequence[str]) -> Json:
    for text in texts[:WARM_UP]:
        call(text)
    return asdict(Spread.of([milliseconds(lambda text=text: call(text)) for text in texts[WARM_UP:]]))  # type: ignore[misc]
