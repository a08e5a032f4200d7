"""A server over an index made for it, and all that it must bear."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from benchmarks.memory import of_process
from benchmarks.serve.servers import Jianbao, jianbao
from indexer import build, open_store
from tests.hostile.mutations import Routes, requests
from tests.hostile.verdicts import Figures
from tests.hostile.wire import Reply, asked, connected, got, is_closed
from tests.support.harbour import write_harbour
from webapp.app import create_app

_CLIENTS = 8
IDLE = 200
"""Connections that say nothing, or something and then a byte now and then, and never come to an end."""
_UNFINISHED = [
    b"",
    b"GET /heal",
    b"GET / HTTP/1.1\r\nHost: loc",
    b"\r\n\r\n",
    b"POST / HTTP/1.1\r\nX: " + b"x" * 9000,
]
STOPPED = 8
"""Clients that ask for everything and do not read it."""
EVERYTHING = f"/api/v1/export?q={quote('港口')}&passages=20&format=jsonl"
_LITTLE = f"/api/v1/export?q={quote('码头 -港口')}"
_PIERS = 3000
"""Reports, enough that everything takes more bytes than sockets hold."""
_CLOSING_SECONDS = 30
_ROUND_SECONDS = 0.1


@contextmanager
def attacked(folder: Path) -> Iterator[tuple[Jianbao, Routes]]:
    """A server over some thousand reports, some of hostile titles, in a folder of its own."""
    reports = write_harbour(folder)
    lines = (json.dumps(_pier(number), ensure_ascii=False) for number in range(_PIERS))
    (reports / "piers.jsonl").write_text("\n".join(lines), "utf-8")
    store = open_store(folder / "index")
    build(store, [reports])
    store.close()
    with jianbao(folder / "index", folder / "log", "--log", "off") as server:
        yield server, routes(folder / "index")


def _pier(number: int) -> dict[str, object]:
    paragraphs = [f"第{number}座码头的第{part}段：{'港口装卸、' * 20}等等。" for part in range(5)]
    return {"id": f"pier-{number}", "date": f"{2000 + number % 25}-05", "paragraphs": paragraphs}


def routes(index: Path) -> Routes:
    app = create_app(index)
    document = app.test_client().get("/openapi.json").get_json()
    described = {
        path.replace("{id}", "<id:id>"): one["get"]["parameters"] for path, one in document["paths"].items()
    }
    return Routes(
        sorted(rule.rule for rule in app.url_map.iter_rules()), described, ["gang-1", "pier-1", "坏"]
    )


def bombarded(server: Jianbao, routes: Routes, count: int, seed: int) -> Figures:
    """So many requests, by a few clients at a time, in four parts."""
    made, memory, replies = requests(routes, seed), [_memory(server)], list[Reply]()
    with ThreadPoolExecutor(_CLIENTS) as clients:
        for _ in range(4):
            replies += clients.map(partial(asked, server.address), islice(made, count // 4))
            memory.append(_memory(server))
    return Figures.of(replies, memory)


def _memory(server: Jianbao) -> dict[int, int]:
    return {worker: of_process(worker).private for worker in server.workers}


@contextmanager
def idling(server: Jianbao) -> Iterator[list[Reply]]:
    """Many connections that never come to an end of what they say, and the answers to others meanwhile. At
    the end all are closed. Raises `TimeoutError` where they are not."""
    with ExitStack() as clients:
        said = [_UNFINISHED[one % len(_UNFINISHED)] for one in range(IDLE)]
        held = [clients.enter_context(connected(server.address, one)) for one in said]
        yield [asked(server.address, got("/healthz")) for _ in range(8)]
        _until_all_are_closed(held, _CLOSING_SECONDS)


def stopped(server: Jianbao) -> list[Reply]:
    """What others are answered while clients ask for everything and do not read it; and, when those are gone,
    whoever wants a file."""
    with ExitStack() as clients:
        for _ in range(STOPPED):
            clients.enter_context(connected(server.address, got(EVERYTHING).sent))
        time.sleep(_ROUND_SECONDS)
        others = [asked(server.address, got(path)) for path in ["/healthz", "/", "/api/v1/search?q=a"] * 2]
    return [*others, _when_there_is_room(server)]


def _when_there_is_room(server: Jianbao) -> Reply:
    for _ in range(100):
        if (reply := asked(server.address, got(_LITTLE))).status != 503:
            break
        time.sleep(_ROUND_SECONDS)
    return reply


def _until_all_are_closed(held: list[socket.socket], seconds: float) -> None:
    end = time.monotonic() + seconds
    while open_still := [one for one in held if not is_closed(one)]:
        if time.monotonic() > end:
            raise TimeoutError(f"{len(open_still)} connections are open still")
        held = open_still
        for one in held:
            with suppress(OSError):
                one.send(b"x")
        time.sleep(_ROUND_SECONDS)
