"""What the processes of `benchmarks.serve` do beside the servers, each a job of its own (see job.py)."""

from __future__ import annotations

import json
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from benchmarks.corpus import lines
from benchmarks.serve.addresses import Question, answer, mixed, save
from benchmarks.serve.faces import BadAnswer, fetch
from indexer import build, open_store

Json = dict[str, Any]

PERIOD_SECONDS = 2.0
"""From one commit's start to the next."""
ADDED_REPORTS = 3
"""In each commit."""
PATIENCE_SECONDS = 10.0
"""Until reports that were committed and not found count as lost."""
_ANSWERS_IN_A_ROW = 4
"""Answers that must hold the new reports, each by a connection of its own: processes follow one by one."""
_MAX_LOOKED_FOR = 4
"""Commits that may be looked for at a time."""
_FIRST_MARKER = 0x4E00
"""Each commit's reports have a character of their own, from this one on."""


def prepare(corpus: str, asked: str, count: int) -> Json:
    """Draw the questions from the corpus into a file."""
    from benchmarks.prepare import prepared
    from benchmarks.questions import draw

    held = list(prepared(Path(corpus)))
    questions = mixed(draw(held, count))
    save(questions, Path(asked))
    return {
        "reports": len(held),
        "characters": sum(report.characters for report in held),
        "questions": len(questions),
    }


def write(folder: str, corpus: str, base: str, seconds: float, work: str) -> list[Json]:
    """For so many seconds a commit of new reports every `PERIOD_SECONDS`: how long it took, and how long
    after its end (seconds) the server at `base` found them for good; None and a sentence where it did not."""
    store, began = open_store(Path(folder)), monotonic()
    records = [json.loads(line) for line in islice(lines(Path(corpus)), ADDED_REPORTS)]
    written: list[tuple[float, Future[Json]]] = []
    with ThreadPoolExecutor(_MAX_LOOKED_FOR) as looking:
        while (start := monotonic()) < began + seconds:
            marker = f"龘靐齉{chr(_FIRST_MARKER + len(written))}爨"
            file = _file(Path(work) / f"{len(written)}.jsonl", records, marker)
            added = build(store, [file]).added
            written.append((monotonic() - start, looking.submit(_found, base, marker, added)))
            sleep(max(0.0, start + PERIOD_SECONDS - monotonic()))
    store.close()
    return [{"commit": commit, **found.result()} for commit, found in written]


def _file(path: Path, records: list[Json], marker: str) -> Path:
    """Copies of the records, each with an id of its own and the marker as its last paragraph."""
    new = [
        record | {"id": f"{marker}-{number}", "paragraphs": [*record["paragraphs"], marker]}
        for number, record in enumerate(records)
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in new), encoding="utf-8")
    return path


def _found(base: str, marker: str, added: int) -> Json:
    url = base + answer(Question((marker,), True))
    began = first = monotonic()
    in_a_row = 0
    while in_a_row < _ANSWERS_IN_A_ROW:
        try:
            seen = json.loads(fetch(url))["total"] >= added
        except BadAnswer as bad:
            return {"found": None, "error": str(bad)}
        now = monotonic()
        if not seen and now - began > PATIENCE_SECONDS:
            return {"found": None, "error": f"{url}: not found within {PATIENCE_SECONDS:g} s"}
        first = first if seen and in_a_row else now
        in_a_row = in_a_row + 1 if seen else 0
    return {"found": first - began, "error": ""}
