"""What is told of files that are not held, and of a run that is on."""

from __future__ import annotations

import json
import lzma
import os
import time
from contextlib import closing
from dataclasses import replace
from hashlib import sha512
from pathlib import Path

import pytest

from indexer.errors import Unreadable
from indexer.ingest import underway as running
from indexer.ingest.build import build
from indexer.ingest.holdings import Told, losses, losses_of
from indexer.ingest.ledger import Ledger
from indexer.ingest.summary import Progress
from indexer.ingest.underway import NAME, Underway, noted, underway, underway_stamp
from indexer.whoosh_store import WhooshStore
from tests.support.scan_store import ScanStore


@pytest.fixture
def office(tmp_path: Path) -> Path:
    office = tmp_path / "内部" / "档案"
    (office / "来信").mkdir(parents=True)
    (office / "好的.txt").write_text("码头扩建。", encoding="utf-8")
    (office / "来信" / "空.txt").write_bytes(b"")
    (office / "来信" / "照片.heic").write_bytes(b"x")
    (office / "一.jsonl").write_text('{"id":"同号","title":"港口"}', encoding="utf-8")
    (office / "二.jsonl").write_text('{"id":"同号","title":"铁路","颜色":"红"}', encoding="utf-8")
    return office


@pytest.fixture
def index(office: Path, tmp_path: Path) -> Path:
    with closing(WhooshStore(tmp_path / "index")) as store, closing(Ledger(tmp_path / "index")) as ledger:
        build(store, [office], ledger)
    return tmp_path / "index"


def told(index: Path) -> dict[str, Told]:
    return {one.file: one for one in losses(index)}


def test_every_file_that_is_not_held_is_told_and_no_folder_above(index: Path) -> None:
    found = told(index)
    kinds = {name: one.loss for name, one in found.items()}
    assert kinds["档案/来信/空.txt"] == "unread"
    assert kinds["档案/来信/照片.heic"] == "skipped"
    reasons = [one.reason for one in losses(index)]
    assert "编号“同号”已用于 档案/一.jsonl 中的另一篇报告。请改用不同的编号。" in reasons
    assert "内部" not in "".join([*found, *reasons])


def test_what_is_there_no_more_is_told_no_more(index: Path, office: Path) -> None:
    (office / "来信" / "照片.heic").unlink()
    (office / "来信" / "空.txt").write_text("不空了。", encoding="utf-8")
    with closing(WhooshStore(index)) as store, closing(Ledger(index)) as ledger:
        build(store, [office], ledger)
    assert not {"档案/来信/空.txt", "档案/来信/照片.heic"} & told(index).keys()


def test_of_one_file_only_its_own_is_told(index: Path, office: Path) -> None:
    assert [one.file for one in losses_of(index, str(office / "来信" / "空.txt"))] == ["档案/来信/空.txt"]
    assert losses_of(index, str(office / "好的.txt")) == ()
    parts = {"/甲.zip": "截断了。", "/甲.zip/乙.pdf：第 3 页": "空。", "/甲.zip/丙.pdf": "坏了。"}
    with closing(Ledger(index)) as ledger, ledger.changing():
        ledger.remarks.set("/甲.zip", [Unreadable(*one) for one in parts.items()])
    assert [one.reason for one in losses_of(index, "/甲.zip/乙.pdf")] == ["截断了。", "空。"]


def test_an_index_without_a_ledger_tells_nothing(tmp_path: Path) -> None:
    assert losses(tmp_path / "index") == ()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_SECONDS", 0.0)


@pytest.mark.usefixtures("at_once")
def test_a_run_says_how_far_it_is_as_long_as_it_lasts(tmp_path: Path) -> None:
    seen: list[Progress] = []
    with noted(tmp_path, seen.append) as note:
        assert underway(tmp_path) is None
        note(Progress(files=3, of_files=12, bytes=1, of_bytes=4, reports=7))
        found = underway(tmp_path)
        assert found
        assert (found.files, found.of_files, found.reports) == (3, 12, 7)
        assert found.minutes_left is not None
        assert underway_stamp(tmp_path)
    assert (underway(tmp_path), underway_stamp(tmp_path), len(seen)) == (None, 0, 1)


@pytest.mark.usefixtures("at_once")
def test_a_run_notes_it_by_itself(office: Path, tmp_path: Path) -> None:
    seen: list[Underway | None] = []
    folder = tmp_path / "index"
    with closing(WhooshStore(folder)) as store, closing(Ledger(folder)) as ledger:
        build(store, [office], ledger, told=lambda now: seen.append(underway(folder)))
    assert any(one and one.of_files == 4 for one in seen)
    assert underway(folder) is None


@pytest.mark.slow
@pytest.mark.parametrize("packed", ["", ".xz"])
@pytest.mark.usefixtures("at_once")
def test_within_one_large_file_it_is_told_how_much_of_it_is_read(packed: str, tmp_path: Path) -> None:
    texts = (sha512(str(one).encode()).hexdigest() for one in range(3000))
    lines = (json.dumps({"title": f"第{one}号", "paragraphs": [text]}) for one, text in enumerate(texts))
    data = "\n".join(lines).encode()
    (tmp_path / f"all.jsonl{packed}").write_bytes(lzma.compress(data, preset=0) if packed else data)
    seen: list[Progress] = []
    left: list[Underway | None] = []
    with closing(ScanStore()) as store, noted(tmp_path, lambda now: seen.append(replace(now))) as note:

        def told(now: Progress) -> None:
            note(now)
            left.append(underway(tmp_path))

        build(store, [tmp_path], told=told)
    far = [one.bytes for one in seen]
    assert far == sorted(far)
    assert len({*far} - {0, seen[0].of_bytes}) > 2
    assert far[-1] == seen[0].of_bytes
    assert any(one and one.minutes_left is not None for one in left)


@pytest.mark.parametrize(
    "held",
    [
        b"",
        b"[]",
        b'{"process": 1}',
        b'{"process": 4194305, "files": 1, "of_files": 2, "reports": 3, "minutes_left": null}',
    ],
)
def test_what_is_left_of_a_run_that_was_killed_is_no_run(held: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(held)
    assert underway(tmp_path) is None


def test_an_old_note_is_no_run(tmp_path: Path) -> None:
    told = {"process": os.getpid(), "files": 1, "of_files": 2, "reports": 3, "minutes_left": 1.5}
    (tmp_path / NAME).write_text(json.dumps(told), encoding="ascii")
    assert underway(tmp_path) == Underway(1, 2, 3, 1.5)
    os.utime(tmp_path / NAME, (time.time() - 7200,) * 2)
    assert underway(tmp_path) is None
