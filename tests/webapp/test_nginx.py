"""Debian's nginx in front, set up as the documentation says: TLS, a sub-path, streams, and who asked."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from tests.support.blocks import blocks
from tests.support.data import needs_program
from tests.support.processes import until

if TYPE_CHECKING:
    from tests.conftest import Indexed, Run, Running

pytestmark = needs_program("nginx", "apt-get install nginx-light")

NAME = "reports.example.org"
AROUND = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {server}
}}
"""
ODD = "a/b//c?d%e 港"
"""The id of a report: nothing in it may be lost on the way."""
REPORTS = 1500


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    pem, key = folder / "reports.pem", folder / "reports.key"
    command = f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN={NAME}"
    more = ["-addext", f"subjectAltName=DNS:{NAME}", "-out", str(pem), "-keyout", str(key)]
    subprocess.run([*command.split(), *more], check=True, capture_output=True)
    return pem, key


@contextmanager
def nginx(folder: Path, upstream: str) -> Iterator[int]:
    """nginx by the documented block, at a port of its own."""
    (pem, key), port = certificate(folder), free_port()
    server = blocks("docs/serving.md", "nginx")["jianbao.conf"]
    for documented, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/reports.pem": str(pem),
        "/etc/ssl/reports.key": str(key),
        "127.0.0.1:8000": urlsplit(upstream).netloc,
    }.items():
        assert documented in server
        server = server.replace(documented, here)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, server=server), encoding="utf-8")
    with subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-e", "stderr"]) as process:
        try:
            until(lambda: answers(port))
            yield port
        finally:
            process.terminate()


def answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def behind(
    run: Run, indexed: Indexed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Running, int]]:
    """A server, and the port of the nginx in front of it."""
    folder = tmp_path_factory.mktemp("nginx")
    records = [{"id": ODD, "paragraphs": ["港口建设。"]}]
    records += [{"id": str(n), "paragraphs": [f"第{n}号码头投产。" * 9]} for n in range(REPORTS)]
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    (folder / "reports.jsonl").write_text(lines, encoding="utf-8")
    index = indexed(folder / "index", folder / "reports.jsonl")
    options = ["--behind-proxy", "--public", "--log", "json", "--workers", "1"]
    with run(index, *options, errors=folder / "errors") as server, nginx(folder, server.address) as port:
        yield server, port


@contextmanager
def asked(port: int, path: str, source: str = "127.0.0.1", **headers: str) -> Iterator[HTTPResponse]:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    connection = HTTPSConnection("127.0.0.1", port, timeout=20, context=trusting, source_address=(source, 0))
    try:
        connection.request("GET", path, headers={"Host": NAME, **headers})
        yield connection.getresponse()
    finally:
        connection.close()


def text(port: int, path: str, **headers: str) -> str:
    with asked(port, path, **headers) as answer:
        assert answer.status == 200
        return answer.read().decode()


def lines(server: Running) -> list[dict[str, object]]:
    return [json.loads(line) for line in server.errors.read_text("utf-8").splitlines()]


def test_pages_below_a_path_lead_to_where_people_are(behind: tuple[Running, int]) -> None:
    _, port = behind
    page = text(port, f"/reports/?q={quote('港口')}")
    assert 'href="/reports/help"' in page
    assert f"https://{NAME}/reports/api/v1/search" in page
    report = json.loads(text(port, f"/reports/api/v1/search?q={quote('港口')}"))["hits"][0]
    assert report["id"] == ODD
    assert "港口建设。" in text(port, report["url"])
    assert text(port, page.split('rel="stylesheet" href="')[1].split('"')[0])
    assert f'href="https://{NAME}/reports/' in text(port, f"/reports/feed.atom?q={quote('港口')}")


def test_nobody_is_believed_who_says_to_be_the_proxy(behind: tuple[Running, int]) -> None:
    _, port = behind
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil", "X-Forwarded-Proto": "ftp"}
    assert "evil" not in text(port, "/reports/help", **forged)


def test_it_is_known_who_asked(behind: tuple[Running, int]) -> None:
    server, port = behind
    with asked(port, "/reports/help", source="127.0.0.9", **{"X-Forwarded-For": "192.0.2.1"}) as answer:
        assert answer.status == 200
    until(lambda: any(line.get("client") == "127.0.0.9" for line in lines(server)))
    assert not any(line.get("client") == "192.0.2.1" for line in lines(server))


def test_an_export_comes_while_it_is_made(behind: tuple[Running, int]) -> None:
    server, port = behind
    with asked(port, f"/reports/api/v1/export?q={quote('码头')}&passages=9") as answer:
        first = answer.read(1000)
        assert not any(line["path"] == "/api/v1/export" for line in lines(server))
        whole = (first + answer.read()).decode("utf-8-sig")
    assert len(whole.splitlines()) == REPORTS + 1
    assert f"https://{NAME}/reports/reports/7," in whole
