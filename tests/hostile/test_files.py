"""Damaged files are read or told, none by a mistake of ours. `python -m tests.hostile --files` reads more."""

from __future__ import annotations

from pathlib import Path
from random import Random

from indexer.errors import Skipped, Unreadable
from indexer.reading import Source
from indexer.reading.formats import format_of, read
from tests.hostile.damage import damaged
from tests.hostile.files import good_files
from tests.hostile.reading import broken_files

SEED = 20261126
ROUNDS = 4


def test_damaged_files_are_read_or_told(tmp_path: Path) -> None:
    assert [one for one in broken_files(tmp_path, ROUNDS, SEED) if one.fault] == []


def test_the_files_are_good_before_they_are_damaged(tmp_path: Path) -> None:
    for name, data in good_files(tmp_path).items():
        assert format_of(name)
        (tmp_path / name).write_bytes(data)
        found = [*read(Source.of(tmp_path / name), tmp_path / f"of {name}")]
        assert [one for one in found if isinstance(one, Unreadable | Skipped)] == []


def test_a_seed_makes_the_same_damage(tmp_path: Path) -> None:
    for data in good_files(tmp_path).values():
        one, same, other = (damaged(data, Random(seed)) for seed in (5, 5, 6))
        assert one == same != other
