"""How well print is put together again: jianbao beside two plain ways, on texts whose paragraphs are known.

`python -m benchmarks.layout [--layout DIR] [--news FILE] [--texts N] [--pages N] [--seed SEED] [--json OUT]`.
DIR holds texts with their truth (see truth.py), FILE real articles, from which N texts of each style are made
as papers are set (see imitation.py), and long reports as programs extract them (see extracted.py), and which
are read clean as well. Default: layout and
news_10k.jsonl.xz in $JIANBAO_DATA. It is a report, not a test: whatever the figures are, the exit status is
0.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from benchmarks.command import say
from benchmarks.corpus import SEED, lines
from benchmarks.data import data
from benchmarks.layout.clean import FORMS, Kept, kept
from benchmarks.layout.extracted import Joined, extracted, joined
from benchmarks.layout.imitation import STYLES, imitations
from benchmarks.layout.score import Score, System, by_blank_lines, by_sentence_ends, score
from benchmarks.layout.truth import Printed, load
from benchmarks.machine import machine
from benchmarks.tables import Table, figure
from indexer.reading.layout.blocks import blocks

Json = dict[str, Any]

LAYOUT = data("layout")
NEWS = data("news_10k.jsonl.xz")


def jianbao(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


SYSTEMS: Mapping[str, System] = {
    "jianbao": jianbao,
    "a blank line ends a paragraph": by_blank_lines,
    "glue unless it ends like a sentence": by_sentence_ends,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One set of texts and what each system made of it; `milliseconds` are jianbao's for a text."""

    name: str
    scores: dict[str, Score]
    milliseconds: float


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    about = machine()
    sets = [measure(name, texts) for name, texts in _given(options.layout).items()]
    records = _records(options.news)
    sets += [measure(name, texts) for name, texts in _made(records, options.texts, options.seed).items()]
    clean = {form: _clean(records, form) for form in FORMS if records}
    long = _extracted(records, options.pages, options.seed)
    for one in (table(sets), clean_table(clean), extracted_table(long)):
        if one.rows:
            print(f"\n{one.plain()}")
    if options.json:
        result = {"benchmark": "layout", "machine": about, "sets": [asdict(one) for one in sets]}
        result["clean"] = {form: {"share": one.share, **asdict(one)} for form, one in clean.items()}
        result["extracted"] = {name: asdict(one) for name, one in long.items()}
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(name: str, texts: Sequence[Printed]) -> Measured:
    say(f"{name}: {len(texts):,} texts")
    began = perf_counter()
    scores = {"jianbao": score(SYSTEMS["jianbao"], texts)}
    spent = (perf_counter() - began) * 1000 / max(1, len(texts))
    scores |= {system: score(run, texts) for system, run in SYSTEMS.items() if system not in scores}
    return Measured(name, scores, spent)


def table(sets: Sequence[Measured]) -> Table:
    """A row for each system in each set."""
    rows = [
        (
            one.name if first else "",
            system,
            *_quality(got),
            f"{got.texts:,}",
            figure(one.milliseconds) if first else "",
        )
        for one in sets
        for first, (system, got) in zip((True, False, False), one.scores.items(), strict=True)
    ]
    head = ("texts", "put together by", "F1", "healed", "of", "whole", "of", "number", "ms a text")
    notes = tuple(
        f"{one.name}: {got.changed} texts have other characters after {system}; nothing in them counts."
        for one in sets
        for system, got in one.scores.items()
        if got.changed
    )
    return Table("Boundaries found, cuts healed, paragraphs whole", head, tuple(rows), notes)


def clean_table(clean: Mapping[str, Kept]) -> Table:
    rows = tuple(
        (form, f"{one.share:.3%}", f"{one.same:,}", f"{one.paragraphs:,}") for form, one in clean.items()
    )
    return Table(
        "Paragraphs of clean articles that come through unchanged", ("form", "share", "same", "of"), rows
    )


def extracted_table(long: Mapping[str, Joined]) -> Table:
    rows = tuple(
        (name, f"{one.made / max(1, one.needed):.3%}", f"{one.made:,}", f"{one.needed:,}")
        for name, one in long.items()
    )
    return Table("Ends of lines joined in extracted text", ("lines", "share", "joined", "of"), rows)


def _quality(got: Score) -> tuple[str, ...]:
    healed, whole = got.healed / max(1, got.cuts), got.whole / max(1, got.paragraphs)
    return (f"{got.f1:.4f}", f"{healed:.2%}", f"{got.cuts:,}", f"{whole:.2%}", f"{got.paragraphs:,}")


def _given(folder: Path) -> dict[str, list[Printed]]:
    texts = list(load(folder)) if folder.is_dir() else []
    if not texts:
        print(
            f"No texts with their truth in {folder}: there must be NAME.txt and NAME.json. "
            "Name the folder that holds them: python -m benchmarks.layout --layout DIR"
        )
    return {"as given": texts} if texts else {}


def _records(path: Path) -> list[Json]:
    if not path.is_file():
        print(
            f"No articles at {path}: nothing to make texts from, and none to read clean. "
            "Name a file of records: python -m benchmarks.layout --news FILE.jsonl"
        )
        return []
    return [json.loads(line) for line in lines(path)]


def _made(records: Sequence[Json], count: int, seed: str) -> dict[str, list[Printed]]:
    """So many texts of each style, each style from other articles where there are enough."""
    order = Random(f"{SEED} {seed}").sample(range(len(records)), len(records))
    made = {}
    for number, style in enumerate(STYLES):
        turned = order[number * len(order) // len(STYLES) :] + order[: number * len(order) // len(STYLES)]
        texts = list(islice(imitations((records[n] for n in turned), style, seed), count))
        if texts:
            made[f"made, {style}"] = texts
    return made


def _clean(records: Sequence[Json], form: str) -> Kept:
    say(f"clean articles, {form}")
    return kept(jianbao, records, form)


def _extracted(records: Sequence[Json], pages: int, seed: str) -> dict[str, Joined]:
    """Long reports made of the paragraphs of articles, each of another measure."""
    paragraphs = [
        text for one in records for text in map(str.strip, one.get("paragraphs", ())) if len(text) > 20
    ]
    Random(f"{SEED} {seed}").shuffle(paragraphs)
    kinds = [(35.0, 0.5), (35.0, 0.556), (42.0, 0.556), (28.0, 0.5)]
    found = {}
    for number, (measure, digit) in enumerate(kinds if paragraphs else []):
        name = f"{measure:g} characters, digits {digit:g}"
        say(f"extracted, {name}")
        own = paragraphs[number * len(paragraphs) // len(kinds) :]
        found[name] = joined(extracted(own, pages, measure, digit, f"{SEED} {seed} {number}"))
    return found


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = ArgumentParser(prog="python -m benchmarks.layout", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--layout", type=Path, metavar="DIR", default=LAYOUT, help=f"default: {LAYOUT}")
    options.add_argument("--news", type=Path, metavar="FILE", default=NEWS, help=f"default: {NEWS}")
    options.add_argument("--texts", type=int, metavar="N", default=300, help="texts made of each style")
    options.add_argument("--pages", type=int, metavar="N", default=300, help="of each long report")
    options.add_argument("--seed", default="", help="another seed makes other texts")
    options.add_argument("--json", type=Path, metavar="OUT", help="write the figures there")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
