"""A corpus: a file of records, .jsonl or .jsonl.xz, one report a line. Its lines, and samples of it."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

SEED = 20240305
"""Every random choice starts here, so that two runs measure the same."""


def lines(path: Path) -> Iterator[bytes]:
    """The records of a file, each as one line of JSON, unread."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rb") as file:
        yield from (line for line in file if line.strip())


def texts(record: dict[str, Any]) -> list[str]:
    """The blocks of a record that hold any text: its title and its paragraphs."""
    return [text for text in (record.get("title", ""), *record.get("paragraphs", ())) if text.strip()]


def text_bytes(path: Path) -> int:
    """How much text a corpus has, in bytes of UTF-8."""
    return sum(len(text.encode()) for line in lines(path) for text in texts(json.loads(line)))


def sample(path: Path, size: int, folder: Path) -> Path:
    """A file of `size` records drawn from the corpus, in its order; a larger sample holds the smaller.

    The corpus itself where it has no more than that.
    """
    held = list(lines(path))
    if size >= len(held):
        return path
    drawn = Random(SEED).sample(range(len(held)), len(held))[:size]
    return _written(folder / f"sample-{size}.jsonl", [held[number] for number in sorted(drawn)])


def every(path: Path, step: int, folder: Path) -> Path:
    """A file of every record whose number, from 0, is a multiple of `step`."""
    if step == 1:
        return path
    return _written(folder / f"every-{step}.jsonl", list(lines(path))[::step])


def _written(path: Path, held: list[bytes]) -> Path:
    path.write_bytes(b"".join(line.rstrip(b"\n") + b"\n" for line in held))
    return path
