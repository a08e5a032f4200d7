"""The server as it is run: its processes, its end, clients that are slow or wrong, its log, its figures."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.processes import until
from webapp.app import create_app
from webapp.middleware.metrics import FOLDER
from webapp.middleware.protect import HEADERS
from webapp.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Ask, Indexed, Run, Running

ROOT = Path(__file__).parents[2]
LARGE = "/api/v1/reports/large"
EXPORT = f"/api/v1/export?q={quote('。')}&passages=20"
SIZE = 1_600_000
"""Characters of a report that takes more bytes than sockets hold, so that its answer waits for its reader."""
SECRET = "镇江机密"


@pytest.fixture(scope="module")
def server(
    run: Run, indexed: Indexed, index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("serving")
    shutil.copytree(index, folder / "index")
    line = json.dumps({"id": "large", "paragraphs": ["。" * SIZE]}, ensure_ascii=False)
    (folder / "large.jsonl").write_text(line, "utf-8")
    indexed(folder / "index", folder / "large.jsonl")
    with run(folder / "index", "--log", "json", errors=folder / "errors") as server:
        yield server


@pytest.fixture
def ask(server: Running) -> Ask:
    return server.ask


def connected(address: str, sent: str = "") -> socket.socket:
    """A connection on which so much has been sent as it stands."""
    url = urlsplit(address)
    client = socket.create_connection((url.hostname, url.port), timeout=20)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    client.sendall(sent.encode())
    return client


def everything(client: socket.socket) -> bytes:
    with client:
        return b"".join(iter(lambda: client.recv(1 << 20), b""))


def exchanged(server: Running, sent: str) -> str:
    """All that comes back until the server hangs up."""
    return everything(connected(server.address, sent)).decode()


def figures(ask: Ask) -> dict[tuple[str, ...], float]:
    """What is measured, by its name and the values of its labels in the order of their names."""
    samples = [
        one for family in text_string_to_metric_families(ask("/metrics").text) for one in family.samples
    ]
    return {(one.name, *(text for _, text in sorted(one.labels.items()))): one.value for one in samples}


def lines(server: Running) -> list[dict[str, object]]:
    return [json.loads(line) for line in server.errors.read_text("utf-8").splitlines()]


def search(word: str) -> str:
    return f"/api/v1/search?q={quote(word)}"


def test_a_request_is_logged_when_it_ends_and_nobody_reads_what_was_searched(server: Running) -> None:
    assert server.ask(f"{search(SECRET)}&passages=1").status == 200
    until(lambda: any(line.get("path") == "/api/v1/search" for line in lines(server)))
    line = next(line for line in lines(server) if line.get("path") == "/api/v1/search")
    assert list(line) == ["time", "method", "path", "status", "ms", "bytes", "client", "key"]
    assert (line["method"], line["status"], line["client"]) == ("GET", 200, "127.0.0.1")
    assert isinstance(line["bytes"], int)
    assert line["bytes"] > 100
    text = server.errors.read_text("utf-8")
    assert quote(SECRET) not in text
    assert SECRET not in text


def test_figures_count_all_workers_by_route_and_never_by_address(server: Running) -> None:
    count = "jianbao_request_seconds_count"
    before = figures(server.ask).get((count, "GET", "/healthz", "2xx"), 0)
    with ThreadPoolExecutor(8) as people:
        replies = list(people.map(lambda _: server.ask("/healthz").status, range(40)))
    assert replies == [200] * 40
    server.ask("/reports/nobody?q=x")
    server.ask("/no/such/place")
    until(lambda: figures(server.ask).get((count, "GET", "none", "4xx"), 0) >= 1)  # counted when it has ended
    found = figures(server.ask)
    assert found[count, "GET", "/healthz", "2xx"] == before + 40
    assert found["jianbao_request_seconds_bucket", "+Inf", "GET", "/healthz", "2xx"] == before + 40
    assert any(key[0] == count and "<id:" in key[2] and key[-1] == "4xx" for key in found)
    assert not any("nobody" in name or "such" in name for key in found for name in key)
    assert found["jianbao_index_ready",] == 1
    assert found["jianbao_index_reports",] == 3
    until(lambda: figures(server.ask)["jianbao_requests_in_progress",] == 1)  # that of the figures


def test_the_figures_of_an_application_without_server_processes(index: Path) -> None:
    client = create_app(index).test_client()
    client.get("/healthz").close()
    assert (
        'jianbao_request_seconds_count{method="GET",route="/healthz",status="2xx"} 1.0'
        in client.get("/metrics").text
    )


def test_a_worker_that_dies_is_replaced(server: Running) -> None:
    killed, *_ = workers = server.workers
    assert len(workers) == 2
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(server.workers - {killed}) == 2)
    assert {server.ask("/readyz").status for _ in range(8)} == {200}
    until(lambda: figures(server.ask)["jianbao_requests_in_progress",] == 1)
    assert any(line.get("level") == "ERROR" and "worker" in str(line["message"]) for line in lines(server))


def test_both_workers_show_a_commit_and_nobody_meets_an_error_while_it_is_made(
    server: Running, indexed: Indexed, tmp_path: Path
) -> None:
    index = server.errors.parent / "index"
    written = Event()

    def look(_: int) -> set[int]:
        statuses = set()
        while not written.is_set():
            statuses |= {server.ask(search("镇江")).status, server.ask(f"/?q={quote('镇江')}").status}
        return statuses

    with ThreadPoolExecutor(2) as people:
        looking = [people.submit(look, n) for n in range(2)]
        try:
            for n in range(3):
                file = tmp_path / f"new{n}.jsonl"
                file.write_text(f'{{"id": "new{n}", "paragraphs": ["新近之事其{n}"]}}\n', "utf-8")
                indexed(index, file)
                totals = [server.ask(search("新近之事")).json["total"] for _ in range(8)]
                assert totals == [n + 1] * 8
        finally:
            written.set()
        assert [one.result() for one in looking] == [{200}] * 2


def test_slow_clients_hold_up_nobody(server: Running) -> None:
    """Half a request, a body that does not come, an answer that is not read, an end that is not acknowledged:
    more of each than the server has threads."""
    head = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
    unfinished = ["GET /hea", f"POST{head[3:]}Content-Length: 9\r\n\r\n", f"{head}Connection: close\r\n\r\n"]
    with ExitStack() as clients:
        for sent in unfinished:
            for _ in range(12):
                clients.enter_context(connected(server.address, sent))
        for path in [LARGE] * 3 + [EXPORT] * 9:
            clients.enter_context(
                connected(server.address, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
            )
        began = time.monotonic()
        assert {server.ask("/healthz").status for _ in range(4)} == {200}
        assert time.monotonic() - began < 2


def test_connections_are_kept_and_requests_may_be_sent_ahead(server: Running) -> None:
    one = "GET /readyz HTTP/1.1\r\nHost: localhost\r\n"
    last = f"{one}Connection: close\r\n\r\n"
    assert exchanged(server, f"{one}\r\n{one}\r\n{last}").count("HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (f"GET /?q={'x' * 140_000} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n" + f"X: {'x' * 9_000}\r\n" * 100 + "\r\n", 431),
        ("what is this\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n", 413),
    ],
    ids=["address", "headers", "garbage", "body"],
)
def test_what_is_too_large_or_no_request_is_told_so(server: Running, sent: str, status: int) -> None:
    assert exchanged(server, sent).startswith(f"HTTP/1.1 {status} ")


def test_chinese_typed_after_curl_is_understood(server: Running) -> None:
    sent = "GET /api/v1/search?q=镇江 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert '"q":"镇江"' in exchanged(server, sent).replace('": "', '":"')


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:80", 200),
        ("127.0.0.1", 200),
        ("[::1]:9", 200),
        ("example.org", 400),
        ("127.0.0.1.example.org", 400),
        ("localhost@example.org", 400),
        ("[::1", 400),
    ],
)
def test_on_loopback_only_names_of_this_machine_are_answered(ask: Ask, host: str, status: int) -> None:
    assert ask("/healthz", headers={"Host": host}).status == status


def test_a_foreign_name_is_told_what_to_do(ask: Ask) -> None:
    assert "--host" in ask(search("x"), headers={"Host": "example.org"}).json["detail"]


@pytest.mark.parametrize("path", ["/", "/?q=镇江", "/static/style.css", "/no/such/place", "/healthz"])
def test_every_answer_is_protected(ask: Ask, path: str) -> None:
    given = ask(quote(path, safe="/?=")).headers
    assert {name: given[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in given["Content-Security-Policy"]


def test_a_request_past_its_deadline_is_a_503_that_says_when_to_come_again(index: Path) -> None:
    client = create_app(index, Settings(budget=1e-9)).test_client()
    reply = client.get(search("镇江"))
    assert (reply.status_code, client.get("/healthz").status_code) == (503, 200)
    assert int(reply.headers["Retry-After"]) > 0


def test_what_is_running_is_answered_before_the_end(run: Run, server: Running) -> None:
    """By Ctrl-C, which a terminal sends to all of a group. Every other server here ends by SIGTERM."""
    index = server.errors.parent / "index"
    with run(index, "--log", "off", errors=server.errors.with_name("stopped")) as stopping:
        assert os.getpgid(stopping.process.pid) not in set(map(os.getpgid, stopping.workers))
        client = connected(stopping.address, f"GET {LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n")
        start = client.recv(100)
        assert start.startswith(b"HTTP/1.1 200")
        stopping.process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            stopping.process.wait(0.5)
        assert (start + everything(client)).decode().count("。") == SIZE
        assert stopping.process.wait(10) == 0
        assert stopping.errors.read_text() == ""


@pytest.mark.slow
def test_a_worker_that_does_not_take_requests_yet_ends_too(index: Path, tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from time import sleep
import webapp.server
def all_but_the_first_are_slow(index, settings):
    try:
        Path({str(tmp_path / "first")!r}).touch(exist_ok=False)
    except FileExistsError:
        sleep(60)
    return create_app(index, settings)
create_app, webapp.server.create_app = webapp.server.create_app, all_but_the_first_are_slow
webapp.server.serve(Path({str(index)!r}), "127.0.0.1", 0)
"""
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(b"http")
        process.terminate()
        try:
            assert process.wait(8) == 0  # sooner than it would be killed
        finally:
            process.kill()


@pytest.mark.slow
def test_a_worker_looks_for_garbage_only_in_what_came_since_its_start(index: Path, tmp_path: Path) -> None:
    program = f"""
import gc
from webapp.server import _app
from webapp.settings import Settings
app = _app({str(index)!r}, Settings(), 0)
print(len(gc.get_objects()) < gc.get_freeze_count() / 10)
"""
    environment = os.environ | {FOLDER: str(tmp_path)}
    told = subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, env=environment, text=True)
    assert told == "True\n"


@pytest.mark.slow
@pytest.mark.parametrize("failing", ["raise RuntimeError('broken')", "import os; os.kill(os.getpid(), 9)"])
def test_workers_that_cannot_start_end_the_server_with_a_sentence(tmp_path: Path, failing: str) -> None:
    program = f"""
from pathlib import Path
import webapp.server
def broken(*_):
    {failing}
webapp.server.create_app = broken
webapp.server.serve(Path({str(tmp_path)!r}), "127.0.0.1", 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=90
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "服务器没能启动" in done.stderr.splitlines()[-1]
