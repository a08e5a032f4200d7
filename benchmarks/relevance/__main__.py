"""How well whole questions are answered: jianbao beside plain BM25, on every set of a folder.

`python -m benchmarks.relevance [FOLDER] [--json OUT]`. FOLDER holds pairs of qa_NAME.jsonl.xz and
passages_NAME.jsonl.xz (see sets.py); default: $JIANBAO_DATA/qa. Where news_10k.jsonl.xz stands beside the
folder, titles of articles are asked as well, and must find the articles, which are indexed without them. It
is a report, not a test: whatever the figures are, the exit status is 0.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.command import say
from benchmarks.data import data
from benchmarks.machine import machine
from benchmarks.measure import Spread
from benchmarks.relevance.plain import Plain, pairs
from benchmarks.relevance.sets import DEPTH, Quality, QuestionSet, load, names, titles, write_records
from benchmarks.tables import Table, figure
from indexer import AskedWrongly, Parameters, Store, build, open_store, search
from indexer.text.words import words

Json = dict[str, Any]

FOLDER = data("qa")

PLAIN = ("words", "pairs", "both")


@dataclass(frozen=True, slots=True)
class Asked:
    """The ids answered to one question, the best first, and the milliseconds that took."""

    ids: tuple[str, ...]
    milliseconds: float


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    folder: Path = options.folder
    if not (found := names(folder)):
        print(
            f"No set of questions in {folder}: there must be qa_NAME.jsonl.xz and passages_NAME.jsonl.xz. "
            "Name the folder that holds them: python -m benchmarks.relevance FOLDER"
        )
        return
    asked = [one for name in found if (one := load(folder, name)).questions]
    articles = folder.parent / "news_10k.jsonl.xz"
    if articles.is_file():
        asked.append(titles(articles))
    about, sets = machine(), list(map(measure, asked))
    print(f"\n{table(sets).plain()}")
    if options.json:
        result = {"benchmark": "relevance", "machine": about, "sets": sets}
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(one: QuestionSet) -> Json:
    """Index the passages, ask every question of jianbao and of plain BM25."""
    say(f"{one.name}: indexing {len(one.passages):,} passages, asking {len(one.questions):,} questions")
    with TemporaryDirectory(prefix="jianbao-relevance-") as folder:
        records, store = Path(folder) / "passages.jsonl", open_store(Path(folder) / "index")
        write_records(one.passages, records)
        left_out = len(build(store, [records]).quarantined)
        try:
            asked = ask_all(store, [question.text for question in one.questions])
        finally:
            store.close()
    return {
        "name": one.name,
        "passages": len(one.passages),
        "left_out": left_out,
        "questions": len(one.questions),
        "jianbao": asdict(Quality.of(one.questions, [answer.ids for answer in asked])),
        "empty": sum(not answer.ids for answer in asked),
        **{name: asdict(Quality.of(one.questions, ids)) for name, ids in plainly(one).items()},
        "milliseconds": asdict(Spread.of([answer.milliseconds for answer in asked])),
    }


def plainly(one: QuestionSet) -> dict[str, list[list[str]]]:
    """What plain BM25 answers to the questions: over words, over pairs, and by the sum of both scores."""
    by_words, by_pairs = Plain(one.passages, words), Plain(one.passages, pairs)
    answers: dict[str, list[list[str]]] = {name: [] for name in PLAIN}
    for question in one.questions:
        some, others = by_words.scores(question.text), by_pairs.scores(question.text)
        for name, scores in zip(PLAIN, (some, others, some + others), strict=True):
            answers[name].append(by_words.best(scores, DEPTH))
    return answers


def ask_all(store: Store, questions: Sequence[str]) -> list[Asked]:
    """Every question, one after the other; the first is asked twice: no cold answer counts."""
    ask(store, questions[0])
    return [ask(store, text) for text in questions]


def ask(store: Store, question: str) -> Asked:
    """The first page for one question: what matches and, below it, what has most of the words. A question
    that cannot be asked finds nothing."""
    began = perf_counter()
    try:
        with store.snapshot() as snapshot:
            answer = search(snapshot, Parameters(q=question, limit=DEPTH, passages=0))
        ids = tuple(hit.report.id for hit in (*answer.hits, *answer.apart))
    except AskedWrongly:
        ids = ()
    return Asked(ids, (perf_counter() - began) * 1000)


def table(sets: Sequence[Json]) -> Table:
    """Four rows a set: jianbao, and plain BM25 below it."""
    rows: list[tuple[str, ...]] = []
    for one in sets:
        about = (f"{one['empty']:,}", f"{one['questions']:,}", f"{one['passages']:,}")
        spent = (figure(one["milliseconds"]["p50"]), figure(one["milliseconds"]["p95"]))
        rows += [(one["name"], "jianbao", *_quality(one["jianbao"]), *about, *spent)]
        rows += [("", f"BM25, {name}", *_quality(one[name]), "", "", "", "", "") for name in PLAIN]
    head = ("set", "ranking", "R@1", "R@10", "MRR@10", "empty", "questions", "passages", "p50 ms", "p95 ms")
    notes = tuple(
        f"{one['name']}: {one['left_out']} passages could not be indexed." for one in sets if one["left_out"]
    )
    return Table("Whole questions -> the passage that answers them", head, tuple(rows), notes)


def _quality(quality: Json) -> tuple[str, ...]:
    return tuple(f"{quality[key]:.4f}" for key in ("first", "ten", "mrr"))


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = ArgumentParser(
        prog="python -m benchmarks.relevance", description=(__doc__ or "").splitlines()[0]
    )
    options.add_argument("folder", nargs="?", type=Path, default=FOLDER, help=f"default: {FOLDER}")
    options.add_argument("--json", type=Path, metavar="OUT", help="write the figures there")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
