"""A backup is one commit, whole, whatever is written meanwhile; a damaged one restores nothing."""

from __future__ import annotations

import json
import os
import random
import threading
from pathlib import Path
from zipfile import ZipFile

import pytest

from indexer.errors import BackupNotWritten, BackupUnusable, IndexDamaged, IndexPresent, PathNotFound
from indexer.ingest.backup import CONTENTS, backup, restore
from indexer.ingest.check import check
from indexer.ingest.ledger import Ledger
from indexer.query.lexicon_files import LexiconFiles
from indexer.report import Block, Kind, Report
from indexer.whoosh_store import WhooshStore
from tests.support.program import jianbao, told

SEED = 20261126


def report(number: int, text: str = "港口建设") -> Report:
    return Report(f"r{number}", (Block(Kind.PARAGRAPH, f"{text}，第{number}号。"),))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Reports, their index, and words of the user's own."""
    (tmp_path / "reports").mkdir()
    for number in range(3):
        (tmp_path / "reports" / f"{number}.txt").write_text(f"港口建设，第{number}号。", encoding="utf-8")
    (tmp_path / "words.txt").write_text("港口建设\n", encoding="utf-8")
    (tmp_path / "synonyms.txt").write_text("港口 码头\n", encoding="utf-8")
    done = jianbao(
        "index", tmp_path / "reports", "--dictionary", tmp_path / "words.txt", index=tmp_path / "index"
    )
    assert done.returncode == 0
    return tmp_path


def back_up(index: Path, file: Path) -> int:
    store, ledger = WhooshStore(index), Ledger(index)
    try:
        return backup(store, ledger, LexiconFiles(index), file)
    finally:
        ledger.close()
        store.close()


def restored(file: Path, index: Path) -> dict[str, Report]:
    """The reports of an index that was restored, which is whole."""
    store, ledger = WhooshStore(index), Ledger(index)
    try:
        restore(store, ledger, index, file)
        check(store, ledger)
        with store.snapshot() as snapshot:
            entries = list(snapshot.entries(["/"])) + list(snapshot.entries([""]))
            return {one.id: one for one in snapshot.get([entry.id for entry in entries]) if one}
    finally:
        ledger.close()
        store.close()


def test_what_was_backed_up_is_there_again_with_all_that_belongs_to_it(home: Path) -> None:
    done = jianbao("backup", home / "saved.zip", index=home / "index")
    assert (done.returncode, done.stderr) == (0, "")
    assert "已备份到" in done.stdout
    done = jianbao("restore", home / "saved.zip", index=home / "again" / "index")
    assert (done.returncode, done.stdout) == (0, "已恢复：3 篇报告\n")
    assert jianbao("check", "--files", index=home / "again" / "index").returncode == 0
    for question in "港口建设", "码头":
        asked = [
            told(jianbao("search", question, "--json", index=home / at)) for at in ("index", "again/index")
        ]
        assert asked[0]["total"] == asked[1]["total"] == 3
        assert asked[0]["query"]["terms"] == asked[1]["query"]["terms"]
    again = told(jianbao("index", home / "reports", "--json", index=home / "again" / "index"))
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 3)
    assert {path.name for path in (home / "again" / "index").iterdir()} >= {"dictionary.txt", "synonyms.txt"}


def test_a_backup_made_while_others_write_is_one_commit_whole(tmp_path: Path) -> None:
    """Each commit has as many reports of one batch as of the other, under the same number."""
    index, writer, done = tmp_path / "index", WhooshStore(tmp_path / "index"), threading.Event()
    writer.update([report(number) for number in range(40)])

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            writer.update([report(n, f"第{number}批") for n in range(40)], [])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(8):
            back_up(index, tmp_path / f"{number}.zip")
    finally:
        done.set()
        thread.join()
    for number in range(8):
        found = restored(tmp_path / f"{number}.zip", tmp_path / f"again{number}")
        assert len(found) == 40
        assert len({one.paragraphs[0].text.partition("，")[0] for one in found.values()}) == 1


