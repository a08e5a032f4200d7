"""Segments merged: some postings at a time, whatever that makes of the memory it takes."""

from __future__ import annotations

import tracemalloc
from errno import ENOSPC
from pathlib import Path
from random import Random
from threading import Event
from time import sleep

import numpy as np
import pytest

from indexer.report import Block, Kind, Packed, Report
from indexer.whoosh_store.segment.arrays import Arrays
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


def test_what_threads_merge_side_by_side_is_the_same(
    parts: list[Part], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge(parts, tmp_path / "alone")
    monkeypatch.setattr(merging, "POSTINGS_FOR_THREADS", 0)
    merge(parts, tmp_path / "together")
    alone, together = Arrays(tmp_path / "alone"), Arrays(tmp_path / "together")
    together.verify()
    assert {*alone._directory} == {*together._directory}
    assert all(np.array_equal(alone[name], together[name]) for name in alone._directory)


def test_where_one_of_several_threads_fails_the_others_end(
    parts: list[Part], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = 0

    def count(*_: object) -> None:
        nonlocal moved
        moved += 1
        fails.wait()
        sleep(0.01)  # as if there were much to count

    def fail(*_: object) -> None:
        fails.set()
        raise OSError(ENOSPC, "no room")

    fails = Event()
    for name, value in {
        "POSTINGS_FOR_THREADS": 0,
        "POSTINGS_AT_ONCE": 100,
        "worker_count": lambda: 3,
    }.items():
        monkeypatch.setattr(merging, name, value)
    monkeypatch.setattr(merging, "_count", count)
    monkeypatch.setattr(merging, "merge_documents", fail)
    with pytest.raises(OSError, match="no room"):
        merge(parts, tmp_path / "merged")
    assert moved < 100 < sum(part.columns.words["body"].docs.size for part in parts)
