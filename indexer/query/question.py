"""A whole question: what a person typed, what it means, and the filters beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from indexer.query.nodes import Node, Term, leaves


@dataclass(frozen=True, slots=True)
class Choice:
    """Values of which a report must have one, if there are any, and those that it must not have."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    def admits(self, *values: str) -> bool:
        """True of a report that has these values: a folder has those of all folders that it lies in."""
        is_wanted = not self.wanted or not set(self.wanted).isdisjoint(values)
        return is_wanted and set(self.unwanted).isdisjoint(values)


NO_CHOICE = Choice()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a report must be, whatever it says. Dates are ISO, whole or cut short, both included; `year`s are
    of four digits; a `folder` holds what lies in the folders below it as well."""

    after: str = ""
    before: str = ""
    source: Choice = NO_CHOICE
    folder: Choice = NO_CHOICE
    year: Choice = NO_CHOICE

    def of(self, facet: str) -> Choice:
        """What is chosen of a facet; of a month, as of all else that is no field here, nothing is."""
        found: Choice = getattr(self, facet, NO_CHOICE)
        return found

    def without(self, facet: str) -> Filters:
        """The same with nothing chosen of a facet."""
        nothing: dict[str, Any] = {facet: NO_CHOICE}
        return replace(self, **nothing)

    def admit(self, date: str, source: str, folder: str = "") -> bool:
        """True if a report of this date, source and folder passes. An unknown date passes no date filter.

        A date that is cut short stands for its whole span, so it is compared over the digits that
        both sides have: 2024-03 lies within after=2024-03-05 and within before=2024.
        """
        names = folder.split("/")
        within = ("/".join(names[:depth]) for depth in range(1, len(names) + 1))
        chosen = self.source.admits(source) and self.folder.admits(*within) and self.year.admits(date[:4])
        if not chosen:
            return False
        if not date:
            return not (self.after or self.before)
        low, high = self.after[: len(date)], self.before[: len(date)]
        return low <= date[: len(low)] and (not high or date[: len(high)] <= high)


@dataclass(frozen=True)
class Query:
    """A whole question: `text` as it was typed, `root` what it means, `filters` beside it. `notes` say, in
    sentences, what looks like more than text and was searched as text."""

    text: str
    root: Node
    filters: Filters = field(default_factory=Filters)
    notes: tuple[str, ...] = ()

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The leaves, from left to right, each once."""
        return tuple(dict.fromkeys(leaves(self.root)))

    @cached_property
    def wanted(self) -> tuple[Term, ...]:
        """The leaves that a report may match: all but what must not be in it."""
        return tuple(dict.fromkeys(leaves(self.root, unwanted=False)))

    @property
    def read_as(self) -> str:
        """How the query was read, in a form that means the same when it is typed again."""
        return str(self.root)
