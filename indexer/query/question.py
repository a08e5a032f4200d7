"""A whole question: what a person typed, what it means, and the filters beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.query.nodes import Node, Term, leaves


@dataclass(frozen=True, slots=True)
class Filters:
    """What a report must be, whatever it says. Dates are ISO, whole or cut short, both included."""

    after: str = ""
    before: str = ""
    source: str = ""

    def admit(self, date: str, source: str) -> bool:
        """True if a report of this date and source passes. An unknown date passes no date filter.

        A date that is cut short stands for its whole span, so it is compared over the digits that
        both sides have: 2024-03 lies within after=2024-03-05 and within before=2024.
        """
        if self.source and source != self.source:
            return False
        if not date:
            return not (self.after or self.before)
        low, high = self.after[: len(date)], self.before[: len(date)]
        return low <= date[: len(low)] and (not high or date[: len(high)] <= high)


@dataclass(frozen=True, slots=True)
class Query:
    """A whole question: `text` as it was typed, `root` what it means, `filters` beside it. `notes` say, in
    sentences, what looks like more than text and was searched as text."""

    text: str
    root: Node
    filters: Filters = field(default_factory=Filters)
    notes: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The leaves, from left to right, each once."""
        return tuple(dict.fromkeys(leaves(self.root)))

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The leaves that a report may match: all but what must not be in it."""
        return tuple(dict.fromkeys(leaves(self.root, unwanted=False)))

    @property
    def read_as(self) -> str:
        """How the query was read, in a form that means the same when it is typed again."""
        return str(self.root)
