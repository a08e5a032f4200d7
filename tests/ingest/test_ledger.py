"""What is remembered of files: all at once, between processes, and told where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import IndexUnusable, Unreadable
from indexer.ingest.ledger import NAME, Ledger, Noted, Seen

SEEN = Seen(5, 1, 2, b"content", b"read as", 1)
BAD = Unreadable("甲.jsonl:7", "这一行不是 JSON。")


@pytest.fixture(params=["on disk", "in memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "index" if request.param == "on disk" else None)


def test_what_was_noted_is_known(ledger: Ledger) -> None:
    assert (ledger.files(), ledger.quarantine()) == ({}, [])
    ledger.note([Noted("甲.jsonl", SEEN, (BAD,)), Noted("乙.txt", None, (BAD, BAD))])
    assert ledger.files() == {"甲.jsonl": SEEN}
    assert [(file, str(bad)) for file, bad in ledger.quarantine()] == [
        ("乙.txt", str(BAD)),
        ("乙.txt", str(BAD)),
        ("甲.jsonl", str(BAD)),
    ]


def test_what_is_noted_anew_replaces_what_was(ledger: Ledger) -> None:
    ledger.note([Noted("甲", SEEN, (BAD,)), Noted("乙", SEEN)])
    ledger.note([Noted("甲", SEEN._replace(size=6)), Noted("乙", None)])
    assert ledger.files() == {"甲": SEEN._replace(size=6)}
    assert ledger.quarantine() == []
    ledger.close()
    ledger.close()


def test_it_lasts_and_asking_makes_no_file(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "index").files() == {}
    assert not (tmp_path / "index").exists()
    first = Ledger(tmp_path / "index")
    first.note([Noted("甲", SEEN)])
    first.close()
    assert Ledger(tmp_path / "index").files() == {"甲": SEEN}


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database at all, whatever it is called")
    ledger = Ledger(tmp_path)
    for ask in (ledger.files, ledger.quarantine, lambda: ledger.note([Noted("甲", SEEN)])):
        with pytest.raises(IndexUnusable, match="删除"):
            ask()
    ledger.close()
