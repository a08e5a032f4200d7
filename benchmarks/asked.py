"""Questions in a file: what is asked, and the totals that are right. Light, for cold starts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

LENGTHS = (2, 3, 4, 6, 10)
KINDS = ("and", "or", *(f"literal {length}" for length in LENGTHS))
WARM_UP = 20
"""Questions of each kind that are asked first and not measured."""
CHECKED_QUESTIONS = 40
"""Of each kind: their totals are also counted by a scan of all reports, which is slow."""
TENTH = 10

Parts = tuple[str, ...]
Truth = Literal["words", "words or literal", "words, a tenth"]
"""What a right total counts: reports that have the words, as segmented; those that have each word as
jianbao reads a keyword, by all the words that it is segmented into or as a substring; the first among
every tenth report. For a literal the first two are the same."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one kind. `totals` gives the right totals of the first `CHECKED_QUESTIONS` of them."""

    kind: str
    questions: tuple[Parts, ...]
    totals: dict[Truth, tuple[int, ...]]


def save(asked: Sequence[Asked], path: Path) -> None:
    path.write_text(json.dumps([asdict(one) for one in asked], ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> list[Asked]:
    return [
        Asked(one["kind"], tuple(tuple(parts) for parts in one["questions"]), one["totals"])
        for one in json.loads(path.read_text(encoding="utf-8"))
    ]
