"""Wrong bits, full disks, what killed writers leave: told or mended, never taken for an index."""

from __future__ import annotations

import errno
import pickle
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from whoosh.index import open_dir

from indexer.errors import IndexDamaged, IndexFull, IndexMissing, IndexOutdated
from indexer.query import parse
from indexer.report import Block, Kind, Report
from indexer.store import Page
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store.segment.arrays import ALIGNED_BYTES, Arrays, DamagedArrays
from indexer.whoosh_store.segment.manifest import Manifest, last_commit
from indexer.whoosh_store.writer import commit as module

HARBOUR = parse("港口")
SEED = 20261126


def report(number: int, text: str = "港口建设") -> Report:
    return Report(f"r{number}", (Block(Kind.PARAGRAPH, f"{text}，第{number}号。"),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of two segments, in the older of which reports are deleted."""
    folder = tmp_path / "index"
    store = WhooshStore(folder)
    store.update(map(report, range(3_000)))
    store.update([report(3_000)], ["r0", "r1", "r2"])
    store.close()
    assert len(segments(folder)) == 2
    return folder


def segments(folder: Path) -> list[Path]:
    """The larger first."""
    return sorted(folder.glob("*.columns"), key=lambda path: -path.stat().st_size)


def held(folder: Path) -> set[str]:
    store = WhooshStore(folder)
    try:
        return {match.id for match in store.snapshot().matches(HARBOUR)}
    finally:
        store.close()


def flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1 << bit]))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"MAIN_WRITELOCK"}


# — wrong bits —


def test_no_bit_of_a_manifest_may_change_unnoticed(folder: Path) -> None:
    manifest = folder / "manifest"
    for place in range(manifest.stat().st_size):
        bit = place % 8
        flip(manifest, place, bit)
        for asked in WhooshStore(folder).snapshot, WhooshStore(folder).check:
            with pytest.raises((IndexDamaged, IndexOutdated)):
                asked()
        flip(manifest, place, bit)
    assert len(held(folder)) == 2_998


def test_no_bit_of_a_segment_may_change_unnoticed(folder: Path) -> None:
    path = segments(folder)[1]
    size = path.stat().st_size
    drawn = random.Random(SEED).sample(range(size), 300)
    for place in {*drawn, *range(ALIGNED_BYTES), *range(size - 99, size)}:
        flip(path, place, place % 8)
        with pytest.raises(DamagedArrays):
            Arrays(path).verify()
        flip(path, place, place % 8)
    Arrays(path).verify()
    flip(path, drawn[0], 0)
    with pytest.raises((IndexDamaged, IndexOutdated)):
        WhooshStore(folder).check()


def test_a_wrong_bit_is_never_written_anew_as_a_right_one(folder: Path) -> None:
    """Whichever byte of a segment it is in, the commit that would merge it refuses, and changes nothing."""
    path = segments(folder)[1]
    before, found = names(folder), held(folder)
    for place in random.Random(SEED).sample(range(path.stat().st_size), 40):
        flip(path, place, 0)
        with pytest.raises((IndexDamaged, IndexOutdated)):
            WhooshStore(folder).update([report(5_000)])
        flip(path, place, 0)
        assert names(folder) == before
    assert held(folder) == found


def test_ids_are_not_looked_up_where_a_bit_is_wrong(folder: Path) -> None:
    """A segment that stays as it is is looked into as well: for the older report of the same id."""
    (path, _), store = segments(folder), WhooshStore(folder)
    flip(path, path.read_bytes().index(b"r1000r1001"), 0)
    with pytest.raises(IndexDamaged, match="checksum"):
        store.update([report(1_000, "改了")])
    assert len(held(folder)) == 2_998


def test_what_is_whole_is_searched_while_another_segment_is_damaged(folder: Path) -> None:
    (path, _), store = segments(folder), WhooshStore(folder)
    place = path.read_bytes().index(b"r1000r1001")
    flip(path, place, 0)
    with pytest.raises(IndexDamaged):
        store.update([report(1_000, "改了")])
    matches = store.snapshot().search(parse("“第3000号”"), Page(5))
    assert [match.id for match in matches.hits] == ["r3000"]
    store.close()


# — the table of contents of Whoosh's readers —


class _Planted:
    """A pickle that leaves a trace when it is loaded."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (self._trace,)  # type: ignore[return-value]


def test_no_pickle_is_ever_loaded(folder: Path, tmp_path: Path) -> None:
    trace, planted = tmp_path / "trace", folder / "_MAIN_999.toc"
    whole = next(folder.glob("_MAIN_2.toc")).read_bytes()
    for content in pickle.dumps(_Planted(trace)), whole:
        planted.write_bytes(content)
        (folder / "_MAIN_2.toc").write_bytes(pickle.dumps(_Planted(trace)))
        assert len(held(folder)) == 2_998
        WhooshStore(folder).check()
        WhooshStore(folder).update([report(1)])
        WhooshStore(folder).update([], ["r1"])
        assert not planted.exists()
        assert not trace.exists()


def test_whoosh_itself_opens_every_commit(folder: Path) -> None:
    for number in range(4_000, 4_004):
        WhooshStore(folder).update([report(number)], [f"r{number - 1_000}"])
        with open_dir(str(folder)).reader() as reader:
            stored = {reader.stored_fields(n)["report"] for n in reader.all_doc_ids()}
            assert reader.doc_count() == len(stored) == len(held(folder))
        assert len(list(folder.glob("_MAIN_*.toc"))) == 1


def test_an_index_without_a_manifest_is_of_another_format(folder: Path) -> None:
    (folder / "manifest").unlink()
    for asked in WhooshStore(folder).snapshot, lambda: WhooshStore(folder).update([report(1)]):
        with pytest.raises(IndexOutdated, match="jianbao index"):
            asked()
    assert len(segments(folder)) == 2


def test_who_looks_while_the_first_commit_is_made_sees_it_or_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest is not there yet, and the table of contents that follows upon it is, a moment later."""
    read, missed = Manifest.read, [True]

    def late(folder: Path) -> Manifest:
        if missed:
            missed.pop()
            raise FileNotFoundError
        return read(folder)

    monkeypatch.setattr(Manifest, "read", late)
    assert last_commit(folder).generation == 2


# — what broken-off commits leave —

LEFT = {
    "MAIN_00000000deadbeef.columns": "a segment half written",
    "_MAIN_3.toc": "the table of contents of a commit that was not made",
    "_MAIN_2.toc.1764130000.5": "one half written",
    "manifest.new": "a manifest half written",
    "manifest.copy.new": "a copy half written",
}


def litter(folder: Path) -> None:
    for name, what in LEFT.items():
        (folder / name).write_text(what, encoding="utf-8")
    (folder / "runs-left").mkdir()
    (folder / "runs-left" / "0").write_bytes(b"half a run")


def test_what_killed_writers_left_is_gone_before_anything_is_written(folder: Path) -> None:
    before = names(folder)
    litter(folder)
    seen = set[str]()

    def reports() -> Iterator[Report]:
        seen.update(names(folder))
        yield report(1)

    WhooshStore(folder).update(reports())
    assert {name for name in seen if not name.startswith("runs-")} == before
    assert "runs-left" not in seen


def test_a_commit_that_was_made_and_not_settled_is_settled_by_the_next_writer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed right behind the renaming: the old segments are there still, and Whoosh's readers are behind."""
    old = folder.parent / "old"
    shutil.copytree(folder, old)
    WhooshStore(folder).update([report(5_000)])
    for path in old.iterdir():
        if not (folder / path.name).exists():
            shutil.copy(path, folder)
    (folder / "_MAIN_3.toc").unlink()
    shutil.copy(old / "manifest.copy", folder)
    WhooshStore(folder).update([], ["nobody"])
    with open_dir(str(folder)).reader() as reader:
        assert reader.doc_count() == len(held(folder)) == 2_999
    assert len(list(folder.glob("_MAIN_*.toc"))) == 1
    assert len(segments(folder)) <= 2


def test_a_full_disk_leaves_nothing_behind_and_is_told_with_what_is_needed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, found = names(folder), held(folder)

    def full(_: object, path: Path) -> NoReturn:
        path.write_bytes(b"half a segment")
        raise OSError(errno.ENOSPC, "no room", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(module, "merge", full)
        with pytest.raises(IndexFull, match=r"约需 \d+ MB，还有 [\d,]+ MB.*--batch"):
            WhooshStore(folder).update([report(5_000)])
    assert names(folder) == before
    assert held(folder) == found
    WhooshStore(folder).update([report(5_000)])
    assert held(folder) == found | {"r5000"}


def test_a_new_index_that_came_to_nothing_is_no_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "merge", broken)
        with pytest.raises(KeyboardInterrupt):
            WhooshStore(tmp_path / "index").update([report(1)])
    with pytest.raises(IndexMissing):
        WhooshStore(tmp_path / "index").snapshot()
    assert names(tmp_path / "index") == set()
