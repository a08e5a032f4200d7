"""The hits of a page as it shows them: reprints folded, marked texts as HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, islice, pairwise
from typing import Self

from markupsafe import Markup, escape

from indexer import Hit, Kind, Marked, Passage, Report, line_breaks

_FITS = 10
"""So many characters of a headline are no more than a line, on a phone too."""


def marked(text: Marked | Passage, first: int | None = None, breaks: Sequence[int] = ()) -> Markup:
    """The text with its marks as HTML, every part of it escaped; the marks are numbered from `first` on, if
    that is given. At the `breaks` a line may begin, but for those within a mark that fits into one. It is put
    together here: in a template each mark would cost more than finding it."""
    parts: list[str] = []
    at, made = 0, str if escape(text.text) == text.text else escape  # seldom is there anything to escape
    for (start, end), number in zip(text.marks, count(first or 0), strict=False):
        opening = "<mark>" if first is None else f'<mark id="m{number}">'
        within = breaks if end - start > _FITS else ()
        parts += (
            _between(text.text, at, start, breaks, made),
            opening,
            _between(text.text, start, end, within, made),
            "</mark>",
        )
        at = end
    return Markup("".join([*parts, _between(text.text, at, len(text.text), breaks, made)]))


def headline(text: Marked, first: int | None = None) -> Markup:
    """The same of a headline, whose lines begin with words."""
    return marked(text, first, line_breaks(text.text) if len(text.text) > _FITS else ())


def _between(text: str, start: int, end: int, breaks: Sequence[int], made: Callable[[str], str]) -> str:
    """A piece of the text, made HTML, with the breaks in it and at its ends."""
    if not breaks:
        return made(text[start:end])
    edges = [start, *(one for one in breaks if start <= one <= end), end]
    return "<wbr>".join([made(text[one:other]) for one, other in pairwise(edges)])


def opening(found: Report) -> tuple[Passage, ...]:
    """The first paragraph: what a report found by its title alone is known by."""
    leads = (
        Passage(number, 0, block.text, (), before=False, after=False)
        for number, block in enumerate(found.paragraphs, start=1)
        if block.kind is Kind.PARAGRAPH
    )
    return tuple(islice(leads, 1))


def is_pdf(file: str) -> bool:
    """Whether browsers show a file of this name page by page."""
    return file.lower().endswith(".pdf")


# — reprints —


@dataclass(frozen=True, slots=True)
class Stack:
    """A hit, the number that it has among all hits, and under it those further down the page that reprint it:
    the ones of the very `same` text, and the `others`, whose text is nearly the same."""

    hit: Hit
    at: int
    same: tuple[Hit, ...]
    others: tuple[Hit, ...]

    @classmethod
    def of(cls, hit: Hit, at: int, under: Sequence[Hit]) -> Self:
        same = [one for one in under if one.id in hit.same_text or hit.id in one.same_text]
        return cls(hit, at, tuple(same), tuple(one for one in under if one not in same))

    @property
    def same_elsewhere(self) -> int:
        """How many of the very same text are not on this page."""
        return len({*self.hit.same_text} - {one.id for one in self.same})

    @property
    def others_elsewhere(self) -> int:
        """How many other reprints are not on this page."""
        return len({*self.hit.reprints} - {*self.hit.same_text} - {one.id for one in self.others})


def stacked(hits: Sequence[Hit], offset: int = 0) -> tuple[Stack, ...]:
    """Every hit once, in the order of the page, by itself or under the hit that it reprints. The first of the
    page has the number behind the `offset`."""
    stacks: list[tuple[Hit, int, list[Hit]]] = []
    for number, hit in enumerate(hits, offset + 1):
        under = next((under for first, _, under in stacks if _alike(first, hit)), None)
        if under is None:
            stacks.append((hit, number, []))
        else:
            under.append(hit)
    return tuple(Stack.of(*stack) for stack in stacks)


def _alike(one: Hit, other: Hit) -> bool:
    """Now and then a store sees the likeness from one side only."""
    return other.id in one.reprints or one.id in other.reprints
