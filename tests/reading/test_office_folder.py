"""A folder as an office has it: all that can be read is, and exactly the rest is told, with the way out."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.ingest.build import build
from tests.support.office import FILES
from tests.support.scan_store import ScanStore
from tests.support.word import paragraph, word_file

OLD = (FILES / "harbour.doc").read_bytes()
PHRASE = "先行更换三号、五号吊机"
"""It stands in all that LibreOffice made."""


def letter() -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"] = "报送清单", "王建国 <wang@example.com>"
    made.set_content("请于周五前报送。")
    made.add_attachment(OLD, "application", "msword", filename="报告.doc")
    made.add_attachment(b"x", "application", "octet-stream", filename="数据.caj")
    return made.as_bytes()


def tarred(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as made:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        made.addfile(info, io.BytesIO(data))
    return gzip.compress(held.getvalue())


def zipped(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr(name, data)
    return held.getvalue()


GOOD = {
    **{f"码头.{ending}": OLD for ending in ("doc", "dot", "wps", "wpt")},
    **{f"码头.{ending}": (FILES / f"harbour.{ending}").read_bytes() for ending in ("rtf", "odt", "fodt")},
    "改名.docx": OLD,
    "新稿.docx": word_file(paragraph(PHRASE)),
    "新稿.docm": word_file(paragraph(PHRASE)),
    "导出.doc": f"<html><title>导出</title><body><p>{PHRASE}。</p></body></html>".encode("gbk"),
    "网页.mht": f"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gbk\r\n\r\n<p>{PHRASE}。</p>".encode(
        "gbk"
    ),
    "打包.tar.gz": tarred("里面/码头.doc", OLD),
    "信.zip": zipped("信.eml", letter()),
    "信.eml": letter(),
}
PLACES = {
    *(GOOD.keys() - {"打包.tar.gz", "信.zip", "信.eml"}),
    "打包.tar.gz/里面/码头.doc",
    "信.eml/报告.doc",
    "信.zip/信.eml/报告.doc",
}
OTHERS = {"江堤志.epub": (FILES / "levees.epub").read_bytes(), "包.7z": (FILES / "packed.7z").read_bytes()}
BAD = {
    "有密码.7z": ((FILES / "locked.7z").read_bytes(), "密码"),
    "断了.doc": (OLD[:3000], "重新取得"),
    "乱.odt": (b"\0" * 3000, "重新取得"),
    "假.7z": (b"Rar!\x1a\x07\x01\x00", ".zip"),
    "加密.eml": (b"Subject: x\r\nContent-Type: multipart/encrypted; boundary=b\r\n\r\n--b--\r\n", "加密"),
    "坏.epub": (b"PK\x05\x06" + bytes(18), "重新取得"),
}
SKIPPED = {
    "论文.caj": "CAJViewer",
    "公文.gd": "书生",
    "旧.rar": "解开",
    "信.eml/数据.caj": "CAJViewer",
    "信.zip/信.eml/数据.caj": "CAJViewer",
    "包.7z/x.exe": ".docx",
}


@pytest.mark.slow
def test_all_is_read_that_can_be_and_exactly_the_rest_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "办公室"
    folder.mkdir()
    for name, data in {**GOOD, **OTHERS, **{name: bad for name, (bad, _) in BAD.items()}}.items():
        (folder / name).write_bytes(data)
    for name in SKIPPED:
        if "/" not in name:
            (folder / name).write_bytes(b"x")
    store = ScanStore()
    summary = build(store, [folder])
    told = {one.place.removeprefix(f"{folder}/"): one.reason for one in summary.quarantined}
    assert told.keys() == BAD.keys()
    assert [name for name, (_, way_out) in BAD.items() if way_out not in told[name]] == []
    left = {one.place.removeprefix(f"{folder}/"): one.reason for one in summary.skipped}
    assert left.keys() == SKIPPED.keys()
    assert [name for name, way_out in SKIPPED.items() if way_out not in left[name]] == []
    with store.snapshot() as snapshot:
        entries = {one.place.removeprefix(f"{folder}/"): one.id for one in snapshot.entries(places=["/"])}
        reports = dict(zip(entries, snapshot.get(list(entries.values())), strict=True))
    found = {place for place, one in reports.items() if one and any(PHRASE in b.text for b in one.blocks)}
    assert found == PLACES
    assert reports.keys() - found == {
        "江堤志.epub",
        "包.7z/二.txt",
        "包.7z/报告/一.txt",
        "信.eml",
        "信.zip/信.eml",
    }
