"""A soak of seconds is right; and what it judges by sees what is wrong. Whether it is flat, minutes tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generate import generated
from benchmarks.soak.__main__ import Result, soaked
from benchmarks.soak.clients import FAILED, RIGHT, WRONG, Outcome
from benchmarks.soak.kinds import KINDS
from benchmarks.soak.tasks import BATCH, BATCHES, MARKED, is_of_one_commit
from benchmarks.soak.watch import Series, series

REPORTS = 30
SECONDS = 3

IDS = [f"soak-{batch}-{one}" for batch in range(7, 7 + BATCHES) for one in range(BATCH)]
FLAT = Series("server, MB", 50.0, 51.0)


@pytest.mark.slow
def test_a_soak_of_seconds_has_right_answers_alone(tmp_path: Path) -> None:
    result = soaked(tmp_path, generated(tmp_path, REPORTS), SECONDS)
    assert [one.told for one in result.bad] == []
    asked = {one.kind for one in result.outcomes if one.what == RIGHT}
    assert {kind.name for kind in KINDS if kind.name.startswith("marked")} <= asked
    assert len(result.commits) >= 2
    held = {one.name.rpartition(" ")[2] for one in result.held}
    assert held == {"MB", "descriptors", "files"}


def test_marked_reports_are_of_one_commit_or_are_not() -> None:
    assert len(IDS) == MARKED
    assert is_of_one_commit(IDS)
    assert not is_of_one_commit(IDS[1:])
    assert not is_of_one_commit(IDS[BATCH:])
    assert not is_of_one_commit([*IDS[1:], "soak-27-0"])
    assert not is_of_one_commit([*IDS, IDS[0]])
    assert not is_of_one_commit([])


def searched(total: int, ids: list[str]) -> dict[str, Any]:
    return {"total": total, "facets": {"year": [["2007", total]]}, "hits": [{"id": one} for one in ids]}


def test_an_answer_that_lacks_or_mixes_anything_is_wrong() -> None:
    judged = {kind.name: kind.is_right for kind in KINDS}

    def is_right(kind: str, *lines: object) -> bool:
        return judged[kind]("\n".join(map(json.dumps, lines)).encode())

    assert is_right("marked: search", searched(MARKED, IDS))
    assert not is_right("marked: search", searched(MARKED - 1, IDS))
    assert not is_right("marked: search", searched(MARKED, IDS[1:]))
    assert is_right("marked: export", *({"id": one} for one in IDS))
    assert not is_right("marked: export", *({"id": one} for one in IDS[:-1]))
    assert is_right("marked: trend", {"lines": [{"total": MARKED, "reports": [MARKED - 1], "undated": 1}]})
    assert not is_right(
        "marked: trend", {"lines": [{"total": MARKED, "reports": [MARKED - 1], "undated": 0}]}
    )
    assert judged["marked: page"](f"<strong>{MARKED}</strong>".encode())
    assert not judged["marked: page"](b"<strong>59</strong>")
    assert not judged["search"](b"")


def test_what_rises_is_not_flat_and_who_ends_is_not_either() -> None:
    rising = [{"worker 1, MB": 100 + number, "server, MB": 50} for number in range(90)]
    assert [one.is_flat for one in series(rising)] == [False, True]
    ended = [{"worker 1, MB": 100}] * 60 + [{"worker 2, MB": 90}] * 30
    assert {one.name: one.is_flat for one in series(ended)} == {"worker 1, MB": False, "worker 2, MB": True}


@pytest.mark.parametrize(
    ("what", "held", "good"),
    [
        (RIGHT, FLAT, True),
        (WRONG, FLAT, False),
        (FAILED, FLAT, False),
        (RIGHT, Series("server, MB", 50.0, 99.0), False),
    ],
)
def test_a_run_is_good_where_all_is_right_and_flat(what: str, held: Series, good: bool) -> None:
    assert Result([Outcome("search", what)], [], [held]).is_good is good
