"""How well printed texts are put together again: boundaries, healed cuts, whole paragraphs; two plain ways.

Boundaries are places between characters that are not white space, so a system may change white space and
the width of characters but nothing else: a text whose characters differ counts as if nothing in it was right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.layout.truth import Printed, ends, squeezed

System = Callable[[str], Sequence[str]]
"""A text -> its blocks."""

_BLANK = re.compile(r"\n\s*\n")
_FINISHED = re.compile(r"[。！？!?…）)：:][\"”’」』]?$")
_MAX_HEADING_CHARACTERS = 20


@dataclass(frozen=True, slots=True)
class Score:
    """Boundaries found, wrongly set, and missed; cuts healed, of all; paragraphs whole, of all; texts read,
    and those whose characters differ."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    healed: int = 0
    cuts: int = 0
    whole: int = 0
    paragraphs: int = 0
    texts: int = 0
    changed: int = 0

    def __add__(self, other: Score) -> Score:
        mine, theirs = self._counts(), other._counts()
        return Score(*(a + b for a, b in zip(mine, theirs, strict=True)))

    def _counts(self) -> tuple[int, ...]:
        return (
            *(self.right, self.wrong, self.missed, self.healed, self.cuts),
            *(self.whole, self.paragraphs, self.texts, self.changed),
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of the boundaries; 0 where there are none."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def score(system: System, texts: Iterable[Printed]) -> Score:
    """All texts together: every boundary counts alike, in a long text and in a short one."""
    return sum((_one(printed, system(printed.text)) for printed in texts), Score())


def _one(printed: Printed, found: Sequence[str]) -> Score:
    about = Score(cuts=len(printed.cuts), paragraphs=len(printed.paragraphs), texts=1)
    theirs = printed.ends
    if squeezed("".join(found)) != squeezed("".join(printed.blocks)):
        return about + Score(missed=len(theirs), changed=1)
    ours, known = ends(found), {squeezed(text) for text in found}
    return about + Score(
        right=len(ours & theirs),
        wrong=len(ours - theirs),
        missed=len(theirs - ours),
        healed=sum(cut not in ours for cut in printed.cuts),
        whole=sum(squeezed(paragraph) in known for paragraph in printed.paragraphs),
    )


def by_blank_lines(text: str) -> list[str]:
    """A blank line ends a paragraph, and nothing else does."""
    return [block for block in _BLANK.split(text) if block.strip()]


def by_sentence_ends(text: str) -> list[str]:
    """As `by_blank_lines`, but what is longer than a heading and ends like no sentence goes on."""
    found: list[str] = []
    for block in map(str.strip, by_blank_lines(text)):
        if found and len(squeezed(found[-1])) > _MAX_HEADING_CHARACTERS and not _FINISHED.search(found[-1]):
            found[-1] += block
        else:
            found.append(block)
    return found
