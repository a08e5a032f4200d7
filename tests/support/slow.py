"""Which tests are slow: those that start a process, a server or a browser, or connect to one.

A fixture that does so asks for the fixture `processes`, and every test that uses it is marked `slow` for it.
A test that does so by itself is marked where it stands. One that is not marked, fails: the mark stays true.
"""

from __future__ import annotations

import sys
from collections.abc import Generator

import pytest

_EVENTS = {"socket.connect", "subprocess.Popen"}  # worker processes are asked for over a socket

_unmarked: list[str] = []
"""The test that is running, unless it is slow."""


@pytest.fixture(scope="session")
def processes() -> None:
    """To be asked for by every fixture that starts a process or connects to one."""


def pytest_configure() -> None:
    sys.addaudithook(_refuse)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "processes" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    if not item.get_closest_marker("slow"):
        _unmarked.append(item.nodeid)
    try:
        return (yield)
    finally:
        _unmarked.clear()


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if _unmarked and event in _EVENTS:
        raise RuntimeError(
            f"{_unmarked[0]} starts a process or connects to one: mark it with pytest.mark.slow"
        )
