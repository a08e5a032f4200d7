"""An index and its files looked through; what is damaged mended from what is whole, and from the files."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import IndexDamaged, IndexUnusable
from indexer.ingest.build import build
from indexer.ingest.check import Mended, check, check_originals, repair
from indexer.ingest.ledger import NAME, Ledger
from indexer.report import Report
from indexer.store import Entry
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store.segment.arrays import Arrays
from tests.support.program import Done, jianbao

SEED = 20261126
FILES, RECORDS = 6, 34


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Few files, which are read without a worker, one of them with many reports; two have the same text."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(FILES):
        text = f"港口建设公告\n\n第{number % 5}号公告：铁路和港口同时推进。" + "全长公里。" * (number % 5)
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    records = [
        f'{{"id": "记录{n}", "title": "记录", "paragraphs": ["港口第{n}条。"]}}\n' for n in range(RECORDS)
    ]
    (folder / "records.jsonl").write_text("".join(records), encoding="utf-8")
    index(tmp_path)
    return folder


def index(home: Path) -> None:
    done = jianbao("index", home / "reports", "--prune", index=home / "index")
    assert done.returncode == 0, done


def mended(home: Path) -> Mended:
    store, ledger = WhooshStore(home / "index"), Ledger(home / "index")
    try:
        return repair(store, ledger)
    finally:
        ledger.close()
        store.close()


def reports(home: Path) -> dict[str, Report]:
    """All that is held, but for when it was indexed."""
    store = WhooshStore(home / "index")
    with store.snapshot() as snapshot:
        ids = [entry.id for entry in snapshot.entries(["/"])]
        found = {one.id: replace(one, indexed=0) for one in snapshot.get(ids) if one}
    store.close()
    assert len(ids) == len(found)
    return found


def whole(home: Path) -> None:
    store, ledger = WhooshStore(home / "index"), Ledger(home / "index")
    check(store, ledger)
    ledger.close()
    store.close()


def segment(home: Path) -> Path:
    (path,) = (home / "index").glob("*.columns")
    return path


def write(path: Path, place: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(content)


def flip(path: Path, place: int) -> None:
    write(path, place, bytes([path.read_bytes()[place] ^ 16]))


def test_a_repair_of_what_is_whole_changes_nothing(folder: Path) -> None:
    home = folder.parent
    store = WhooshStore(home / "index")
    version, before = store.version(), reports(home)
    done = mended(home)
    assert (done.store.damaged, done.read.added, done.lost) == (0, 0, ())
    assert (store.version(), reports(home)) == (version, before)
    whole(home)


def test_wherever_a_segment_is_damaged_all_is_there_after_a_repair(folder: Path, tmp_path: Path) -> None:
    home, before = folder.parent, reports(folder.parent)
    saved = tmp_path / "saved"
    shutil.copytree(home / "index", saved)
    draw = random.Random(SEED)
    for _ in range(12):
        flip(segment(home), draw.randrange(segment(home).stat().st_size))
        with pytest.raises(IndexUnusable):
            whole(home)
        done = mended(home)
        assert (done.store.damaged, done.lost) == (1, ())
        assert done.store.salvaged + done.store.lost == len(before)
        assert done.read.added == done.store.lost
        assert reports(home) == before
        whole(home)
        shutil.rmtree(home / "index")
        shutil.copytree(saved, home / "index")


def test_what_is_whole_of_a_segment_is_kept_though_its_file_is_gone(folder: Path) -> None:
    home, before = folder.parent, reports(folder.parent)
    shutil.rmtree(folder)
    path = segment(home)
    write(path, path.stat().st_size // 2, bytes(300))  # among the posting lists, or the texts
    kept = path.read_bytes()
    done = mended(home)
    assert done.store.salvaged > RECORDS // 2
    assert {one.id for one in done.lost} == before.keys() - reports(home).keys()
    assert len(done.lost) == done.store.lost
    whole(home)
    if done.lost:
        assert path.with_suffix(".damaged").read_bytes() == kept


@pytest.mark.parametrize("array", ["places.bytes", "places.of", "folders.bytes", "indexed"])
def test_a_report_of_which_it_is_not_known_where_it_comes_from_is_told_as_lost(
    array: str, folder: Path
) -> None:
    home, before = folder.parent, reports(folder.parent)
    shutil.rmtree(folder)
    arrays = Arrays(segment(home))
    place = segment(home).read_bytes().index(arrays[array].tobytes())
    flip(segment(home), place)
    done = mended(home)
    assert done.lost
    assert {one.id for one in done.lost} == before.keys() - reports(home).keys()
    whole(home)


@pytest.mark.parametrize("how", ["gone", "empty", "cut short"])
def test_a_segment_of_which_nothing_is_left_is_read_again(how: str, folder: Path) -> None:
    home, before = folder.parent, reports(folder.parent)
    if how == "gone":
        segment(home).unlink()
    else:
        os.truncate(segment(home), 0 if how == "empty" else segment(home).stat().st_size // 2)
    (folder / "05.txt").unlink()
    done = mended(home)
    lost = {one.id for one in done.lost}
    assert (done.store.damaged, done.store.salvaged, len(lost)) == (1, 0, 1)
    assert reports(home) == {key: one for key, one in before.items() if key not in lost}
    whole(home)


@pytest.mark.parametrize("copy_too", [False, True], ids=["the manifest", "the manifest and its copy"])
def test_a_damaged_manifest_brings_nothing_back_and_loses_nothing(copy_too: bool, folder: Path) -> None:
    home = folder.parent
    (removed, *_) = reports(home)
    assert jianbao("remove", removed, index=home / "index").returncode == 0
    before = reports(home)
    for name in ("manifest", "manifest.copy")[: 1 + copy_too]:
        flip(home / "index" / name, 100)
    with pytest.raises(IndexDamaged):
        reports(home)
    done = mended(home)
    assert done.lost == ()
    found = reports(home)
    found.pop(removed, None) if copy_too else None  # its file is there: then it is read again, as by a run
    assert found == before
    whole(home)


def test_a_ledger_that_is_damaged_or_says_otherwise_is_made_anew(folder: Path) -> None:
    home, before = folder.parent, reports(folder.parent)
    ledger = home / "index" / NAME
    whole_ledger = ledger.read_bytes()
    for damage in (b"no database", whole_ledger[: len(whole_ledger) // 2]):
        ledger.write_bytes(damage)
        with pytest.raises(IndexUnusable):
            whole(home)
        assert mended(home).lost == ()
        assert reports(home) == before
        whole(home)
    opened = Ledger(home / "index")
    opened._database.change("DELETE FROM claims WHERE id LIKE '记录%'")
    opened.close()
    with pytest.raises(IndexUnusable, match=r"不符（34 篇.*check --repair"):
        whole(home)
    mended(home)
    whole(home)
    assert reports(home) == before


def test_a_ledger_of_another_commit_is_no_damage(folder: Path) -> None:
    home = folder.parent
    store = WhooshStore(home / "index")
    store.update([], ["记录1"])  # by one who does not know of ledgers
    store.close()
    whole(home)


def test_a_file_that_was_damaged_is_told_from_one_that_was_changed(folder: Path) -> None:
    home = folder.parent
    for path in folder.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    index(home)  # by now the times are old enough to be trusted
    ledger = Ledger(home / "index")
    assert check_originals(ledger).whole == FILES + 1
    (folder / "01.txt").write_text("改了", encoding="utf-8")
    (folder / "02.txt").unlink()
    rotten = folder / "03.txt"
    row = ledger.seen(str(rotten))
    assert row
    flip(rotten, 10)
    os.utime(rotten, ns=(row.modified, row.modified))
    ledger.note(str(rotten), row._replace(changed=rotten.stat().st_ctime_ns))  # which no test can put back
    found = check_originals(ledger)
    assert found.whole == FILES + 1 - 3
    places = [str(folder / name) for name in ("01.txt", "02.txt", "03.txt")]
    assert [*found.changed, *found.gone, *found.damaged] == places
    ledger.close()
    done = jianbao("check", "--files", index=home / "index")
    assert done.returncode == 3
    assert "索引完好" in done.stdout
    assert all(place in done.stdout for place in places)
    assert "磁盘" in done.stdout


# — the command —


def repaired(home: Path) -> Done:
    return jianbao("check", "--repair", index=home / "index")


def test_the_command_repairs_and_says_what_it_came_to(folder: Path) -> None:
    home = folder.parent
    assert repaired(home).stdout.splitlines()[0] == "没有需要修复的内容。"
    segment(home).unlink()
    (folder / "04.txt").unlink()
    damaged = jianbao("check", index=home / "index")
    assert (damaged.returncode, "check --repair" in damaged.stderr) == (1, True)
    done = repaired(home)
    assert done.returncode == 3
    assert "从原文件重新读取：新增 39" in done.stdout
    assert "不能恢复的报告 1 个" in done.stdout
    assert str(folder / "04.txt") in done.stdout
    assert done.stdout.splitlines()[-1] == "索引完好：39 篇报告"
    assert repaired(home).returncode == 0


def test_files_are_read_in_the_encoding_that_is_given(tmp_path: Path) -> None:
    (tmp_path / "big5.txt").write_bytes("鐵路".encode("big5"))
    assert (
        jianbao("index", tmp_path / "big5.txt", "--encoding", "big5", index=tmp_path / "index").returncode
        == 0
    )
    before = reports(tmp_path)
    segment(tmp_path).unlink()
    done = jianbao("check", "--repair", "--encoding", "big5", index=tmp_path / "index")
    assert done.returncode == 0
    assert reports(tmp_path) == before


def test_an_index_that_is_not_there_is_not_repaired(tmp_path: Path) -> None:
    done = repaired(tmp_path)
    assert (done.returncode, "还没有索引" in done.stderr) == (1, True)
    assert not (tmp_path / "index").exists()


def test_building_goes_on_after_a_repair(folder: Path) -> None:
    home = folder.parent
    segment(home).unlink()
    mended(home)
    store, ledger = WhooshStore(home / "index"), Ledger(home / "index")
    again = build(store, [folder], ledger, prune=True)
    assert (again.added, again.updated, again.removed, again.unchanged) == (0, 0, 0, FILES + RECORDS)
    ledger.close()
    store.close()


def test_checking_keeps_nobody_from_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the ledger is held against the store, another process settles a commit."""
    home = folder.parent
    store, ledger, other = WhooshStore(home / "index"), Ledger(home / "index"), Ledger(home / "index")
    differing = ledger.claims.differing

    def slow(entries: Iterable[Entry]) -> list[str]:
        found = differing(entries)
        other.note("/elsewhere", None)
        other.version = other.version
        return found

    monkeypatch.setattr("indexer.ingest.database.LOCK_TIMEOUT_SECONDS", 0.1)
    monkeypatch.setattr(ledger.claims, "differing", slow)
    check(store, ledger)
    other.close()
    ledger.close()
    store.close()
