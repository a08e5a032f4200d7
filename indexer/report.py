"""A report: its title, its blocks in the order of the text, and what is known about it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a block is on the printed page."""

    TITLE = "title"
    KICKER = "kicker"
    """A line above or below the title that leads into it."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    BYLINE = "byline"


@dataclass(frozen=True, slots=True)
class Block:
    """One undivided piece of text: a literal is looked for within one block, never across two."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What is indexed and shown.

    `id` names the report for ever: indexing the same id again replaces it. `date` is an ISO date,
    whole or cut short ("2024-03-05", "2024-03", "2024"); what is not known is empty. `place` says
    where the text was read from, a file's path.
    """

    id: str
    blocks: tuple[Block, ...]
    date: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    place: str = ""

    @property
    def title(self) -> str:
        """The text of the block that is the title; empty where the report has none."""
        return next((b.text for b in self.blocks if b.kind is Kind.TITLE), "")

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """Every block but the title. Paragraph n, counted from 1, is `paragraphs[n - 1]`."""
        return tuple(b for b in self.blocks if b.kind is not Kind.TITLE)

    @property
    def characters(self) -> int:
        """How much text there is, in code points."""
        return sum(len(block.text) for block in self.blocks)

    @property
    def digest(self) -> str:
        """A short hash of all that a search can see: equal digests need no indexing again."""
        parts = [self.id, self.date, self.source, *self.authors, *(f"{b.kind}:{b.text}" for b in self.blocks)]
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def is_date(text: str) -> bool:
    """True for a day, month or year of the calendar in ISO form: 2024-03-05, 2024-03, 2024."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True
