"""Random substrings of a corpus, held against a scan of all of it: Law 1, as it stands.

In quotation marks exactly the reports that hold a substring must be found; without, these and perhaps
others. What holds a quotation mark cannot be put between two of them and is left out; what holds a
character that means something in a query is asked in quotation marks only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from benchmarks.corpus import SEED
from benchmarks.recall.answers import Agreement, can_be_plain, held, mean, quoted
from benchmarks.recall.phrases import shares
from benchmarks.recall.scan import Scan
from benchmarks.tables import Table
from indexer import Store
from indexer.text.fold import fold

MAX_SUBSTRING_CHARACTERS = 12
MAX_TOLD = 10
"""Disagreements."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What one way of asking for a substring found, and what the scan did."""

    substring: str
    manner: str
    found: frozenset[str]
    right: frozenset[str]

    @property
    def agrees(self) -> bool:
        """In quotation marks the same reports; without, no right one may be missing."""
        return self.found == self.right if self.manner == "quoted" else self.found >= self.right


def draw(scan: Scan, count: int) -> list[str]:
    """Substrings of 1 to 12 characters of random blocks, always the same for the same corpus."""
    return list(islice(_drawn(scan.blocks, Random(SEED)), count if scan.blocks else 0))


def _drawn(blocks: Sequence[str], random: Random) -> Iterator[str]:
    while True:
        block, length = random.choice(blocks), random.randint(1, MAX_SUBSTRING_CHARACTERS)
        start = random.randrange(max(1, len(block) - length + 1))
        if fold(substring := block[start : start + length]):  # not a space alone
            yield substring


def check(store: Store, scan: Scan, substrings: Sequence[str]) -> list[Checked]:
    """Ask for every substring that can be asked for."""
    checked = []
    for substring in substrings:
        if '"' in substring:
            continue
        right = frozenset(scan.holding(fold(substring)))
        checked.append(Checked(substring, "quoted", held(store, quoted(substring)), right))
        if can_be_plain(substring):
            checked.append(Checked(substring, "plain", held(store, substring), right))
    return checked


def substring_table(substrings: Sequence[str], checked: Sequence[Checked]) -> Table:
    """A row for each way of asking; below it what was left out and the first disagreements."""
    rows = []
    for manner in ("quoted", "plain"):
        if of_this := [one for one in checked if one.manner == manner]:
            figures = mean([Agreement.of(one.found, one.right) for one in of_this])
            wrong = sum(not one.agrees for one in of_this)
            rows.append((manner, f"{len(of_this)}", *shares(figures), f"{wrong}"))
    skipped = sum('"' in one for one in substrings)
    notes = [f"{skipped} of {len(substrings)} substrings hold a quotation mark and were not asked."]
    notes += [_told(one) for one in [one for one in checked if not one.agrees][:MAX_TOLD]]
    head = ("substrings", "asked", "recall", "precision", "complete", "empty-handed", "disagree")
    return Table("Random substrings against a scan of all reports", head, tuple(rows), tuple(notes))


def _told(one: Checked) -> str:
    missing, surplus = sorted(one.right - one.found), sorted(one.found - one.right)
    return (
        f"{one.substring!r} {one.manner}: {len(one.found)} found, {len(one.right)} right;"
        f" missing {missing[:3]}, surplus {surplus[:3]}"
    )
