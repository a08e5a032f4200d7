"""The figures of `benchmarks.engines`, as tables, from its JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.asked import KINDS, TENTH
from benchmarks.tables import NONE, Table, figure, megabytes

Json = dict[str, Any]


def engine_tables(result: Json) -> list[Table]:
    """Every table of one run."""
    tables = [_indexing(result), *_asking(result), _right(result)]
    return [*tables, _ratios(result)] if result["engines"]["jianbao"]["status"] == "ok" else tables


def skipped(result: Json) -> list[str]:
    """A line for every engine that was not measured."""
    return [f"{one['name']}: {one['status']}" for one in result["engines"].values() if one["status"] != "ok"]


def _indexing(result: Json) -> Table:
    corpus, seconds = result["corpus"], result["preparation"]["seconds"]
    return Table(
        title=f"Indexing {corpus['reports']:,} reports, {corpus['characters'] / 1e6:.1f} M characters",
        head=(
            "engine",
            "from file, s",
            "M chars/s",
            "engine only, s",
            "size, MB",
            "x text",
            "peak private, MB",
            "peak all, MB",
            "first answer, s",
        ),
        rows=tuple(_indexed(one) for one in _measured(result).values()),
        notes=(
            f"From file: decompress, parse, fold, segment, index, durable commit. Preparing alone, by two "
            f"processes: {figure(seconds)} s. Engine only: from prepared text in memory; jianbao takes "
            f"reports, so it has no such figure. Stock Whoosh is given every {TENTH}th report.",
            "Peak: all processes together, without and with pages of files. First answer: from the start "
            "of a new process to one AND answered, files in the system's cache.",
        ),
    )


def _indexed(one: Json) -> tuple[str, ...]:
    index = one["index"]
    return (
        one["name"],
        figure(index["seconds"]),
        figure(one["characters"] / 1e6 / index["seconds"]),
        figure(one["fill"] and one["fill"]["seconds"]),
        megabytes(index["bytes"]),
        figure(index["bytes"] / one["bytes"]),
        megabytes(index["peak_private"]),
        megabytes(index["peak_total"]),
        figure(one["first"]),
    )


def _asking(result: Json) -> list[Table]:
    full = _per_kind(
        result,
        "Questions: exact total and the ten best with their stored text; p50 / p95 / p99 in ms",
        _spread,
        (
            f"{result['count']} questions of each kind after warm-up, one at a time, drawn from the "
            "corpus. AND: two words of one report; OR: two or three words; literal n: n characters in a row.",
            "jianbao's words also match literally, and its reports come whole. tantivy checks a "
            "literal's candidates in Python. FTS5 asks the phrase of a literal's words, "
            "Whoosh all its words.",
        ),
    )
    bare = _per_kind(
        result,
        "Questions: exact total and the ten best as bare numbers; p50 / p95 / p99 in ms",
        lambda one: _spread(one.get("bare")),
        ("jianbao's seam has no bare numbers to give: its figures stand in the table above.",),
    )
    return [full, bare]


def _right(result: Json) -> Table:
    return _per_kind(
        result,
        "Totals that are right, and the share of the reports that was found",
        lambda one: f"{one['right']}/{one['checked']}  {one['found'] / max(1, one['there']):.1%}",
        (
            "Held against a scan of all reports: for AND and OR the words as segmented, for jianbao also as "
            "literals. What jianbao finds beyond that is the same number in other digits (两年, 2年).",
        ),
    )


def _per_kind(result: Json, title: str, cell: Callable[[Json], str], notes: tuple[str, ...]) -> Table:
    asked = {key: one for key, one in _measured(result).items() if one["questions"]}
    return Table(
        title=title,
        head=("question", *(one["name"] for one in asked.values())),
        rows=tuple(
            (kind, *(cell(held) if (held := one["questions"][kind]) else NONE for one in asked.values()))
            for kind in KINDS
        ),
        notes=(*notes, *_absent(result)),
    )


def _absent(result: Json) -> tuple[str, ...]:
    """A sentence for each kind that an engine could not be asked."""
    return tuple(
        f"{one['name']} has no way to ask: {', '.join(kinds)}."
        for one in _measured(result).values()
        if one["questions"] and (kinds := [kind for kind, held in one["questions"].items() if not held])
    )


def _spread(held: Json | None) -> str:
    return " / ".join(figure(held[name], 2) for name in ("p50", "p95", "p99")) if held else NONE


def _ratios(result: Json) -> Table:
    ours, tantivy, fts5 = (result["engines"][key] for key in ("jianbao", "tantivy", "fts5"))
    words_only, whoosh = (result["engines"][key] for key in ("tantivy_words", "whoosh"))
    rows = (
        ("index time / tantivy, words and grams", _ratio(_seconds(ours), _seconds(tantivy))),
        ("index time / tantivy, words only", _ratio(_seconds(ours), _seconds(words_only))),
        ("index time / stock Whoosh, per character", _ratio(_per_character(ours), _per_character(whoosh))),
        *(
            (f"{kind} p50 / {peer['name']}, {what}", _ratio(_p50(ours, kind), _p50(peer, kind, bare)))
            for kind in ("and", "or")
            for peer in (tantivy, fts5)
            for bare, what in ((False, "with text"), (True, "bare"))
        ),
    )
    return Table("jianbao, divided by others: below 1 it is faster", ("figure", "ratio"), rows)


def _ratio(ours: float | None, other: float | None) -> str:
    return figure(ours / other) if ours and other else NONE


def _seconds(one: Json) -> float | None:
    return float(one["index"]["seconds"]) if one["status"] == "ok" else None


def _per_character(one: Json) -> float | None:
    return (seconds := _seconds(one)) and seconds / float(one["characters"])


def _p50(one: Json, kind: str, bare: bool = False) -> float | None:
    held = one["questions"][kind] if one["status"] == "ok" else None
    return held and float(held["bare"]["p50"] if bare else held["p50"])


def _measured(result: Json) -> Json:
    return {key: one for key, one in result["engines"].items() if one["status"] == "ok"}
