"""A question ends when its time is used up; no other one does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from threading import Thread
from time import sleep, thread_time

import pytest

from indexer import Block, Kind, Order, Parameters, Report, open_store, parse, search
from indexer.deadline import PATIENCE, check, deadline, left
from indexer.errors import JianbaoError, KeptWaiting, OutOfTime
from indexer.store import Store
from tests.support.asking import asked

TEXT = "在中国的发展是这样的，他们不知道。是不是这样？的确如此；中国发展了。"

QUERIES = [
    "中国 /s 发展",
    "的 /p 是",
    "发展",
    "在*的*是*这",
    "title:发展 | 中国*的",
    "经济发展了的中国",
    " ".join(chr(0x4E00 + n) for n in range(1000)),
    " | ".join(chr(0x4E00 + n) for n in range(500)),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("budget") / "index")
    paragraphs = tuple(Block(Kind.PARAGRAPH, f"{TEXT * 4}{n}") for n in range(10))
    opened.update([Report(str(n), paragraphs, f"2024-01-{n % 28 + 1:02}") for n in range(100)])
    yield opened
    opened.close()


def test_without_a_deadline_there_is_no_limit() -> None:
    check()
    with deadline(None):
        check()


def test_the_innermost_deadline_counts_and_what_was_before_comes_back() -> None:
    with deadline(60):
        with deadline(-1), pytest.raises(OutOfTime, match="-1 秒"):
            check()
        with deadline(None):
            check()
        check()
    check()


def test_what_is_left_can_be_passed_on() -> None:
    assert left() is None
    with deadline(60):
        assert 59 * PATIENCE < (left() or 0) <= 60 * PATIENCE
        with deadline(-1):
            assert left() == 0.0
        with deadline(None):
            assert left() is None
    assert left() is None


def used(seconds: float) -> None:
    """So much of the processor's time, and a look at the deadline."""
    until = thread_time() + seconds
    while thread_time() < until:
        pass
    check()


def waited(seconds: float) -> None:
    """While others have the processor, or a disk is awaited."""
    sleep(seconds)
    check()


def test_what_counts_is_what_the_question_costs() -> None:
    with deadline(0.2):
        waited(0.25)
        with pytest.raises(OutOfTime):
            used(0.21)


def test_who_waits_far_longer_is_told_so() -> None:
    with deadline(0.02), pytest.raises(KeptWaiting, match=r"服务器很忙，等了 0\.1 秒"):
        waited(0.02 * PATIENCE + 0.01)


def test_an_error_ends_a_deadline_too() -> None:
    with pytest.raises(OutOfTime), deadline(-1):
        check()
    check()


def test_a_deadline_is_of_one_thread() -> None:
    passed: list[bool] = []

    def other() -> None:
        check()
        passed.append(True)

    with deadline(-1):
        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert passed


def test_the_error_says_what_to_do() -> None:
    assert str(OutOfTime(0.2)) == (
        "检索超过 0.2 秒，已停止。请换更长或更少的检索词，或加上日期、来源筛选后重试。"
    )
    assert isinstance(OutOfTime(1), JianbaoError)


@pytest.mark.parametrize("q", QUERIES, ids=lambda q: q[:12])
def test_a_question_ends_when_its_time_is_used_up(store: Store, q: str) -> None:
    given = Parameters(q)
    asked(store, search, given)

    def seconds(limit: float | None) -> float:
        began = thread_time()
        with nullcontext() if limit is None else pytest.raises(OutOfTime), deadline(limit):
            asked(store, search, given)
        return thread_time() - began

    whole = min(seconds(None) for _ in range(5))
    assert min(seconds(whole / 10) for _ in range(5)) < whole * 0.8
    with deadline(whole * 100 + 10):
        asked(store, search, given)


def test_an_export_is_not_bounded(store: Store) -> None:
    with store.snapshot() as snapshot:
        matches = snapshot.matches(parse("中国"), Order.NEWEST)
        with deadline(-1):
            assert len(list(matches)) == 100


def test_a_store_serves_on_after_one_question_ran_out(store: Store) -> None:
    expected = asked(store, search, Parameters("发展")).total
    with pytest.raises(OutOfTime), deadline(-1):
        asked(store, search, Parameters("的 /p 是"))
    assert asked(store, search, Parameters("发展")).total == expected
