"""A folder of small reports, and what they say: what is true of them is known without the program."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

PLAIN = [f"{letter}.{ending}" for letter in "abcd" for ending in ("txt", "jsonl")]
"""Names of files that a run reads by itself, as long as they are few."""
MIXED = [*PLAIN, *(f"{letter}.md" for letter in "abcd")]
"""Some of these it has read by workers."""
MOST_RECORDS = 5
WORD = "港口"
"""It stands in every report."""


@dataclass(slots=True)
class Folder:
    """Its files, each with the numbers of the texts in it. Two files may have the same text, and records are
    known by their text: those of one number are one report."""

    path: Path
    chance: Random
    names: list[str]
    files: dict[str, list[int]] = field(default_factory=dict)
    _numbers: int = 0

    def fill(self) -> None:
        self.path.mkdir()
        for name in self.chance.sample(self.names, self.chance.randint(2, len(self.names))):
            self._write(name, self._texts(name))

    def change(self) -> None:
        """Some files are written anew, get other names, or go; some are new."""
        for _ in range(self.chance.randint(1, 6)):
            name = self.chance.choice(self.names)
            if name in self.files and len(self.files) > 1 and self.chance.random() < 0.3:
                self._move(name)
            else:
                self._write(name, self._texts(name))

    def add(self) -> None:
        """One more file."""
        self._write("last.txt", [self._new()])

    def texts(self) -> Counter[int]:
        """How many reports there are of each text."""
        alone = (numbers[0] for name, numbers in self.files.items() if not _has_records(name))
        shared = {n for name, numbers in self.files.items() if _has_records(name) for n in numbers}
        return Counter(alone) + Counter(shared)

    @property
    def records(self) -> int:
        """How many there are in all files, those that are met again as well."""
        return sum(map(len, self.files.values()))

    def _texts(self, name: str) -> list[int]:
        known = sorted({number for numbers in self.files.values() for number in numbers})
        count = self.chance.randint(1, MOST_RECORDS) if _has_records(name) else 1
        found = (self.chance.choice([self._new(), *known]) for _ in range(count))
        some = (self._new() if self.chance.random() < 0.5 else number for number in found)
        return list(dict.fromkeys(some))

    def _new(self) -> int:
        self._numbers += 1
        return self._numbers

    def _write(self, name: str, numbers: list[int]) -> None:
        self.files[name] = numbers
        (self.path / name).write_text("".join(content(name, one) for one in numbers), encoding="utf-8")

    def _move(self, name: str) -> None:
        ending = name.partition(".")[2]
        free = [one for one in self.names if one.endswith(f".{ending}") and one not in self.files]
        numbers = self.files.pop(name)
        if free and self.chance.random() < 0.6:
            other = self.chance.choice(free)
            (self.path / name).rename(self.path / other)
            self.files[other] = numbers
        else:
            (self.path / name).unlink()


def _has_records(name: str) -> bool:
    return name.endswith(".jsonl")


def sentence(number: int) -> str:
    """What stands in the reports of this text, and in no other."""
    return f"{WORD}第{number}号泊位开工。"


def text(number: int) -> str:
    """A text: of one sentence, or of many."""
    return sentence(number) + "码头扩建顺利，航道疏浚按期完成。" * (number % 7 * 12)


def content(name: str, number: int) -> str:
    """A report of this text, as it stands in a file of this name."""
    if _has_records(name):
        record = {"title": f"{WORD}简报", "date": "2024-03-05", "paragraphs": [text(number)]}
        return json.dumps(record, ensure_ascii=False) + "\n"
    return f"# {WORD}简报\n\n{text(number)}\n" if name.endswith(".md") else f"{text(number)}\n"
