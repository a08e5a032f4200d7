"""Fixtures, a ladder of small ones: index → app → client; index → address → ask; chromium → page.

Every process of pytest has its own index, server and browser, for all its tests: none of them changes these.
Which tests are slow is said in support/slow.py, what is used beyond the repository in support/data.py.
Tests import from here only for the type checker: `if TYPE_CHECKING: from tests.conftest import …`.
`pytest --hypothesis-profile=thorough` tries every property that sets no number of its own on 1,000 examples.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from indexer import build, open_store
from tests.support.processes import children, last_words
from webapp.app import create_app

settings.register_profile("usual", deadline=None)  # how long an example takes is the machine's affair
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("usual")
# In the background a shell has its jobs ignore Ctrl-C, and the programs under test would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent
pytest_plugins = ["tests.support.cluster", "tests.support.data", "tests.support.slow"]

Indexed = Callable[[Path, Path], Path]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered over the wire."""

    status: int
    headers: Message
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


Ask = Callable[..., Reply]
"""Called with a path of one server, already quoted, and perhaps a method and headers."""
Serving = Callable[[Path], Ask]


@dataclass(frozen=True, slots=True)
class Running:
    """A server: where it answers, its parent process, and what it has written to standard error."""

    address: str
    process: subprocess.Popen[str]
    errors: Path

    @property
    def ask(self) -> Ask:
        return _asking(self.address)

    @property
    def workers(self) -> set[int]:
        """The ids of its worker processes."""
        return children(self.process.pid)


Run = Callable[..., AbstractContextManager[Running]]
"""Called with an index folder and options of `jianbao serve`; `errors` names a file for standard error, and
other names are variables of the environment."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--killing", type=int, default=10, metavar="SECONDS", help="how long workers of a server are killed"
    )


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the two reports as delivered."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def indexed() -> Indexed:
    """Builds an index in the first folder from the files of the second."""

    def into(folder: Path, reports: Path) -> Path:
        store = open_store(folder)
        build(store, [reports])
        store.close()
        return folder

    return into


@pytest.fixture(scope="session")
def index(indexed: Indexed, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two seed reports. Every test shares it: to be read, never to be changed."""
    return indexed(tmp_path_factory.mktemp("seeds") / "index", seeds)


@pytest.fixture(scope="session")
def app(index: Path) -> Flask:
    return create_app(index)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def serving(processes: None) -> Iterator[Serving]:
    """Starts real servers over any index folder; they end with the test."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(_running(folder)).ask


@pytest.fixture(scope="session")
def address(processes: None, index: Path) -> Iterator[str]:
    """One real server over the seeds, for all tests."""
    with _running(index) as server:
        yield server.address


@pytest.fixture(scope="session")
def run(processes: None) -> Run:
    return _running


@pytest.fixture
def ask(address: str) -> Ask:
    """Asks the server over the seeds."""
    return _asking(address)


@pytest.fixture(scope="session")
def chromium(processes: None) -> Iterator[Browser]:
    executable = shutil.which("chromium")
    assert executable, "找不到 Chromium。请安装 Debian 软件包 chromium：apt-get install chromium"
    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    arguments = [*quiet.split(), "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A window whose relative addresses are those of the server over the seeds."""
    size: ViewportSize = {"width": 1200, "height": 800}
    with chromium.new_context(base_url=address, viewport=size, locale="zh-CN") as context:
        yield context.new_page()


def _asking(address: str) -> Ask:
    def ask(path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
        try:
            connection.request(method, path, headers=headers or {})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read().decode())
        finally:
            connection.close()

    return ask


@contextmanager
def _running(
    index: Path, *options: str, errors: Path = Path(os.devnull), **environment: str
) -> Iterator[Running]:
    """A server on a free port, whose address is the last line that it prints. Its end is graceful, too."""
    command = [sys.executable, "-m", "indexer", "serve", "--index", str(index), "--port", "0", *options]
    with (
        errors.open("w") as told,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        ) as process,
    ):
        assert process.stdout
        try:
            yield Running(process.stdout.readline().strip(), process, errors)
        finally:
            process.send_signal(signal.SIGTERM)
            rest, _ = last_words(process)
    assert (process.returncode, rest) == (0, "")
