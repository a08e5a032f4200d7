"""A server bears what strangers send; `python -m tests.hostile` sends it more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from benchmarks.serve.servers import Jianbao
from tests.hostile.mutations import Request, Routes, requests
from tests.hostile.run import attacked, bombarded, idling, stopped
from tests.hostile.verdicts import faults
from tests.hostile.wire import Reply

REQUESTS = 400
SEED = 20261126

Attacked = tuple[Jianbao, Routes]


@pytest.fixture(scope="module")
def attacked_server(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    with attacked(tmp_path_factory.mktemp("hostile")) as held:
        yield held


def test_hostile_requests_among_idle_connections_are_all_answered(attacked_server: Attacked) -> None:
    server, routes = attacked_server
    workers = server.workers
    with idling(server) as answered:
        figures = bombarded(server, routes, REQUESTS, SEED)
    print(*figures.lines(), sep="\n")
    assert figures.faults == []
    assert {200, 400, 404, 405} <= set(figures.statuses)
    assert [fault for one in answered for fault in faults(one)] == []
    assert server.workers == workers


def test_readers_that_stop_hold_up_nobody_and_let_go_what_they_held(attacked_server: Attacked) -> None:
    server, _ = attacked_server
    replies = stopped(server)
    assert [one.status for one in replies] == [200] * len(replies)
    assert max(one.seconds for one in replies[:-1]) < 2


def test_a_seed_makes_the_same_requests_and_each_asks_for_an_answer() -> None:
    routes = Routes(["/", "/reports/<id>"], {}, ["a"])
    one, same, other = ([*islice(requests(routes, seed), 500)] for seed in (1, 1, 2))
    assert one == same != other
    assert all(b"\n\r\n" in each.sent or b"\n\n" in each.sent for each in one)


ASKED = Request(b"GET / HTTP/1.1\r\n\r\n", "GET")
SAFE = {"content-type": "text/html; charset=utf-8", "x-content-type-options": "nosniff"}


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        (Reply(ASKED, 200, 0.1, SAFE, b"&lt;x-evil>"), 0),
        (Reply(ASKED, 503, 0.1, {**SAFE, "retry-after": "30"}), 0),
        (Reply(ASKED, "ConnectionResetError", 0.1), 0),
        (Reply(ASKED, 200, 12, {**SAFE, "content-disposition": "attachment"}), 0),
        (Reply(ASKED, 503, 0.1, SAFE), 1),
        (Reply(ASKED, 500, 5.1, SAFE), 2),
        (Reply(ASKED, "TimeoutError", 15), 2),
        (Reply(ASKED, 200, 0.1, SAFE, b"<x-evil onload=1>"), 1),
        (Reply(ASKED, 200, 0.1, {**SAFE, "x-evil": "1"}), 1),
        (Reply(ASKED, 302, 0.1, {"location": "//evil.example"}), 1),
        (Reply(ASKED, 200, 0.1, {"content-type": "application/json"}), 1),
    ],
)
def test_what_is_wrong_with_an_answer_is_seen(reply: Reply, found: int) -> None:
    assert len([*faults(reply)]) == found
