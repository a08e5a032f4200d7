"""A folder as people have it: every format, a dozen encodings and archives, and files made to do harm."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Pt
from playwright.sync_api import Browser

from indexer.reading.layout.blocks import blocks
from indexer.reading.source import MAX_BYTES
from tests.support.printing import pdf_of, pictures_of, scanned, sheet, written

FACE = "Noto Serif CJK SC"

GOOD = {
    "报纸.txt": "港务集团昨天宣布新建的集装箱码头通过竣工验收",
    "国标.txt": "国标编码的稿件里写着城际铁路全线铺轨完成",
    "大五碼.txt": "繁體稿件裡寫著海底隧道昨日正式貫通",
    "双字节.txt": "双字节的稿件里写着抽水蓄能电站并网发电",
    "说明.md": "带有前言的说明里写着湿地公园对外开放",
    "网页.html": "网页的正文里写着跨境电商综合试验区揭牌",
    "公文.docx": "公文的正文里写着调整最低工资标准的通知",
    "一行.jsonl": "一行一篇的记录里写着新能源客车交付使用",
    "压缩.jsonl.xz": "压缩过的记录里写着古城墙修缮工程启动",
    "又压缩.jsonl.gz": "另一种压缩的记录里写着中药材种植基地丰收",
    "表格.csv": "表格里的记录写着职业技能大赛圆满落幕",
    "怪\n名 100%'\";$(x).txt": "怪名字的文件里写着高原机场完成校飞",
}
"""File by file a phrase that stands in it and nowhere else."""
IN_ARCHIVE = {
    "内一.txt": "压缩包里的稿件写着渔港经济区规划获批",
    "内层/内二.docx": "压缩包里的公文写着乡村电影放映计划",
}
_SMALL = "148mm 140mm"
"""The size of a page that is scanned: recognising one takes a second for every 200 characters."""
_PNG = b"\x89PNG\r\n\x1a\n"


def fill_with_good(folder: Path, seeds: Path, browser: Browser) -> None:
    """Write the good files: those above, an archive, a printed report as PDF, scanned pages of the other."""
    for name, encoding in {
        "报纸": "utf-8-sig",
        "国标": "gb18030",
        "大五碼": "big5",
        "双字节": "utf-16",
    }.items():
        text = f"{GOOD[f'{name}.txt']}。\n第二段。\n"
        (folder / f"{name}.txt").write_text(text, encoding=encoding)
    strange = next(name for name in GOOD if "\n" in name)
    (folder / strange).write_text(f"{GOOD[strange]}。\n", encoding="utf-8")
    front = f"---\ntitle: 湿地\ndate: 2024-03-05\n---\n{GOOD['说明.md']}。\n"
    (folder / "说明.md").write_text(front, encoding="utf-8")
    page = f"<!doctype html><meta charset=utf-8><h1>试验区</h1><p>{GOOD['网页.html']}。</p>"
    (folder / "网页.html").write_text(page, encoding="utf-8")
    (folder / "公文.docx").write_bytes(word(GOOD["公文.docx"]))
    (folder / "一行.jsonl").write_bytes(record(GOOD["一行.jsonl"]))
    (folder / "压缩.jsonl.xz").write_bytes(lzma.compress(record(GOOD["压缩.jsonl.xz"])))
    (folder / "又压缩.jsonl.gz").write_bytes(gzip.compress(record(GOOD["又压缩.jsonl.gz"])))
    (folder / "表格.csv").write_text(f"title,paragraphs\n大赛,{GOOD['表格.csv']}\n", encoding="gb18030")
    with zipfile.ZipFile(folder / "打包.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("内一.txt", f"{IN_ARCHIVE['内一.txt']}。".encode("gb18030"))
        archive.writestr("内层/内二.docx", word(IN_ARCHIVE["内层/内二.docx"]))
    scan, printed = (blocks(path.read_text(encoding="utf-8")) for path in sorted(seeds.glob("*.txt")))
    (folder / "版面.pdf").write_bytes(pdf_of(browser, sheet(printed, columns=3)))
    first, *rest = pictures_of(pdf_of(browser, sheet(scan[:6], size=_SMALL)))
    first.save(folder / "扫描.png")
    (folder / "扫描.pdf").write_bytes(scanned(rest))


def fill_with_bad(folder: Path) -> set[str]:
    """Write the files that do harm, or try to; returns their names."""
    for name, write in _BAD.items():
        write(folder / name)
    return set(_BAD)


def word(text: str) -> bytes:
    """A Word document of one paragraph, in a real face."""
    document = docx.Document()
    run = document.add_paragraph().add_run(f"{text}。")
    run.font.name, run.font.size = FACE, Pt(14)
    faces = run._element.get_or_add_rPr().rFonts
    assert faces is not None
    faces.set(qn("w:eastAsia"), FACE)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def record(text: str) -> bytes:
    """One record, as a line."""
    return json.dumps({"title": "记录", "paragraphs": [f"{text}。"]}, ensure_ascii=False).encode() + b"\n"


def _zip_bomb(path: Path) -> None:
    """Half a gigabyte of one letter, in half a megabyte."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(32):
            member.write(b"a" * (1 << 24))


def _climbing_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../爬出去.txt", "不该写到这里。")


def _zip_in_zip(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "里层。")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())


def _laughing_docx(path: Path) -> None:
    """A document whose text is a billion laughs, each an entity of ten others."""
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with zipfile.ZipFile(io.BytesIO(word("笑"))) as good, zipfile.ZipFile(path, "w") as archive:
        for name in good.namelist():
            data = good.read(name)
            if name == "word/document.xml":
                head, body = data.decode().split("<w:document", 1)
                data = f"{head}<!DOCTYPE x [{entities}]><w:document{body.replace('笑。', '&i;')}".encode()
            archive.writestr(name, data)


def _laughing_page(path: Path) -> None:
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = f'<?xml version="1.0"?><!DOCTYPE html [{entities}]><html><body><p>&i;</p></body></html>'
    path.write_text(text, encoding="utf-8")


def _circling_pdf(path: Path) -> None:
    """Its page tree leads back to itself."""
    written(path, "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R>>")


def _huge_text(path: Path) -> None:
    """More than is read of any text, though it takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


def _picture_bomb(path: Path) -> None:
    """A picture of forty thousand by forty thousand points, nearly all of them left out."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = 40_000
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    path.write_bytes(
        _PNG + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


_BAD: dict[str, Callable[[Path], object]] = {
    "炸弹.zip": _zip_bomb,
    "爬.zip": _climbing_zip,
    "套.zip": _zip_in_zip,
    "笑.docx": _laughing_docx,
    "笑.xhtml": _laughing_page,
    "断.docx": lambda path: path.write_bytes(word("断")[:1000]),
    "绕.pdf": _circling_pdf,
    "断.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n1 0 obj\n<<"),
    "炸弹.png": _picture_bomb,
    "巨.txt": _huge_text,
    "乱.txt": lambda path: path.write_bytes(bytes(range(256)) * 8),
    "空.txt": lambda path: path.touch(),
    "断.jsonl.xz": lambda path: path.write_bytes(lzma.compress(b"{}" * 999)[:40]),
    "圈.txt": lambda path: path.symlink_to(path.name),
    "上.d": lambda path: path.symlink_to(path.parent, target_is_directory=True),
    "外.txt": lambda path: path.symlink_to("/dev/zero"),
    "管.txt": os.mkfifo,
}
