"""What does not fit is told though every checksum is right: whatever array of a segment is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.report import At, Block, Kind, Report
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store.segment.arrays import Array, Arrays, ArraysWriter, DamagedArrays
from indexer.whoosh_store.segment.checking import check_segment
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.manifest import Manifest, Segment

UNTOLD = {
    "borders",
    "indexed",
    *(f"{name}.{part}" for name in ("places", "folders") for part in ("of", "bytes")),
}
"""Only checksums tell of these: where words end depends on the segmenter's version, and places are in no
digest, but the ledger is held against them."""
PLACES = ["/报告/一.txt", "/报告/二.txt", "/报告/三.txt"]


def report(number: int) -> Report:
    text = f"江苏省第{number}号公告：港口建设和铁路运输同时推进，全长{number * 37}公里，投资额比上年增加。"
    return Report(
        f"编号{number}",
        (
            Block(Kind.TITLE, f"港口建设第{number}期"),
            Block(Kind.PARAGRAPH, text, At(page=number % 2 + 1)),
            Block(Kind.PARAGRAPH, "港" * 300),
        ),
        date=f"2024-0{number % 3 + 1}",
        source=("新华日报", "江苏经济报", "")[number % 3],
        authors=("记者甲", "記者乙")[: number % 3],
        place=PLACES[number % 3],
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checking") / "index"
    store = WhooshStore(folder)
    store.update(map(report, range(12)))
    store.update([], ["编号3"])
    return folder


def segment_of(folder: Path) -> tuple[Path, Segment]:
    (segment,) = Manifest.read(folder).segments
    return segment.path(folder), segment


def names(folder: Path) -> list[str]:
    return list(Arrays(segment_of(folder)[0])._directory)


def rewritten(path: Path, to: Path, name: str, changed: Array) -> Columns:
    """The segment with another array of this name, and all checksums right."""
    arrays = Arrays(path)
    with ArraysWriter(to) as file:
        for one in arrays._directory:
            file.add(one, changed if one == name else arrays[one])
    return Columns(to)


def changes(array: Array) -> list[Array]:
    """Arrays in which one element is another, or which lack one or have one too many."""
    made = []
    for place in {0, array.size // 2, array.size - 1}:
        for other in (array[place] ^ 1, array[place] ^ 2) if array.dtype != np.bool_ else (~array[place],):
            one = array.copy()
            one[place] = other
            made.append(one)
    return [*made, array[:-1].copy(), np.append(array, array[-1:])]


def test_what_is_whole_is_not_blamed(folder: Path, tmp_path: Path) -> None:
    path, segment = segment_of(folder)
    arrays = Arrays(path)
    check_segment(rewritten(path, tmp_path / "same.columns", "dates", arrays["dates"]), segment)
    WhooshStore(folder).check()


def test_no_array_may_be_wrong_with_right_checksums(folder: Path, tmp_path: Path) -> None:
    path, segment = segment_of(folder)
    missed = []
    for name in set(names(folder)) - UNTOLD:
        array = Arrays(path)[name]
        for changed in changes(array) if array.size else [np.ones(1, array.dtype)]:
            try:
                check_segment(rewritten(path, tmp_path / "changed.columns", name, changed), segment)
            except DamagedArrays:
                continue
            missed.append((name, np.flatnonzero(changed[: array.size] != array[: changed.size]), array.size))
    assert missed == []
