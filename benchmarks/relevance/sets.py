"""Sets of questions whose right passages are known, and how well a ranking does on one.

A set NAME is a pair of files in one folder, .jsonl.xz: `passages_NAME` with `{"pid","title","text"}` a line
and `qa_NAME` with `{"question","pid"}`, or `"pids"` where any of several passages is right.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.corpus import lines

DEPTH = 10
"""How many hits are looked at, as a reader looks at one page."""
TITLES_ASKED = 1000


@dataclass(frozen=True, slots=True)
class Passage:
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """`right` are the ids of the passages that answer it."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of the questions whose first hit is right, and that have a right one among the first ten;
    and the mean of 1 / rank of the first right hit, 0 where none is among the ten (MRR@10)."""

    first: float
    ten: float
    mrr: float

    @classmethod
    def of(cls, questions: Sequence[Question], answers: Iterable[Sequence[str]]) -> Quality:
        """Of the ids answered to each question, the best first. Raises `ValueError` without questions."""
        if not questions:
            raise ValueError("no questions were asked")
        ranks = [rank(one.right, ids) for one, ids in zip(questions, answers, strict=True)]
        count = len(ranks)
        return cls(
            first=sum(one == 1 for one in ranks) / count,
            ten=sum(one > 0 for one in ranks) / count,
            mrr=sum(1 / one for one in ranks if one) / count,
        )


def rank(right: frozenset[str], ids: Sequence[str]) -> int:
    """Where the first right id stands, from 1; 0 if not among the first ten."""
    return next((place for place, one in enumerate(ids[:DEPTH], start=1) if one in right), 0)


def names(folder: Path) -> list[str]:
    """The sets in a folder: those of which both files are there."""
    found = (path.name.removeprefix("qa_").removesuffix(".jsonl.xz") for path in folder.glob("qa_*.jsonl.xz"))
    return sorted(name for name in found if _passages(folder, name).is_file())


def load(folder: Path, name: str) -> QuestionSet:
    """One set, whole."""
    passages = map(json.loads, lines(_passages(folder, name)))
    questions = map(json.loads, lines(folder / f"qa_{name}.jsonl.xz"))
    return QuestionSet(
        name,
        tuple(Passage(one["pid"], one.get("title", ""), one["text"]) for one in passages),
        tuple(Question(one["question"], frozenset(one.get("pids") or [one["pid"]])) for one in questions),
    )


def titles(articles: Path) -> QuestionSet:
    """A file of articles: the titles of `TITLES_ASKED` of them, none of which another article has, and all
    articles without their titles."""
    read = list(map(json.loads, lines(articles)))
    often = Counter(one["title"] for one in read)
    asked = Random(1).sample([one for one in read if often[one["title"]] == 1 and one["title"]], TITLES_ASKED)
    return QuestionSet(
        "titles",
        tuple(Passage(one["id"], "", "\n".join(one["paragraphs"])) for one in read),
        tuple(Question(one["title"], frozenset([one["id"]])) for one in asked),
    )


def write_records(passages: Iterable[Passage], path: Path) -> None:
    """The passages as records that jianbao indexes, a report of one paragraph each."""
    with path.open("w", encoding="utf-8") as file:
        for one in passages:
            record = {"id": one.id, "title": one.title, "paragraphs": [one.text]}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _passages(folder: Path, name: str) -> Path:
    return folder / f"passages_{name}.jsonl.xz"
