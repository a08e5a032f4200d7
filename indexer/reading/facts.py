"""What is known about a report beside its text."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Facts:
    """What is empty is not known. `date` is as in `Report`; `number` is that of an official document,
    国发〔2024〕5号; `page` is that of the newspaper, as it is printed there: A03."""

    title: str = ""
    date: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    number: str = ""
    page: str = ""

    def over(self, others: Facts) -> Facts:
        """These facts and, where they are silent, the others."""
        return Facts(*(getattr(self, one.name) or getattr(others, one.name) for one in fields(self)))
