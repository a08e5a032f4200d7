"""What the processes of `benchmarks.engines` do, each a job of its own (see job.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.asked import TENTH, WARM_UP, Asked, load, save
from benchmarks.measure import Spread, milliseconds
from benchmarks.peers import Peer, peer, size_of

Json = dict[str, Any]


def prepare(corpus: str, reports: str, asked: str, count: int) -> Json:
    """Prepare the corpus for the peers, keep it in a file, draw the questions into another."""
    from benchmarks.prepare import keep, prepared
    from benchmarks.questions import check, draw

    began = perf_counter()
    held = list(prepared(Path(corpus)))
    seconds = perf_counter() - began
    keep(held, Path(reports))
    save(check(held, draw(held, count)), Path(asked))
    return {
        "seconds": seconds,
        "reports": len(held),
        "characters": sum(report.characters for report in held),
        "bytes": sum(report.bytes for report in held),
        "tenth": {
            "characters": sum(report.characters for report in held[::TENTH]),
            "bytes": sum(report.bytes for report in held[::TENTH]),
        },
    }


def index(key: str, folder: str, corpus: str) -> Json:
    """From the file of records to a durable commit."""
    import_module("benchmarks.prepare")  # before the clock runs
    engine = _over(key, folder)
    return _timed(lambda: engine.index(Path(corpus)), folder)


def fill(key: str, folder: str, reports: str) -> Json:
    """From prepared reports in memory to a durable commit."""
    from benchmarks.prepare import kept

    held = kept(Path(reports))[:: peer(key).step]
    engine = _over(key, folder)
    return _timed(lambda: engine.fill(held), folder)


def first(key: str, folder: str, kind: str, parts: list[str]) -> int:
    """One question to an engine just opened: the total."""
    engine = _over(key, folder)
    engine.open()
    total: int = engine.ask(engine.plan(kind, tuple(parts)), fetch=True).total
    return total


def ask(key: str, folder: str, asked: str) -> Json:
    """All questions: for each kind the percentiles in milliseconds and how many totals are right."""
    engine, known = _over(key, folder), peer(key)
    engine.open()
    return {one.kind: _ask(engine, known, one) for one in load(Path(asked))}


def _ask(engine: Any, known: Peer, asked: Asked) -> Json | None:
    plans = [engine.plan(asked.kind, parts) for parts in asked.questions]
    if None in plans:
        return None
    wanted = asked.totals[known.truth]
    totals = [engine.ask(plan, fetch=True).total for plan in plans[: len(wanted)]]
    result = {
        **_spread(lambda plan: engine.ask(plan, fetch=True), plans),
        "right": sum(map(int.__eq__, totals, wanted)),
        "checked": len(wanted),
        "found": sum(map(min, totals, wanted)),
        "there": sum(wanted),
    }
    if known.bare:
        result["bare"] = _spread(lambda plan: engine.ask(plan, fetch=False), plans)
    return result


def _spread(call: Callable[[Any], object], plans: list[Any]) -> Json:
    for plan in plans[:WARM_UP]:
        call(plan)
    return asdict(Spread.of([milliseconds(lambda plan=plan: call(plan)) for plan in plans[WARM_UP:]]))  # type: ignore[misc]


def _over(key: str, folder: str) -> Any:
    Path(folder).mkdir(parents=True, exist_ok=True)
    return peer(key).over(Path(folder))


def _timed(work: Callable[[], None], folder: str) -> Json:
    began = perf_counter()
    work()
    return {"seconds": perf_counter() - began, "bytes": size_of(Path(folder))}
