"""Phrases whose reports are all known, from a file: how many of these are found.

A line of the file is `{"kind","phrase","ids"}`. The lists were made by substring, white space removed, which
is nearly but not quite what Law 1 says; where the law's own scan disagrees, the phrase is told as such.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import lines
from benchmarks.recall.answers import Agreement, answered, mean, quoted
from benchmarks.recall.scan import Scan
from benchmarks.tables import Table
from indexer import Store
from indexer.text.fold import fold

ALL = "all"

_MANNERS: tuple[tuple[str, Callable[[Asked], frozenset[str]]], ...] = (
    ("quoted", lambda one: one.quoted),
    ("plain", lambda one: one.plain),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    kind: str
    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrase, what the law's scan finds, and what was answered to it in quotation marks and without."""

    phrase: Phrase
    law: frozenset[str]
    quoted: frozenset[str]
    plain: frozenset[str]


def load(path: Path) -> list[Phrase]:
    """The phrases of a truth file."""
    held = map(json.loads, lines(path))
    return [Phrase(one["kind"], one["phrase"], frozenset(one["ids"])) for one in held]


def ask(store: Store, scan: Scan, phrases: Sequence[Phrase]) -> list[Asked]:
    """Every phrase, in quotation marks and without."""
    return [
        Asked(
            one,
            frozenset(scan.holding(fold(one.text))),
            answered(store, quoted(one.text)),
            answered(store, one.text),
        )
        for one in phrases
    ]


def agreements(asked: Sequence[Asked]) -> dict[str, dict[str, Agreement]]:
    """Manner of asking -> kind of phrase -> the means over its phrases, held against the truth file."""
    kinds = sorted({one.phrase.kind for one in asked})
    return {
        manner: {
            kind: mean(
                [
                    Agreement.of(found(one), one.phrase.right)
                    for one in asked
                    if kind in (ALL, one.phrase.kind)
                ]
            )
            for kind in (*kinds, ALL)
        }
        for manner, found in _MANNERS
    }


def differing(asked: Sequence[Asked]) -> list[Asked]:
    """The phrases of which the law's scan finds other reports than the truth file names."""
    return [one for one in asked if one.law != one.phrase.right]


def phrase_table(asked: Sequence[Asked]) -> Table:
    """A row for each manner and kind; below it, which phrases differ from the truth file, and how."""
    counts = {kind: sum(one.phrase.kind == kind for one in asked) for kind in {o.phrase.kind for o in asked}}
    rows = [
        (f"{manner}: {kind}", f"{counts.get(kind, len(asked))}", *shares(one))
        for manner, kinds in agreements(asked).items()
        for kind, one in kinds.items()
    ]
    others = differing(asked)
    rows.append(("differs from the truth file", f"{len(others)}", *[""] * 4))
    notes = [
        f"{one.phrase.text}: {len(one.phrase.right)} in the truth file, {len(one.law)} by the law,"
        f" {len(one.quoted)} answered in quotation marks"
        for one in others
    ]
    head = ("phrases", "asked", "recall", "precision", "complete", "empty-handed")
    return Table("Phrases of the truth file", head, tuple(rows), tuple(notes))


def shares(one: Agreement) -> tuple[str, ...]:
    """The cells of an agreement."""
    return tuple(f"{share:.4f}" for share in (one.recall, one.precision, one.complete, one.empty))
