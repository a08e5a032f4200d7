"""How often the encoding of a short Chinese text is found: jianbao beside charset-normalizer.

`python -m benchmarks.decoding [CORPUS] [--texts N] [--json OUT]`. Pieces of 1 to 200 characters are cut out
of a corpus at random, encoded and decoded. Big5 has them in traditional characters. It is a report, not a
test: whatever the figures are, the exit status is 0. Right is a text that no search can tell from the
original: Big5 has one code for two dots that look alike.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from charset_normalizer import from_bytes
from opencc import OpenCC

from benchmarks.command import say
from benchmarks.corpus import SEED, lines, texts
from benchmarks.data import data
from benchmarks.machine import machine
from benchmarks.tables import Table, figure
from indexer.errors import Unreadable
from indexer.reading.decoding import decode
from indexer.text.fold import fold

Json = dict[str, Any]

CORPUS = data("news_10k.jsonl.xz")
LENGTHS = (1, 2, 5, 20, 50, 200)
_SCRIPTS = {"gb18030": "", "big5hkscs": "s2t", "utf-8": "", "utf-16-le": "", "utf-16-be": ""}
"""Encoding -> OpenCC's name for the change of script before."""


@dataclass(frozen=True, slots=True)
class Found:
    """Of `pieces` of so many characters in one encoding, the shares decoded right and the mean
    milliseconds, by jianbao and by charset-normalizer."""

    encoding: str
    length: int
    pieces: int
    ours: float
    theirs: float
    our_ms: float
    their_ms: float


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    if not options.corpus.is_file():
        print(f"No {options.corpus}. Name a corpus: python -m benchmarks.decoding CORPUS")
        return
    about, held = machine(), read_reports(options.corpus)
    found = [one for encoding in _SCRIPTS for one in measure(held, encoding, options.texts)]
    print(f"\n{table(found).plain()}")
    if options.json:
        result = {"benchmark": "decoding", "machine": about, "found": [asdict(one) for one in found]}
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measure(reports: Sequence[str], encoding: str, pieces: int) -> list[Found]:
    """The shares for one encoding, length by length."""
    say(f"{encoding}: {pieces:,} pieces of each length")
    return [_measured(draw(reports, encoding, length, pieces), encoding, length) for length in LENGTHS]


def draw(reports: Sequence[str], encoding: str, length: int, pieces: int) -> list[bytes]:
    """So many pieces that the encoding can hold and that are not ASCII alone, always the same."""
    random, script = Random(SEED), _SCRIPTS[encoding]
    convert = OpenCC(script).convert if script else str
    long = [one for one in reports if len(one) >= length]
    drawn: list[bytes] = []
    while long and len(drawn) < pieces:
        report = random.choice(long)
        start = random.randrange(len(report) - length + 1)
        piece = convert(report[start : start + length])
        data = piece.encode(encoding, "ignore")
        if not piece.isascii() and data.decode(encoding) == piece:
            drawn.append(data)
    return drawn


def table(found: Sequence[Found]) -> Table:
    """A row for each encoding and length."""
    head = ("encoding", "characters", "pieces", "jianbao %", "charset-normalizer %", "jianbao ms", "c.-n. ms")
    rows = [
        (
            one.encoding,
            str(one.length),
            f"{one.pieces:,}",
            f"{100 * one.ours:.2f}",
            f"{100 * one.theirs:.2f}",
            figure(one.our_ms),
            figure(one.their_ms),
        )
        for one in found
    ]
    return Table("Bytes without a mark -> the text that was encoded", head, tuple(rows))


def _measured(pieces: Sequence[bytes], encoding: str, length: int) -> Found:
    ours, our_ms = _share(pieces, encoding, lambda data: decode(data, "").text)
    theirs, their_ms = _share(pieces, encoding, lambda data: str(from_bytes(data).best()))
    return Found(encoding, length, len(pieces), ours, theirs, our_ms, their_ms)


def is_right(data: bytes, encoding: str, read: Callable[[bytes], str]) -> bool:
    """Whether no search can tell what is read from what was encoded."""
    try:
        return fold(read(data)) == fold(data.decode(encoding))
    except Unreadable:
        return False


def read_reports(corpus: Path, most: int | None = None) -> list[str]:
    """The first reports of a corpus, each as one text."""
    return ["\n".join(texts(json.loads(line))) for line in islice(lines(corpus), most)]


def _share(pieces: Sequence[bytes], encoding: str, read: Callable[[bytes], str]) -> tuple[float, float]:
    """The share of pieces that are read right, and the mean milliseconds."""
    began = perf_counter()
    right = sum(is_right(data, encoding, read) for data in pieces)
    return right / max(1, len(pieces)), (perf_counter() - began) * 1000 / max(1, len(pieces))


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = ArgumentParser(
        prog="python -m benchmarks.decoding", description=(__doc__ or "").splitlines()[0]
    )
    options.add_argument("corpus", nargs="?", type=Path, default=CORPUS, help=f"default: {CORPUS}")
    options.add_argument("--texts", type=int, default=2000, metavar="N", help="pieces of each length")
    options.add_argument("--json", type=Path, metavar="OUT", help="write the figures there")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
