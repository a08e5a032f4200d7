"""A corpus made from jieba's own dictionary: words drawn by their frequency, for who has no corpus.

Such text has the word lengths and the few common words of Chinese, but no sense: neighbours are
drawn apart, so it has more different pairs of characters, and fewer reports for two words together,
than real text of the same length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.corpus import SEED

REPORTS = 20_000
_SOURCES = tuple(f"{place}日报" for place in "东南西北中江河湖海山")
_HAN = re.compile("[\u4e00-\u9fa5]+")


def generated(folder: Path, reports: int = REPORTS) -> Path:
    """A file of so many records in the folder, the same on every machine."""
    path = folder / f"generated-{reports}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for record in records(reports):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def records(reports: int) -> Iterator[dict[str, object]]:
    """Reports of 4 to 13 paragraphs, about 700 characters together."""
    draw = _Draw()
    for number in range(reports):
        yield {
            "id": f"generated-{number}",
            "title": draw.sentence(3, 9),
            "date": f"{draw.number(2012, 2026)}-{draw.number(1, 13):02}-{draw.number(1, 29):02}",
            "source": _SOURCES[draw.number(0, len(_SOURCES))],
            "paragraphs": [draw.paragraph() for _ in range(draw.number(4, 14))],
        }


class _Draw:
    """Draws from the dictionary, always in the same order."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(SEED)
        self._words, self._shares = _dictionary()

    def number(self, low: int, high: int) -> int:
        """A whole number from `low`, below `high`."""
        return low + int(self._random.random() * (high - low))

    def sentence(self, least: int, most: int) -> str:
        drawn = self._random.random(self.number(least, most))
        return "".join(self._words[place] for place in np.searchsorted(self._shares, drawn).tolist())

    def paragraph(self) -> str:
        text = ""
        for _ in range(self.number(1, 6)):
            clauses = [self.sentence(4, 12) for _ in range(self.number(1, 4))]
            text += "，".join(clauses) + f"，共{self.number(1, 5000)}项。" * (self.number(0, 4) == 0) + "。"
        return text.replace("。。", "。")


@cache
def _dictionary() -> tuple[list[str], npt.NDArray[np.float64]]:
    """The Chinese words of jieba's dictionary, and the rising sums of their shares."""
    spec = find_spec("jieba")
    assert spec
    assert spec.origin
    held: list[tuple[str, int]] = []
    for line in (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        if _HAN.fullmatch(word):
            held.append((word, int(frequency)))
    shares = np.cumsum(np.array([frequency for _, frequency in held], dtype=np.float64))
    return [word for word, _ in held], shares / shares[-1]
