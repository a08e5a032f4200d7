"""Answers are made in turn; what takes long holds up nobody for long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask

from tests.support.processes import until
from webapp.middleware import turns
from webapp.middleware.turns import InTurn


class Answering:
    """An application that makes an answer when it is let, and notes what it is at."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.let: dict[str, Event] = {name: Event() for name in "abcd"}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.begun.append(environ["name"])
        assert self.let[environ["name"]].wait(10)
        return [environ["name"].encode()]


class Asked:
    """What several threads ask of it."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self.inner = Answering()
        self._app, self._threads = InTurn(self.inner), threads

    def ask(self, name: str) -> Future[list[bytes]]:
        return self._threads.submit(lambda: list(self._app({"name": name}, print)))

    def queue(self, name: str) -> Future[list[bytes]]:
        """It has taken its place in the line when this returns."""
        before = len(self._app._line)
        asked = self.ask(name)
        until(lambda: len(self._app._line) > before)
        return asked


@pytest.fixture
def asked() -> Iterator[Asked]:
    with ThreadPoolExecutor(4) as threads:
        yield Asked(threads)


def test_answers_are_made_one_at_a_time_in_the_order_of_the_requests(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 60)
    waiting = [asked.queue(name) for name in "abcd"]
    for number, name in enumerate("abcd"):
        until(lambda number=number: len(asked.inner.begun) == number + 1)  # type: ignore[misc]
        asked.inner.let[name].set()
        assert waiting[number].result(10) == [name.encode()]
    assert asked.inner.begun == [*"abcd"]


def test_what_takes_long_is_overtaken_and_has_the_turn_no_more(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    long = asked.queue("a")
    for name in "bc":
        asked.inner.let[name].set()
    assert asked.ask("b").result(10) == [b"b"]
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 60)
    assert asked.ask("c").result(10) == [b"c"]
    assert not long.done()
    asked.inner.let["a"].set()
    assert long.result(10) == [b"a"]


def test_an_answer_that_fails_leaves_the_line() -> None:
    def failing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise ValueError("of ours")

    app = InTurn(failing)
    for _ in range(2):
        with pytest.raises(ValueError, match="of ours"):
            app({}, print)
    assert not app._line


def test_an_index_on_other_machines_is_asked_by_all_at_a_time(tmp_path: Path) -> None:
    for index, in_turn in ((tmp_path, True), ("opensearch+http://127.0.0.1:9/reports", False)):
        app = Flask(__name__)
        turns.register(app, index)
        assert isinstance(app.wsgi_app, InTurn) == in_turn
