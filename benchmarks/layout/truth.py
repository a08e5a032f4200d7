"""Texts in newspaper layout whose paragraphs are known, and the folder that holds such texts.

NAME.txt is the text; NAME.json says what was printed: `emitted`, the blocks in the order of the text, each
with the number of its paragraph or null; `paragraphs`; and `breaks`, where the print cut a paragraph, each
`{"para", "offset"}`; `style` is how it was set.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Printed:
    """A text and its truth. `cuts` are where the print cut a paragraph, `ends` where a block ends, both
    counted in squeezed characters from the start of the text."""

    name: str
    style: str
    text: str
    blocks: tuple[str, ...]
    paragraphs: tuple[str, ...]
    cuts: tuple[int, ...]

    @property
    def ends(self) -> frozenset[int]:
        return ends(self.blocks)


def squeezed(text: str) -> str:
    """What is compared: no white space, and a character and its other width are one."""
    return unicodedata.normalize("NFKC", _SPACE.sub("", text))


def ends(blocks: Sequence[str]) -> frozenset[int]:
    """Where blocks end, the end of the text aside."""
    places = list(accumulate(len(squeezed(block)) for block in blocks))
    return frozenset(places) - frozenset(places[-1:])


def load(folder: Path) -> Iterator[Printed]:
    """The texts of a folder that have their truth beside them, by name."""
    for path in sorted(folder.glob("*.txt")):
        if (truth := path.with_suffix(".json")).is_file():
            yield _printed(path, json.loads(truth.read_text(encoding="utf-8")))


def _printed(path: Path, truth: dict[str, Any]) -> Printed:
    starts: dict[int, int] = {}
    at = 0
    for block in truth["emitted"]:
        if block["para"] is not None:
            starts[block["para"]] = at
        at += len(squeezed(block["text"]))
    above = ((cut["para"], truth["paragraphs"][cut["para"]][: cut["offset"]]) for cut in truth["breaks"])
    return Printed(
        name=path.stem,
        style=truth["style"],
        text=path.read_text(encoding="utf-8"),
        blocks=tuple(block["text"] for block in truth["emitted"]),
        paragraphs=tuple(truth["paragraphs"]),
        cuts=tuple(starts[number] + len(squeezed(text)) for number, text in above),
    )
