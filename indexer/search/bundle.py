"""Reports that somebody has chosen, taken away together: full texts, citations, a table; or all of it in one
archive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import chain
from typing import Literal, get_args
from zipfile import ZIP_DEFLATED, ZipFile

from indexer.deadline import check
from indexer.errors import AskedWrongly
from indexer.message import Message
from indexer.report import Kind, Report
from indexer.search.citation import STYLE_OF, UNTITLED, cite
from indexer.search.escaping import csv_lines, inline, opening
from indexer.search.export import full_text
from indexer.search.word_file import word_file

BundleForm = Literal["zip", "docx", "md", "csv", "txt", "bib", "ris"]
BUNDLE_FORMS: tuple[BundleForm, ...] = get_args(BundleForm)

MAX_BUNDLED = 200
"""Reports: as many as an address has room for."""
MAX_BUNDLED_CHARACTERS = 3_000_000
"""Of all of them together: a file of more no word processor opens."""

_MAX_NAME_CHARACTERS = 40
_UNFIT = re.compile(r'[\s\x00-\x1f\x7f\ud800-\udfff/\\:*?"<>|.]+')
"""What one system or another does not have in names."""


def bundle(reports: Sequence[Report], form: BundleForm, today: date) -> bytes:
    """The reports as one file. Raises `AskedWrongly` for none, too many or too long ones, and `OutOfTime`."""
    _check_size(reports)
    match form:
        case "zip":
            return _archive(reports, today)
        case "docx":
            return word_file(reports, today)
        case _:
            return _WRITERS[form](reports, today).encode("utf-8", "replace")


def _check_size(reports: Sequence[Report]) -> None:
    if not 1 <= len(reports) <= MAX_BUNDLED:
        raise AskedWrongly(
            Message(
                "一次可以导出 1 到 {most} 篇报告，这次是 {given} 篇。请增减后重试。",
                most=MAX_BUNDLED,
                given=len(reports),
            )
        )
    if sum(report.characters for report in reports) > MAX_BUNDLED_CHARACTERS:
        raise AskedWrongly(
            Message("这些报告合起来超过 {most} 字。请分几次导出。", most=MAX_BUNDLED_CHARACTERS)
        )


def _archive(reports: Sequence[Report], today: date) -> bytes:
    """A folder of the full texts, and beside it the citations and the table."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for number, report in enumerate(reports, start=1):
            check()
            name = f"{number:03} {_name(report)}"
            archive.writestr(f"全文/{name}.md", _markdown([report], today).encode("utf-8", "replace"))
            archive.writestr(f"全文/{name}.docx", word_file([report], today))
        for name in ("引文.txt", "引文.bib", "引文.ris", "报告.csv"):
            written_as = _WRITERS[name.rpartition(".")[2]]
            archive.writestr(name, written_as(reports, today).encode("utf-8", "replace"))
    return written.getvalue()


def _name(report: Report) -> str:
    return _UNFIT.sub(" ", report.title or report.id)[:_MAX_NAME_CHARACTERS].strip() or UNTITLED


def _markdown(reports: Iterable[Report], today: date) -> str:
    return "\n\n".join(chain.from_iterable(_blocks(report, today) for report in reports)) + "\n"


def _blocks(report: Report, today: date) -> Iterator[str]:
    yield f"# {inline(report.title) or UNTITLED}"
    yield f"> {opening(inline(cite(report, None, 'text', '', today)))}"
    for block in report.paragraphs:
        text = inline(block.text)
        yield f"## {text}" if block.kind is Kind.HEADING else opening(text)


def _citations(style: str) -> Callable[[Sequence[Report], date], str]:
    between = "\n" if style == "text" else "\n\n"
    return lambda reports, today: between.join(cite(one, None, style, "", today) for one in reports) + "\n"


COLUMNS = ("id", "title", "date", "source", "authors", "number", "page", "file", "citation", "text")


def _table(reports: Sequence[Report], today: date) -> str:
    return "".join(csv_lines(chain([COLUMNS], (_row(one, today) for one in reports))))


def _row(report: Report, today: date) -> tuple[str, ...]:
    known = report.id, report.title, report.date, report.source, "、".join(report.authors)
    stands = report.number, report.page, report.file
    return *known, *stands, cite(report, None, "text", "", today), full_text(report)


_WRITERS: Mapping[str, Callable[[Sequence[Report], date], str]] = {
    "md": _markdown,
    "csv": _table,
    **{form: _citations(style) for form, style in STYLE_OF.items()},
}
