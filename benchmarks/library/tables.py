"""The figures of `benchmarks.library`, as tables, from its JSON."""

from __future__ import annotations

from typing import Any

from benchmarks.tables import Table, figure, megabytes

Json = dict[str, Any]


def library_tables(result: Json) -> list[Table]:
    """Every table of one run."""
    tables = [_sizes(result), _searching(result)]
    return [*tables, _growth(result["growth"])] if result["growth"] else tables


def _sizes(result: Json) -> Table:
    return Table(
        title=f"jianbao over {result['corpus']['name']}",
        head=(
            "reports",
            "M characters",
            "index, s",
            "M chars/s",
            "commits",
            "longest, s",
            "size, MB",
            "x text",
            "peak private, MB",
            "peak all, MB",
            "serving private, MB",
            "first answer, s",
            "add 10, s",
        ),
        rows=tuple(_size(one) for one in result["sizes"]),
        notes=(
            "Index: from the file of records to the last durable commit, words and grams. Longest: "
            "the commit that takes most from its last report on, for it merges most. Size: the whole "
            "index, the reports themselves included; x text: divided by the UTF-8 of their text. Peak: all "
            "processes together, without and with pages of files. Serving: after all questions. "
            "First answer: `python -m indexer search … --json` from its start. Add 10: from the file "
            "until another open store finds them, the median of three.",
        ),
    )


def _size(one: Json) -> tuple[str, ...]:
    index = one["index"]
    return (
        f"{index['reports']:,}",
        figure(index["characters"] / 1e6),
        figure(index["seconds"]),
        figure(index["characters"] / 1e6 / index["seconds"]),
        f"{len(index['commits'])}",
        figure(max(index["commits"])),
        megabytes(index["bytes"]),
        figure(index["bytes"] / index["text_bytes"]),
        megabytes(index["peak_private"]),
        megabytes(index["peak_total"]),
        megabytes(one["memory"]["private"]),
        figure(one["first"]),
        figure(one["add"]["seconds"]),
    )


def _searching(result: Json) -> Table:
    lengths = list(result["sizes"][0]["literals"])
    return Table(
        title="Searching: p50 / p95 / p99 in ms",
        head=("reports", "whole search", *(f"literal {length}" for length in lengths)),
        rows=tuple(
            (
                f"{one['index']['reports']:,}",
                _spread(one["whole"]),
                *(_spread(one["literals"][length]) for length in lengths),
            )
            for one in result["sizes"]
        ),
        notes=(
            f"{result['count']} questions each after warm-up, one at a time, drawn from the smallest size. "
            "Whole search: parse, ask, cut passages of ten reports, JSON; words, pairs of words, keywords of "
            "six and ten characters and literals in turn. Literal n: parse and ask alone.",
        ),
    )


def _growth(growth: Json) -> Table:
    names = {
        "reports": "reports",
        "characters": "characters",
        "index_seconds": "index time",
        "whole_p50": "whole search, p50",
    }
    rows = tuple((name, figure(growth[key])) for key, name in names.items())
    return Table("Growth from the size before to the largest", ("figure", "factor"), rows)


def _spread(held: Json) -> str:
    return " / ".join(figure(held[name], 2) for name in ("p50", "p95", "p99"))
