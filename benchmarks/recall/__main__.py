"""How much of what Ctrl-F would find is found: phrases with known reports, and random substrings.

`python -m benchmarks.recall [CORPUS] [TRUTH] [--substrings 2000] [--json OUT]`. CORPUS is .jsonl or .jsonl.xz
with `{"id","title","paragraphs"}` a line, default: $JIANBAO_DATA/news_10k.jsonl.xz; TRUTH
has `{"kind","phrase","ids"}` a line, default: phrase_truth_10k.jsonl beside CORPUS. It is a report, not a
test: whatever the figures are, the exit status is 0.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.command import say
from benchmarks.corpus import lines
from benchmarks.data import data
from benchmarks.machine import machine
from benchmarks.recall import phrases as recall_phrases
from benchmarks.recall import substrings as recall_substrings
from benchmarks.recall.phrases import Asked, Phrase
from benchmarks.recall.scan import Scan
from benchmarks.recall.substrings import Checked
from indexer import build, open_store

Json = dict[str, Any]

CORPUS = data("news_10k.jsonl.xz")
TRUTH = "phrase_truth_10k.jsonl"
SUBSTRINGS = 2000


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    truth: Path = options.truth or options.corpus.parent / TRUTH
    if not options.corpus.is_file():
        print(
            f"There is no corpus at {options.corpus}. "
            "Name one: python -m benchmarks.recall CORPUS [TRUTH], a .jsonl or .jsonl.xz file of records."
        )
        return
    if not truth.is_file():
        print(f"There is no truth file at {truth}: only random substrings are asked.")
    phrases = recall_phrases.load(truth) if truth.is_file() else []
    about = machine()
    asked, substrings, checked = measure(options.corpus, phrases, options.substrings)
    if asked:
        print(f"\n{recall_phrases.phrase_table(asked).plain()}")
    print(f"\n{recall_substrings.substring_table(substrings, checked).plain()}")
    if options.json:
        result = {"benchmark": "recall", "machine": about, **_json(asked, substrings, checked)}
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(
    corpus: Path, phrases: Sequence[Phrase], substrings: int
) -> tuple[list[Asked], list[str], list[Checked]]:
    """Index the corpus, ask for the phrases and for so many random substrings."""
    with TemporaryDirectory(prefix="jianbao-recall-") as folder:
        store = open_store(Path(folder))
        say(f"{corpus.name}: indexing")
        build(store, [corpus.absolute()])
        scan = Scan.of([json.loads(line) for line in lines(corpus)])
        drawn = recall_substrings.draw(scan, substrings)
        try:
            say(f"asking for {len(phrases):,} phrases")
            asked = recall_phrases.ask(store, scan, phrases)
            say(f"asking for {len(drawn):,} substrings")
            return asked, drawn, recall_substrings.check(store, scan, drawn)
        finally:
            store.close()


def _json(asked: Sequence[Asked], substrings: Sequence[str], checked: Sequence[Checked]) -> Json:
    means = recall_phrases.agreements(asked) if asked else {}
    return {
        "phrases": {
            manner: {kind: asdict(one) for kind, one in kinds.items()} for manner, kinds in means.items()
        },
        "differing": [one.phrase.text for one in recall_phrases.differing(asked)],
        "substrings": {
            "drawn": len(substrings),
            "skipped": sum('"' in one for one in substrings),
            "asked": {manner: sum(one.manner == manner for one in checked) for manner in ("quoted", "plain")},
            "disagreements": [
                {"substring": one.substring, "manner": one.manner} for one in checked if not one.agrees
            ],
        },
    }


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = ArgumentParser(prog="python -m benchmarks.recall", description=(__doc__ or "").splitlines()[0])
    options.add_argument("corpus", nargs="?", type=Path, default=CORPUS, help=f"default: {CORPUS}")
    options.add_argument("truth", nargs="?", type=Path, help=f"default: {TRUTH} beside the corpus")
    options.add_argument("--substrings", type=int, default=SUBSTRINGS, metavar="N", help="how many are asked")
    options.add_argument("--json", type=Path, metavar="OUT", help="write the figures there")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
