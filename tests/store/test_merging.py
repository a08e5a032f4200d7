"""Segments merged: some postings at a time, whatever that makes of the memory it takes."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from random import Random

import numpy as np
import pytest

from indexer.report import Block, Kind, Packed, Report
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.writer import merging
from indexer.whoosh_store.writer.inverting import write_run
from indexer.whoosh_store.writer.merging import Part, merge

AT_ONCE = 2_000


def reports(random: Random, count: int) -> list[Packed]:
    letters = [*map(chr, range(0x4E00, 0x4F00)), *"，“”℃"]

    def block(kind: Kind) -> Block:
        often = random.choice(letters) * random.choice([0, 400])  # more than a byte can say
        return Block(kind, "".join([*random.choices(letters, k=500), often]))

    both = [(block(Kind.TITLE), block(Kind.PARAGRAPH)) for _ in range(count)]
    return [Packed.of(Report(f"{random.random()}", blocks)) for blocks in both]


@pytest.fixture
def parts(tmp_path: Path) -> list[Part]:
    """Segments, of the first of which every report lives, of the second some, of the last none."""
    random, made = Random(5), []
    for number, (count, living) in enumerate([(200, 1.0), (100, 0.6), (5, 0.0)]):
        write_run(tmp_path / f"{number}", reports(random, count))
        live = np.array([random.random() < living for _ in range(count)], np.bool_)
        made.append(Part(Columns(tmp_path / f"{number}"), live))
    return made


def test_the_memory_that_merging_takes_is_bounded_and_what_it_gives_the_same(
    parts: list[Part], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def merged(name: str) -> tuple[int, bytes]:
        tracemalloc.start()
        merge(parts, tmp_path / name)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak, (tmp_path / name).read_bytes()

    whole, at_once = merged("whole")
    monkeypatch.setattr(merging, "POSTINGS_AT_ONCE", AT_ONCE)
    bounded, some_at_a_time = merged("some")
    assert some_at_a_time == at_once
    assert bounded < 0.7 * whole
