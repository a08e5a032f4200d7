"""Reading many files in workers: in order, and nothing that one file does harms another."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import signal
import zipfile
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from socket import MSG_PEEK, socket

import pytest

from indexer.errors import GivenUp, NotOurs, Unreadable
from indexer.processes import worker_count
from indexer.reading import Source, Working, read_all
from indexer.reading.budget import Limits
from indexer.reading.worker import Worker
from indexer.report import Packed
from indexer.text.fold import fingerprint, fold
from tests.support.printing import pages, written
from tests.support.processes import until

pytestmark = pytest.mark.slow

MANY = 30
LIMITS = Limits()


@pytest.fixture
def files(tmp_path: Path) -> list[Source]:
    """More files than are read without workers, the first by far the longest."""
    for n in range(MANY):
        text = f"第{n}篇报告的全文。\n" * (20_000 if n == 0 else 1)
        (tmp_path / f"{n:02}.txt").write_text(text, encoding="utf-8")
    return [Source.of(path) for path in sorted(tmp_path.glob("*.txt"))]


@pytest.fixture(autouse=True)
def _no_worker_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def beginning(one: Packed) -> str:
    return one.unpacked().blocks[0].text[:6]


def told(sources: list[Source], limits: Limits = LIMITS) -> list[str]:
    """What came of each file, in order: the beginning of its text, the reason, or that it is done."""
    return [
        "done" if one is None else beginning(one) if isinstance(one, Packed) else one.reason
        for _, one in read_all(sources, limits)
        if not isinstance(one, Working)
    ]


def test_results_come_in_the_order_of_the_files(files: list[Source]) -> None:
    expected = [text for n in range(MANY) for text in (f"第{n}篇报告的全"[:6], "done")]
    assert told(files) == expected


def test_a_worker_gives_what_reading_here_gives(files: list[Source]) -> None:
    with_workers = [one for _, one in read_all(files) if one]
    alone = [one for source in files[1:] for _, one in read_all([source]) if one]
    assert with_workers[1:] == alone
    assert isinstance(alone[0], Packed)
    report = alone[0].unpacked()
    assert alone[0].fingerprint == fingerprint(map(fold, (block.text for block in report.blocks)))
    assert alone[0] == Packed.of(report)


@pytest.fixture
def long(tmp_path: Path) -> list[Source]:
    """A file that takes seconds, between two that take none."""
    (tmp_path / "a.txt").write_text("报告。\n", encoding="utf-8")
    (tmp_path / "long.txt").write_text("一行之中没有句号\n" * 2_000_000, encoding="utf-8")
    (tmp_path / "z.txt").write_text("报告。\n", encoding="utf-8")
    return [Source.of(path) for path in sorted(tmp_path.iterdir())]


def test_a_file_that_has_had_its_time_is_given_up_and_the_others_are_read(long: list[Source]) -> None:
    first, done, reason, *rest = told(long, Limits(base=0.5, per_megabyte=0))
    assert [first, done, *rest] == ["报告。", "done", "done", "报告。", "done"]
    assert "处理器时间还没有读完" in reason
    assert "损坏" not in reason


def test_a_worker_that_falls_silent_is_given_up(long: list[Source]) -> None:
    """As one does that waits for something that never comes: here it has been stopped."""
    found = read_all(long, Limits(silence=1.0))
    results = list(takewhile(lambda one: not isinstance(one[1], Working), found))  # it has begun
    for child in multiprocessing.active_children():
        os.kill(child.pid or 0, signal.SIGSTOP)
    results += [one for one in found if not isinstance(one[1], Working)]
    assert [source for source, one in results if one is None] == long
    given_up = [one.reason for _, one in results if isinstance(one, GivenUp)]
    assert given_up
    assert all("没有动静" in reason for reason in given_up)


def test_pages_read_before_the_time_was_up_are_a_report_and_the_rest_is_told(tmp_path: Path) -> None:
    # To draw takes most of the time, so what is left is plenty for the words of the pages that were read.
    content = "0 0 1 1 re f " * 200 + "BT /F 10 Tf 9 50 Td (some words) Tj ET"
    path = written(tmp_path / "long.pdf", *pages(20_000, content))
    limits = Limits(base=0.4, per_megabyte=0, pages_per_megabyte=0)
    found = [one for _, one in read_all([Source.of(path)], limits) if one]
    far = [one.pages for one in found if isinstance(one, Working)]
    assert 0 < far[0] <= far[-1] < 20_000
    report, rest = (one for one in found if not isinstance(one, Working))
    assert isinstance(report, Packed)
    assert beginning(report) == "some w"
    assert isinstance(rest, GivenUp)
    assert "页起，共 20000 页" in rest.place


def test_a_worker_that_dies_is_told_and_replaced(files: list[Source]) -> None:
    found: list[tuple[Source, object]] = []
    for one in read_all(files):
        if len(found) == 10:
            for child in multiprocessing.active_children():
                child.kill()
        found.append(one)
    lost = [(source, one) for source, one in found if isinstance(one, Unreadable)]
    assert all("意外结束" in one.reason for _, one in lost)
    assert [source for source, one in found if one is None] == files
    were_read = [source for source, one in found if isinstance(one, Packed)]
    assert sorted(were_read + [source for source, _ in lost], key=files.index) == files


def test_a_worker_lives_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "good.txt").write_text("报告。", encoding="utf-8")
    worker = Worker()
    for name in ("bad.docx", "good.txt"):
        worker.give(Source.of(tmp_path / name), tmp_path / "scratch")
        received, last = [], False
        while not last:
            batch, last = worker.receive()
            received += batch
        kinds = [type(one) for one in received]
        assert kinds == ([Unreadable] if name == "bad.docx" else [Packed])
    worker.end()


def test_a_worker_that_loses_its_parent_ends_without_a_word(tmp_path: Path) -> None:
    """What it sent has been read by nobody: the system then tells of a reset, and not of an end."""
    (tmp_path / "a.txt").write_text("报告。", encoding="utf-8")
    worker = Worker()
    (process,) = multiprocessing.active_children()
    worker.give(Source.of(tmp_path / "a.txt"), tmp_path / "scratch")
    with socket(fileno=os.dup(worker.connection.fileno())) as waiting:
        until(lambda: waiting.recv(1 << 16, MSG_PEEK).endswith(pickle.dumps(([], True), 4)[-4:]))
    worker.connection.close()
    process.join()
    assert process.exitcode == 0


def test_the_files_of_an_archive_are_read_each_for_itself(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("甲/一.txt", "第一篇。")
        archive.writestr("二.txt", b"\x00\x01")
        archive.writestr("三.txt", "第三篇。")
        archive.writestr("四.xyz", "?")
    sources = [Source.of(tmp_path / "a.zip")]
    found = [one for _, one in read_all(sources)]
    kinds = [type(one) for one in found]
    assert sorted(map(str, kinds)) == sorted(map(str, [Packed, Unreadable, Packed, NotOurs, type(None)]))
    assert found[-1] is None
    reports = [one for one in found if isinstance(one, Packed)]
    assert [one.place for one in reports] == [f"{tmp_path}/a.zip/甲/一.txt", f"{tmp_path}/a.zip/三.txt"]
    assert len({one.id for one in reports}) == 2


def test_an_archive_before_large_files_holds_nothing_up(tmp_path: Path) -> None:
    """When it is unpacked every worker may have a later file, and no room left for what comes of it."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for n in range(3):
            archive.writestr(f"{n}.txt", f"第{n}篇。")
    lines = json.dumps({"paragraphs": ["字" * 50_000]}, ensure_ascii=False) + "\n"
    for n in range(worker_count() + 1):
        (tmp_path / f"b{n}.jsonl").write_text(lines * 80, encoding="utf-8")
    sources = [Source.of(path) for path in sorted(tmp_path.iterdir())]
    found = [(source, one) for source, one in read_all(sources) if isinstance(one, Packed)]
    assert [source for source, _ in found[:3]] == sources[:1] * 3
    assert len(found) == 3 + 80 * (worker_count() + 1)


def test_breaking_off_ends_the_workers(files: list[Source]) -> None:
    results = read_all(files)
    next(results)
    assert multiprocessing.active_children()
    results.close()  # type: ignore[attr-defined]  # it is a generator
