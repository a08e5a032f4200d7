"""Worker processes that are killed, one after the other: the server answers throughout.

What may fail is a request that a worker had taken when it was killed, and nothing else. What waits at its
listener waits for its successor, so that no connection is ever refused, and none is reset that was not taken.
`pytest --killing 60` goes on for a minute.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.support.processes import until

if TYPE_CHECKING:
    from tests.conftest import Run, Running

PATHS = ["/readyz", f"/?q={quote('经济')}", f"/api/v1/search?q={quote('经济')}"]
CUT_OFF = {"ConnectionResetError", "IncompleteRead", "RemoteDisconnected"}
COUNTED = 'jianbao_request_seconds_count{method="GET",route="/help",status="2xx"}'
FILES = {f"{kind}_{number}.db" for kind in ("gauge_livesum", "histogram") for number in (0, 1)}
CLIENTS = 4
SLACK_SECONDS = 0.2
"""Between a kill and what a client sees of it."""
MOST_PERIODS = 5
"""Of killing, between two answers: each worker is killed in its second."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: when it began and ended, and its status or what befell the connection."""

    began: float
    ended: float
    status: int | str


def asking(server: Running, over: Event) -> list[Asked]:
    """One request after the other, each by a connection of its own, until it is over."""
    asked = []
    while not over.is_set():
        for path in PATHS:
            began = time.monotonic()
            status: int | str
            try:
                status = server.ask(path).status
            except (OSError, HTTPException) as error:
                status = type(error).__name__
            asked.append(Asked(began, time.monotonic(), status))
    return asked


def killed(server: Running, seconds: int, period: float) -> Iterator[float]:
    """Every second another worker: the one that has lived longest. When it was killed."""
    living: list[int] = []
    for _ in range(round(seconds / period)):
        workers = server.workers
        living = [*(one for one in living if one in workers), *sorted(workers - {*living})]
        if living:
            yield time.monotonic()
            os.kill(living.pop(0), signal.SIGKILL)
        time.sleep(period)


def test_workers_are_killed_every_second_and_the_server_answers_throughout(
    run: Run, index: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Where the machine is so busy that the server took more than three seconds to start, this is less often,
    or none of them would ever be ready."""
    over, began = Event(), time.monotonic()
    with run(index, errors=tmp_path / "errors") as server, ThreadPoolExecutor(CLIENTS) as people:
        period = max(1.0, (time.monotonic() - began) / 3)
        clients = [people.submit(asking, server, over) for _ in range(CLIENTS)]
        try:
            kills = list(killed(server, request.config.getoption("--killing"), period))
        finally:
            over.set()
        asked = sorted((one for client in clients for one in client.result()), key=lambda one: one.ended)
        until(lambda: len(server.workers) == 2)
        assert server.ask("/readyz").status == 200
    failed = [one for one in asked if one.status != 200]
    print(f"{len(kills)} kills, {len(asked)} requests, {len(failed)} of them cut off")
    assert {one.status for one in failed} <= CUT_OFF
    assert all(any(one.began <= at <= one.ended + SLACK_SECONDS for at in kills) for one in failed)
    assert len(failed) <= CLIENTS * len(kills)
    right = [one.ended for one in asked if one.status == 200]
    assert max(later - one for one, later in pairwise(right)) < MOST_PERIODS * period
    assert "Traceback" not in server.errors.read_text("utf-8")


def replaced(server: Running, victim: int) -> int:
    """Kills a worker; which one follows it."""
    others = server.workers - {victim}
    os.kill(victim, signal.SIGKILL)
    until(lambda: len(server.workers - {victim}) > len(others))
    (follower,) = server.workers - others - {victim}
    return follower


def test_a_worker_whose_successors_are_killed_at_their_start_does_not_end_the_server(
    run: Run, index: Path, tmp_path: Path
) -> None:
    with run(index, errors=tmp_path / "errors") as server:
        until(lambda: len(server.workers) == 2)
        healthy, victim = sorted(server.workers)
        for _ in range(3):
            victim = replaced(server, victim)
        assert {server.ask("/readyz").status for _ in range(8)} == {200}
        for one in [replaced(server, one) for one in (healthy, victim)]:
            os.kill(one, signal.SIGKILL)
        assert {server.ask("/readyz").status for _ in range(8)} == {
            200
        }  # though nobody is ready as it is asked


def test_a_server_that_is_stopped_while_a_worker_begins_does_not_wait_for_it(
    run: Run, index: Path, tmp_path: Path
) -> None:
    with run(index, errors=tmp_path / "errors") as server:
        until(lambda: len(server.workers) == 2)
        replaced(server, min(server.workers))
        server.process.terminate()
        assert server.process.wait(8) == 0  # sooner than it would be killed


def test_who_follows_a_worker_counts_on_where_it_left_off(run: Run, index: Path, tmp_path: Path) -> None:
    def counted() -> float:
        told = server.ask("/metrics").text.splitlines()
        return next((float(line.split()[-1]) for line in told if line.startswith(COUNTED)), 0)

    with run(index, errors=tmp_path / "errors", TMPDIR=str(tmp_path)) as server:
        until(lambda: len(server.workers) == 2)
        for _ in range(8):
            server.ask("/help")
        until(lambda: counted() == 8)  # counted when it has ended
        replaced(server, max(server.workers))
        assert counted() == 8
        assert {path.name for path in tmp_path.glob("jianbao-metrics-*/*")} <= FILES