def test_a_damaged_backup_restores_nothing(home: Path) -> None:
    back_up(home / "index", home / "saved.zip")
    whole = (home / "saved.zip").read_bytes()
    draw, damaged, again = random.Random(SEED), home / "damaged.zip", home / "again"
    refused = 0
    for place in draw.sample(range(len(whole)), 150):
        content = bytearray(whole)
        content[place] ^= 1 << draw.randrange(8)
        damaged.write_bytes(content)
        try:
            found = restored(damaged, again)
        except BackupUnusable:
            assert {path.name for path in again.iterdir()} <= {"files.lock"}
            refused += 1
        else:  # a byte that says nothing: the time of a file in the archive, say
            assert len(found) == 3
            os.rename(again, home / f"again{place}")
    assert refused > 100
    for kept in 0, 1, len(whole) // 2, len(whole) - 1:
        damaged.write_bytes(whole[:kept])
        with pytest.raises(BackupUnusable, match="没有恢复任何内容"):
            restored(damaged, again)


def test_a_backup_that_is_said_to_be_encrypted_or_packed_is_damaged(home: Path) -> None:
    back_up(home / "index", home / "saved.zip")
    whole = (home / "saved.zip").read_bytes()
    entry = whole.index(b"PK\x01\x02")  # of the first file in the list of files
    for place, value in (entry + 8, 1), (entry + 10, 8):  # its flags, and how it is packed
        content = bytearray(whole)
        content[place] ^= value
        (home / "damaged.zip").write_bytes(content)
        with pytest.raises(BackupUnusable):
            restored(home / "damaged.zip", home / "again")


def test_a_backup_leads_nowhere_out_of_the_folder(home: Path) -> None:
    back_up(home / "index", home / "saved.zip")
    with ZipFile(home / "saved.zip") as archive:
        contents = json.loads(archive.read(CONTENTS))
        files = {name: archive.read(name) for name in contents["files"]}
    for name in "../evil", "/tmp/evil", "sub/evil", ".hidden":
        with ZipFile(home / "evil.zip", "w") as archive:
            told = {**contents["files"], name: contents["files"]["manifest"]}
            for one, content in {**files, name: files["manifest"]}.items():
                archive.writestr(one, content)
            archive.writestr(CONTENTS, json.dumps({**contents, "files": told}))
        with pytest.raises(BackupUnusable):
            restored(home / "evil.zip", home / "again")
        assert {path.name for path in (home / "again").iterdir()} <= {"files.lock"}
    with ZipFile(home / "later.zip", "w") as archive:
        archive.writestr(CONTENTS, json.dumps({**contents, "format": 2}))
    with pytest.raises(BackupUnusable, match="格式 2"):
        restored(home / "later.zip", home / "again")


def test_what_is_damaged_is_not_backed_up_and_the_older_backup_stays(home: Path) -> None:
    back_up(home / "index", home / "saved.zip")
    before = (home / "saved.zip").read_bytes()
    (segment,) = (home / "index").glob("*.columns")
    content = bytearray(segment.read_bytes())
    content[2000] ^= 1
    segment.write_bytes(content)
    with pytest.raises(IndexDamaged):
        back_up(home / "index", home / "saved.zip")
    assert (home / "saved.zip").read_bytes() == before
    assert not (home / "saved.zip.new").exists()


def test_nothing_is_restored_over_an_index(home: Path) -> None:
    back_up(home / "index", home / "saved.zip")
    with pytest.raises(IndexPresent):
        restored(home / "saved.zip", home / "index")
    (home / "index" / "manifest").write_bytes(b"damaged")
    with pytest.raises(IndexPresent):
        restored(home / "saved.zip", home / "index")
    with pytest.raises(PathNotFound):
        restored(home / "nowhere.zip", home / "again")


def test_a_backup_that_cannot_be_written_says_so(home: Path) -> None:
    with pytest.raises(BackupNotWritten, match="没有写成"):
        back_up(home / "index", home / "nowhere" / "saved.zip")
