"""A folder of articles in many formats and layouts, written by the programs that people write them with."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import py7zr

from benchmarks.reading import markup
from benchmarks.reading.markup import LAYOUTS
from benchmarks.reading.material import Article, articles
from benchmarks.reading.programs import convert, is_there, output, printed

_TEXTS = ("odt", "docx", "doc", "rtf", "pdf", "fodt", "ott", "dotx")
_SHEETS = ("xlsx", "xls", "ods", "fods", "xltx", "xlt")
_SLIDES = ("pptx", "ppt", "odp", "fodp", "potx", "pps")
_BY_PANDOC = ("docx", "odt", "rtf", "epub", "html", "md")
_OF_WPS = {"doc": "wps", "xls": "et", "ppt": "dps"}
"""Kingsoft's program writes what Microsoft's did, under names of its own."""
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
_MEASURES = (28, 44)
"""How many half characters lines have that are broken as in print."""


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a folder, and which programs there were not."""

    names: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Making:
    """`scratch` is a folder for what is made on the way; each file has an article of its own."""

    folder: Path
    scratch: Path
    material: Iterator[Article]
    missing: list[str] = field(default_factory=list)

    def by(self, program: str, make: Callable[[], None]) -> None:
        if is_there(program):
            make()
        else:
            self.missing.append(program)

    def by_hand(self) -> None:
        for encoding in _ENCODINGS:
            self._write(f"文本_{encoding}.txt", markup.plain(next(self.material)).encode(encoding))
        for measure in _MEASURES:
            self._write(f"版面_{measure}.txt", markup.plain(next(self.material), measure).encode())
        self._write("文稿.md", markup.markdown(next(self.material)).encode())
        self._write("网页.html", markup.page(next(self.material), LAYOUTS[0]).encode())
        self._write("网页档案.mht", markup.archived_page(next(self.material)))
        self._write("信.eml", markup.letter(next(self.material)))
        self._write("记录.jsonl", "".join(map(_json, self._some())).encode())
        for name, encoding, mark in ("记录", "utf-8-sig", ","), ("记录_国标", "gb18030", ","):
            self._write(f"{name}.csv", _table(self._some(), mark).encode(encoding))
        self._write("记录.tsv", _table(self._some(), "\t").encode("utf-16"))

    def by_office(self) -> None:
        """Every form of every layout, from flat OpenDocument."""
        sources = {form: self.scratch / form for form in (*_TEXTS, *_SHEETS, *_SLIDES)}
        for form, at in sources.items():
            at.mkdir()
            for name, text in self._flat(form):
                (at / f"{name}.{_source_ending(form)}").write_text(text, encoding="utf-8")
        for form, at in sources.items():
            if form == _source_ending(form):
                for one in at.iterdir():
                    copyfile(one, self.folder / one.name)
            else:
                convert(sorted(at.iterdir()), form, self.folder, self.scratch / "profile")
        for form, other in _OF_WPS.items():
            for one in sorted(self.folder.glob(f"两*.{form}")):
                one.rename(one.with_suffix(f".{other}"))

    def _flat(self, form: str) -> Iterator[tuple[str, str]]:
        if form in _TEXTS:
            for layout in LAYOUTS if form in _TEXTS[:5] else LAYOUTS[:1]:
                yield f"{layout.name}_{form}", markup.text_file(next(self.material), layout)
        elif form in _SHEETS:
            yield f"表_{form}", markup.sheet_file([next(self.material)])
            yield f"两张表_{form}", markup.sheet_file(list(self._some(2)))
        else:
            yield f"片_{form}", markup.slide_file(next(self.material))
            yield f"两片_{form}", markup.slide_file(next(self.material))

    def by_pandoc(self) -> None:
        for form in _BY_PANDOC:
            source = self.scratch / f"pandoc_{form}.markdown"
            source.write_text(markup.markdown(next(self.material)), encoding="utf-8")
            output("pandoc", "-s", source, "-M", "title= ", "-o", self.folder / f"转换.{form}")

    def by_browser(self) -> None:
        for layout in LAYOUTS:
            page = self.scratch / f"{layout.name}.html"
            page.write_text(markup.page(next(self.material), layout), encoding="utf-8")
            printed(page, self.folder / f"打印_{layout.name}.pdf", self.scratch / "browser")

    def packed(self) -> None:
        """What the folder has, once more: in archives, and with a letter."""
        inside = [self.folder / name for name in ("文本_gb18030.txt", "转换.docx") if self._has(name)]
        with zipfile.ZipFile(self.folder / "包.zip", "w") as zipped:
            for one in inside:
                zipped.write(one, f"里面/{one.name}")
        with tarfile.open(self.folder / "包.tar.gz", "w:gz") as tarred:
            for one in inside:
                tarred.add(one, one.name)
        with py7zr.SevenZipFile(self.folder / "包.7z", "w") as seven:
            for one in inside:
                seven.write(one, one.name)
        if inside[1:]:
            self._write("信有附件.eml", markup.letter(next(self.material), inside[1].read_bytes()))

    def _some(self, count: int = 5) -> Iterator[Article]:
        return (next(self.material) for _ in range(count))

    def _write(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    def _has(self, name: str) -> bool:
        return (self.folder / name).exists()


def fill(folder: Path, corpus: Path) -> Made:
    """Make the files. The same corpus and programs make the same texts."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="jianbao-make-") as scratch:
        making = _Making(folder, Path(scratch), articles(corpus))
        making.by_hand()
        making.by("pandoc", making.by_pandoc)
        making.by("soffice", making.by_office)
        making.by("chromium", making.by_browser)
        making.packed()
    return Made(tuple(sorted(one.name for one in folder.iterdir())), tuple(making.missing))


def _source_ending(form: str) -> str:
    return "fodt" if form in _TEXTS else "fods" if form in _SHEETS else "fodp"


def _json(article: Article) -> str:
    record = {"title": article.title, "date": article.date, "paragraphs": article.paragraphs}
    return json.dumps(record, ensure_ascii=False) + "\n"


def _table(some: Iterator[Article], mark: str) -> str:
    made = io.StringIO(newline="")
    rows = csv.writer(made, delimiter=mark)
    rows.writerow(("标题", "日期", "来源", "正文"))
    rows.writerows((one.title, one.date, one.source, "\n".join(one.paragraphs)) for one in some)
    return made.getvalue()
