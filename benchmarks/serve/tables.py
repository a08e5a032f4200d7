"""The figures of `benchmarks.serve`, as tables, from its JSON."""

from __future__ import annotations

from typing import Any

from benchmarks.measure import Spread
from benchmarks.serve.load import SETTLE_SECONDS, TIMEOUT_SECONDS
from benchmarks.tables import NONE, Table, figure

Json = dict[str, Any]


def serve_tables(result: Json) -> list[Table]:
    """Every table of one run."""
    tables = [_loads(result), _answers(result)]
    if result["datasette"] == "ok":
        tables.append(_ratios(result))
    return [*tables, _writing(result)]


def _loads(result: Json) -> Table:
    faces = result["faces"].values()
    connections = list(next(iter(faces))["loads"])
    return Table(
        title=f"Searches over HTTP in {result['corpus']['reports']:,} reports: req/s; p50 / p99 in ms",
        head=(
            "answer",
            *(f"{number} conn., {what}" for number in connections for what in ("req/s", "ms")),
            "errors",
        ),
        rows=tuple(_loaded(face) for face in faces),
        notes=(
            f"{result['seconds']} s each after warm-up and {SETTLE_SECONDS:.0f} s of rest, by wrk on the "
            "same machine, one thread of it; a connection asks again once it is answered. "
            f"{result['corpus']['questions']:,} different questions drawn from the corpus, the same for all: "
            "a word, two words, literals of 2, 3, 4, 6 and 10 characters in turn. Percentiles corrected by "
            "wrk for coordinated omission. Errors: connections, reads, writes, timeouts of "
            f"{TIMEOUT_SECONDS} s, status 400 and above, all loads together.",
            "jianbao: `jianbao serve` as it comes. Datasette: `datasette serve` over an immutable, inspected "
            "FTS5 table, four SQL threads, 64 MB of cache each, no facets; two processes: behind uvicorn "
            "without a log.",
            *_absent(result),
        ),
    )


def _loaded(face: Json) -> tuple[str, ...]:
    loads = list(face["loads"].values())
    cells = [cell for load in loads for cell in (figure(_rate(load)), _latency(load))]
    return face["name"], *cells, str(sum(map(_errors, loads)))


def _answers(result: Json) -> Table:
    return Table(
        title="What an answer holds, on average",
        head=("answer", "kB", "total", "reports", "passages"),
        rows=tuple(
            (
                face["name"],
                figure(face["answers"]["bytes"] / 1e3),
                *(figure(face["answers"][name]) for name in ("total", "reports", "passages")),
            )
            for face in result["faces"].values()
        ),
        notes=(
            "jianbao: how the query was read and what each part matched, exact totals, the ten best reports "
            "with marked title, source, date, occurrences, reprints, and up to three marked passages each "
            "with its place. Datasette: exact total, ten rows by rank with marked title, source, date, and "
            "one marked snippet each, words apart by spaces; the question comes segmented, in FTS5's syntax, "
            "and literals as phrases, which miss what jieba cut otherwise.",
        ),
    )


def _ratios(result: Json) -> Table:
    ours, *peers = (result["faces"][key]["loads"] for key in ("jianbao", "datasette", "datasette_two"))
    return Table(
        title="jianbao's JSON, divided by Datasette's best of one and two processes",
        head=("connections", "requests a second", "p99"),
        rows=tuple(
            (
                number,
                figure(_rate(load) / max(_rate(peer[number]) for peer in peers)),
                figure(load["p99"] / min(peer[number]["p99"] for peer in peers)),
            )
            for number, load in ours.items()
        ),
        notes=("Requests a second: above 1 jianbao is faster. p99: below 1 it is.",),
    )


def _writing(result: Json) -> Table:
    held = result["writing"]
    load, commits = held["load"], held["commits"]
    found = [commit["found"] for commit in commits if commit["found"] is not None]
    lost = [commit["error"] for commit in commits if commit["found"] is None]
    return Table(
        title=f"jianbao's JSON, {held['connections']} connections, {load['seconds']:.0f} s, a writer commits",
        head=("figure", "value"),
        rows=(
            ("requests", f"{load['requests']:,}"),
            ("requests a second", figure(_rate(load))),
            ("p50 / p99 / max, ms", f"{_latency(load)} / {figure(load['max'], 2)}"),
            ("errors", str(_errors(load) + len(lost))),
            ("commits", str(len(commits))),
            ("a commit, s: p50 / max", _seconds([commit["commit"] for commit in commits])),
            ("found over HTTP after the commit, s: p50 / max", _seconds(found)),
        ),
        notes=(
            f"The writer, a process of its own, adds {held['added']} reports every {held['period']:g} s. "
            "Found: from the end of the commit until the first answer of four in a row, each over a new "
            "connection, that hold them; an answer's own time is part of it.",
            *lost,
        ),
    )


def _seconds(values: list[float]) -> str:
    return f"{figure(Spread.of(values).p50, 2)} / {figure(max(values), 2)}" if values else NONE


def _rate(load: Json) -> float:
    return float(load["requests"] / load["seconds"])


def _latency(load: Json) -> str:
    return f"{figure(load['p50'], 2)} / {figure(load['p99'], 2)}"


def _errors(load: Json) -> int:
    return sum(load["errors"].values())


def _absent(result: Json) -> tuple[str, ...]:
    return () if result["datasette"] == "ok" else (f"Datasette: {result['datasette']}.",)
