"""How often the guessed date and source are the record's own.

`python -m benchmarks.metadata [CORPUS] [--sample N] [--json OUT]`. CORPUS is a file of records with dates and
sources; default: $JIANBAO_DATA/news_10k.jsonl.xz. The title and paragraphs of each are
looked at as those of a file, once under a name that tells nothing and once under one that tells the year.
No record has authors: `--sample` prints so many guesses beside what they were guessed from, for eyes.
It is a report, not a test: whatever the figures are, the exit status is 0.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.command import say
from benchmarks.corpus import SEED, lines
from benchmarks.data import data
from benchmarks.machine import machine
from benchmarks.tables import NONE, Table
from indexer.reading.document import guess
from indexer.reading.source import Facts
from indexer.report import Block, Kind

Json = dict[str, Any]

CORPUS = data("news_10k.jsonl.xz")
_SAME = {"中新网": "中国新闻网", "中新社": "中国新闻网", "中国网络电视台": "CNTV", "新华网": "新华社"}
_SHOWN_CHARACTERS = 60  # of a paragraph


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    if not options.corpus.is_file():
        print(f"No corpus at {options.corpus}. Name a file of records: python -m benchmarks.metadata CORPUS")
        return
    about, records = machine(), [json.loads(line) for line in lines(options.corpus)]
    say(f"{len(records):,} records")
    bare = [guess(blocks(record), "") for record in records]
    named = [guess(blocks(record), str(record.get("date", ""))[:4]) for record in records]
    rows = {
        "date, no name": dates(records, bare),
        "date, name with the year": dates(records, named),
        "source": sources(records, bare),
        "authors": {"records": len(records), "guessed": sum(bool(facts.authors) for facts in bare)},
    }
    print(f"\n{table(rows).plain()}")
    for line in sample(records, bare, options.sample):
        print(line)
    if options.json:
        result = {"benchmark": "metadata", "machine": about, "rows": rows}
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def blocks(record: Json) -> list[Block]:
    """A record's title and paragraphs, without what else it tells."""
    texts = [(Kind.TITLE, record.get("title", ""))]
    texts += [(Kind.PARAGRAPH, text) for text in record.get("paragraphs", ())]
    return [Block(kind, text) for kind, text in texts if text.strip()]


def dates(records: Sequence[Json], guessed: Sequence[Facts]) -> Json:
    """Guesses for the records that have a whole date. `near` counts those that are right or of the day
    before as well: a site prints again what was sent the day before."""
    pairs = [
        (facts.date, record["date"])
        for record, facts in zip(records, guessed, strict=True)
        if len(record.get("date", "")) == len("2024-03-05")
    ]
    told = [(mine, own) for mine, own in pairs if mine]
    right = [own.startswith(mine) for mine, own in told]
    near = [own.startswith(mine) or _is_day_before(mine, own) for mine, own in told]
    return {"records": len(pairs), "guessed": len(told), "right": sum(right), "near": sum(near)}


def sources(records: Sequence[Json], guessed: Sequence[Facts]) -> Json:
    """Guesses, and how many are the record's own source. The others are of what a site prints again: its
    records name the site, and the text the paper that wrote it."""
    pairs = [
        (facts.source, str(record["source"]))
        for record, facts in zip(records, guessed, strict=True)
        if record.get("source")
    ]
    told = [(mine, own) for mine, own in pairs if mine]
    right = [mine in own or _SAME.get(mine, own + mine) in own for mine, own in told]
    return {"records": len(pairs), "guessed": len(told), "right": sum(right)}


def sample(records: Sequence[Json], guessed: Sequence[Facts], size: int) -> list[str]:
    """Some of the guessed authors, each with the beginning and the end of its text."""
    found = [
        (facts.authors, blocks(one)) for one, facts in zip(records, guessed, strict=True) if facts.authors
    ]
    drawn = Random(SEED).sample(found, min(size, len(found)))
    return [f"{'、'.join(names)}\t{_excerpt(held)}" for names, held in drawn]


def _excerpt(held: Sequence[Block]) -> str:
    beginning = " ¶ ".join(one.text[:_SHOWN_CHARACTERS] for one in held[1:3])
    return f"{beginning} … {held[-1].text[-_SHOWN_CHARACTERS:]}"


def table(rows: dict[str, Json]) -> Table:
    head = ("guess", "records", "guessed", "share", "right", "or the day before")
    return Table("Metadata guessed from text", head, tuple(_row(name, one) for name, one in rows.items()))


def _row(name: str, one: Json) -> tuple[str, ...]:
    shares = [_share(one.get(key), one["guessed"]) for key in ("right", "near")]
    share = _share(one["guessed"], one["records"])
    return (name, f"{one['records']:,}", f"{one['guessed']:,}", share, *shares)


def _share(count: int | None, of: int) -> str:
    return NONE if count is None or not of else f"{count / of:.4f}"


def _is_day_before(mine: str, own: str) -> bool:
    return len(mine) == len(own) and date.fromisoformat(own) - date.fromisoformat(mine) == timedelta(days=1)


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = ArgumentParser(
        prog="python -m benchmarks.metadata", description=(__doc__ or "").splitlines()[0]
    )
    options.add_argument("corpus", nargs="?", type=Path, default=CORPUS, help=f"default: {CORPUS}")
    options.add_argument("--sample", type=int, default=0, metavar="N", help="print so many guessed authors")
    options.add_argument("--json", type=Path, metavar="OUT", help="write the figures there")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
