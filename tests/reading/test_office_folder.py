"""A folder as an office has it: all that can be read is, and exactly the rest is told, with the way out."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import re
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.ingest.build import build
from indexer.reading import FORMATS, format_of
from tests.support.ofd import lines as ofd_lines
from tests.support.ofd import ofd
from tests.support.ofd import page as ofd_page
from tests.support.office import FILES
from tests.support.outlook import S, outlook, properties
from tests.support.scan_store import ScanStore
from tests.support.sheets import binary, cell, excel, record, row, text, wide, zipped
from tests.support.slides import box, compound, power_point
from tests.support.typeset import lines, typeset
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


def bomb(name: str) -> bytes:
    """A zip of an office program, in which one part unpacks to far more than text ever does."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, bytes(20 << 20))
    return held.getvalue()


def of_sheet(text: str) -> bytes:
    return record(0, bytes(4)) + cell(6, 0, wide(text))


def record_line(name: str) -> bytes:
    """A record whose text is its file's alone: no two have one id."""
    return json.dumps({"title": name, "paragraphs": [f"{PHRASE}。"]}, ensure_ascii=False).encode()


def flat(name: str) -> bytes:
    """The same as one page of XML."""
    with zipfile.ZipFile(FILES / name) as packed:
        return packed.read("content.xml").replace(b"office:document-content", b"office:document")


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
    "信.zip": zipped({"信.eml": letter()}),
    "信.eml": letter(),
    **{f"公文.{ending}": f"# 公文\n\n{PHRASE}。\n".encode() for ending in ("txt", "md")},
    **{f"页.{end}": f"<p>{PHRASE}。</p>".encode() for end in ("html", "htm", "xhtml", "shtml", "mhtml")},
    **{f"表.{ending}": excel(row(text(PHRASE))) for ending in ("xlsx", "xlsm", "xltx", "xltm")},
    **{f"表.{ending}": (FILES / "table.xls").read_bytes() for ending in ("xls", "xlt", "et", "ett")},
    "表.xlsb": binary(of_sheet(PHRASE)),
    **{f"表.{ending}": (FILES / "table.ods").read_bytes() for ending in ("ods", "ots")},
    "表.fods": flat("table.ods"),
    **{f"片.{end}": power_point(box(PHRASE)) for end in ("pptx", "pptm", "ppsx", "ppsm", "potx", "potm")},
    **{
        f"片.{end}": lzma.decompress((FILES / "flood.ppt.xz").read_bytes())
        for end in ("ppt", "pps", "pot", "dps", "dpt")
    },
    **{f"片.{ending}": (FILES / "flood.odp").read_bytes() for ending in ("odp", "otp")},
    "片.fodp": (FILES / "flood.fodp").read_bytes(),
    "模板.ott": (FILES / "harbour.odt").read_bytes(),
    **{f"模板.{ending}": word_file(paragraph(PHRASE)) for ending in ("dotx", "dotm")},
    "版式.ofd": ofd(ofd_page(ofd_lines([PHRASE, "第二行写完了。"]))),
    "记录.jsonl": record_line("一行"),
    "记录.jsonl.xz": lzma.compress(record_line("压缩")),
    "记录.jsonl.gz": gzip.compress(record_line("又压缩")),
    "记录.csv": f"标题,正文\n逗号,{PHRASE}。\n".encode("gbk"),
    "记录.tsv": f"标题\t正文\n制表符\t{PHRASE}。\n".encode("utf-16"),
    "来信.msg": outlook(
        {"__properties_version1.0": properties(32), f"{S}0037001F": "清单", f"{S}1000001F": PHRASE}
    ),
}
OF_TABLES = "临川县2023年粮食生产情况统计表"
OF_SLIDES = "共排查水库十二座"
PHRASES = PHRASE, OF_TABLES, OF_SLIDES
PLACES = {
    *(GOOD.keys() - {"打包.tar.gz", "信.zip", "信.eml"}),
    "打印.pdf",
    "打包.tar.gz/里面/码头.doc",
    "信.eml/报告.doc",
    "信.zip/信.eml/报告.doc",
}
OTHERS = {"江堤志.epub": (FILES / "levees.epub").read_bytes(), "包.7z": (FILES / "packed.7z").read_bytes()}
TORN = [
    FILES / name
    for name in ("harbour.odt", "table.xlsx", "table.ods", "flood.pptx", "flood.odp", "levees.epub")
]
LOCKED = ("docx", "xlsx", "pptx", "xlsb")
BOMBS = {
    **{"docx": "word/document.xml", "odt": "content.xml", "ods": "content.xml", "odp": "content.xml"},
    "epub": "META-INF/container.xml",
}
BAD = {
    "有密码.7z": ((FILES / "locked.7z").read_bytes(), "密码"),
    "断了.doc": (OLD[:3000], "重新取得"),
    **{f"断了.{one.suffix[1:]}": (one.read_bytes()[:2000], "重新取得") for one in TORN},
    **{f"有密码.{end}": (compound({"EncryptedPackage": b"x"}), "密码") for end in LOCKED},
    **{f"炸弹.{end}": (bomb(part), "核对") for end, part in BOMBS.items()},
    "断了.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "重新"),
    "断了.jsonl.xz": (lzma.compress(record_line("断") * 99)[:60], "重新取得"),
    "空.txt": (b"", "核对"),
    "乱.txt": (bytes(range(256)) * 8, "UTF-8"),
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
    typeset(folder / "打印.pdf", lines([PHRASE, "第二行写完了。"], 60, 700))
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
    found = {
        place
        for place, one in reports.items()
        if one and any(said in b.text for b in one.blocks for said in PHRASES)
    }
    assert found == PLACES
    assert reports.keys() - found == {
        "江堤志.epub",
        "包.7z/二.txt",
        "包.7z/报告/一.txt",
        "信.eml",
        "信.zip/信.eml",
    }


def test_the_folder_has_every_format_that_the_readme_names() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in readme.splitlines() if line.startswith("能读 ")]
    names = [*GOOD, *OTHERS, "打印.pdf"]
    named = set(re.findall(r"`(\.[a-z]+)`", line))
    assert len(named) > 25
    assert [ending for ending in sorted(named) if not any(ending in name for name in names)] == []
    of_office = [
        one for one in FORMATS if format_of(one) in map(format_of, (".docx", ".xlsx", ".pptx", ".odt"))
    ]
    assert [ending for ending in of_office if not any(name.endswith(ending) for name in names)] == []
