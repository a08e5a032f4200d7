"""Articles that no press has touched, written out and read again: which of their paragraphs are the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.layout.score import System

FORMS = {"a paragraph a line": "\n", "blank lines between": "\n\n"}


@dataclass(frozen=True, slots=True)
class Kept:
    """Paragraphs that came back as they were, to the letter, of all."""

    same: int
    paragraphs: int

    @property
    def share(self) -> float:
        """1 where there are none."""
        return self.same / self.paragraphs if self.paragraphs else 1.0


def kept(system: System, records: Iterable[dict[str, Any]], form: str) -> Kept:
    """Every article on its own, its title above its paragraphs, in one of the `FORMS`."""
    same = paragraphs = 0
    for record in records:
        own = [text for text in record.get("paragraphs", ()) if text.strip()]
        found = set(system(FORMS[form].join([record.get("title", ""), *own])))
        same += sum(paragraph in found for paragraph in own)
        paragraphs += len(own)
    return Kept(same, paragraphs)
