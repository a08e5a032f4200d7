"""A report, or a paragraph of it, as it is cited: by GB/T 7714—2015, in BibTeX, RIS and Markdown. Pure.

What the report holds stays text in each of them: no bracket, backslash or line break of a title ends a
field, a link or a block quote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from indexer.errors import AskedWrongly
from indexer.message import Message, says
from indexer.report import REPORT_FIELDS, Report
from indexer.search.escaping import inline, opening
from indexer.search.parameters import chosen
from indexer.text.pinyin import syllables

STYLES = ("text", "bibtex", "ris", "markdown")
STYLE_OF = {"txt": "text", "bib": "bibtex", "ris": "ris"}
"""By the ending of a file that has nothing else."""

MAX_AUTHORS = 3
"""GB/T 7714 names so many, and 等 for the others."""
UNTITLED = "（无标题）"
_A_REPORT = re.compile(r"(?:报告|公报|白皮书|规划|纲要|年鉴)(?:\s*[（(][^（()）]*[)）])*\Z")
"""How titles end of what is published as a document of its own."""
_A_SITE = re.compile(r"(?:网|网站|在线|客户端|公众号|微信|微博|头条|\.(?:com|cn|net|org))(?:\Z|[·（(])", re.I)
"""How sources are called that are published on the web."""
_PAGES_OF_THE_WEB = (".html", ".htm", ".mhtml", ".mht")
MAX_KEY_LETTERS = 24
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, also those behind a backslash
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "%&#_$"},
}


class _Kind(StrEnum):
    """What a report is, as GB/T 7714 marks it: an article of a newspaper, a document of its own, the same on
    the web, any other page of the web."""

    NEWS = "N"
    REPORT = "R"
    REPORT_ON_WEB = "R/OL"
    WEB = "EB/OL"

    @property
    def is_online(self) -> bool:
        return self.endswith("/OL")


_BIBTEX_KINDS = {
    _Kind.NEWS: ("article", "journal"),
    _Kind.REPORT: ("techreport", "institution"),
    _Kind.REPORT_ON_WEB: ("techreport", "institution"),
    _Kind.WEB: ("online", "organization"),
}
"""The type of an entry, and what its source is called."""
_RIS_KINDS = {
    _Kind.NEWS: ("NEWS", "T2"),
    _Kind.REPORT: ("RPRT", "PB"),
    _Kind.REPORT_ON_WEB: ("RPRT", "PB"),
    _Kind.WEB: ("ELEC", "PB"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A report, or a paragraph of it, in every style."""

    id: str = field(metadata=REPORT_FIELDS["id"])
    paragraph: int | None = field(metadata=says("引用第几段；引用全文的为 null。"))
    text: str = field(metadata=says("按 GB/T 7714—2015。"))
    bibtex: str = field(metadata=says("BibTeX 条目。"))
    ris: str = field(metadata=says("RIS 条目，供 EndNote、NoteExpress、Zotero 导入。"))
    markdown: str = field(metadata=says("Markdown；引用一段的，连同这一段的原文。"))


def citation(report: Report, paragraph: int | None, url: str, today: date) -> Citation:
    """All that `cite` can say of it."""
    said = {style: cite(report, paragraph, style, url, today) for style in STYLES}
    return Citation(id=report.id, paragraph=paragraph, **said)


def cite(report: Report, paragraph: int | None, style: str, url: str, today: date) -> str:
    """The citation, in one of `STYLES`. `today` is when a page of the web was read. `url` is where the report
    stands for the readers of a note, to which Markdown links; it may be empty, and is no part of the others:
    nobody else finds a report where this index has it.

    In Markdown the paragraph itself stands above, as a block quote. Raises `AskedWrongly` for a style that is
    not known and for a paragraph that the report does not have.
    """
    if paragraph is not None and not 1 <= paragraph <= len(report.paragraphs):
        count = len(report.paragraphs)
        raise AskedWrongly(
            Message("参数 paragraph 无效：这篇报告共 {count} 段，请写 1 到 {count} 的整数。", count=count)
        )
    match chosen("style", style, STYLES):
        case "text":
            return _text(report, paragraph, today)
        case "bibtex":
            return _bibtex(report, paragraph, today)
        case "ris":
            return _ris(report, paragraph, today)
        case _:
            return _markdown(report, paragraph, quote(url, safe="%/:?=&#+;,@-._~"))


def _text(report: Report, paragraph: int | None, today: date) -> str:
    kind = _kind(report)
    title = _line(report.title) or UNTITLED
    if report.number and kind is not _Kind.NEWS:
        title += f": {_line(report.number)}"
    parts = (_authors(report), f"{title}[{kind}]", _published(report, kind, paragraph, today))
    return " ".join(f"{part}." for part in parts if part)


def _published(report: Report, kind: _Kind, paragraph: int | None, today: date) -> str:
    """Where and when it came out. The web is cited by the year, behind which stand the day of the page and,
    in brackets, the day on which it was read."""
    day = report.date[:4] if kind.is_online else report.date
    published = ", ".join(filter(None, map(_line, (report.source, day))))
    published += f"({_line(report.page)})" if report.page else ""
    published += _at(paragraph, ": " if published else "")
    if not kind.is_online:
        return published
    return f"{published}{f'({report.date})' if report.date else ''}[{today.isoformat()}]"


def _bibtex(report: Report, paragraph: int | None, today: date) -> str:
    kind = _kind(report)
    entry, publisher = _BIBTEX_KINDS[kind]
    fields = [
        ("author", " and ".join(f"{{{_escaped(author)}}}" for author in report.authors)),
        ("title", f"{{{_escaped(report.title) or UNTITLED}}}"),
        (publisher if report.source else "", _escaped(report.source)),
        ("number", _escaped(report.number)),
        ("pages", _escaped(report.page)),
        ("date", report.date),
        ("urldate", today.isoformat() if kind.is_online else ""),
        ("note", _at(paragraph)),
    ]
    key = _key(report) + ("" if paragraph is None else f"-p{paragraph}")
    lines = [f"  {name} = {{{value}}}," for name, value in fields if name and value]
    return "\n".join([f"@{entry if report.source else 'misc'}{{{key},", *lines, "}"])


def _ris(report: Report, paragraph: int | None, today: date) -> str:
    """An entry as EndNote, NoteExpress and Zotero take it in: a tag, two spaces, a hyphen, a space a line."""
    kind = _kind(report)
    entry, publisher = _RIS_KINDS[kind]
    lines = [
        ("TY", entry),
        *(("AU", _line(author)) for author in report.authors),
        ("TI", _line(report.title) or UNTITLED),
        (publisher, _line(report.source)),
        ("PY", report.date[:4]),
        ("DA", _slashed(report.date)),
        ("SN", _line(report.number)),
        ("SP", _line(report.page)),
        ("Y2", _slashed(today.isoformat()) if kind.is_online else ""),
        ("N1", _at(paragraph)),
    ]
    return "\n".join([*(f"{tag}  - {value}" for tag, value in lines if value), "ER  - "])


def _slashed(day: str) -> str:
    """A date as RIS has it: year/month/day/, what is not known left empty."""
    return "/".join([*day.split("-"), "", "", ""][:3]) + "/" if day else ""


def _markdown(report: Report, paragraph: int | None, url: str) -> str:
    title = inline(report.title) or UNTITLED
    known = (
        inline("、".join(report.authors)),
        f"[{title}]({url})" if url else title,
        inline(report.source),
        inline(report.number),
        report.date,
        f"第{inline(report.page)}版" if report.page else "",
        _at(paragraph),
    )
    source = "，".join(filter(None, known))
    if paragraph is None:
        return opening(source)
    return f"> {opening(inline(report.paragraphs[paragraph - 1].text))}\n>\n> —— {source}"


def _kind(report: Report) -> _Kind:
    is_of_a_site = bool(_A_SITE.search(report.source)) and not report.page
    if not _is_news(report):
        return _Kind.REPORT_ON_WEB if is_of_a_site else _Kind.REPORT
    is_page = report.file.lower().endswith(_PAGES_OF_THE_WEB) and not report.page
    return _Kind.WEB if is_of_a_site or (is_page and not report.source.endswith("报")) else _Kind.NEWS


def _is_news(report: Report) -> bool:
    """Whether it came out as part of a newspaper, a site or the like, and not as a document of its own."""
    if report.page or report.number:
        return not report.number
    is_of_a_day = bool(report.source) and len(report.date) == len("2024-03-05")
    is_of_many = report.source.endswith("报") or bool(_A_SITE.search(report.source))
    return not _A_REPORT.search(report.title.rstrip()) and (is_of_a_day or is_of_many)


def _authors(report: Report) -> str:
    named = ", ".join(map(_line, report.authors[:MAX_AUTHORS]))
    return f"{named}, 等" if len(report.authors) > MAX_AUTHORS else named


def _at(paragraph: int | None, before: str = "") -> str:
    return "" if paragraph is None else f"{before}第{paragraph}段"


def _key(report: Report) -> str:
    """How the source sounds, the date, and a mark of the report: zhenjiangribao20240305-1f4b7c."""
    sound = "".join(_sounds(report.source))[:MAX_KEY_LETTERS] or "jianbao"
    digest = hashlib.blake2b(report.id.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
    return f"{sound}{report.date.replace('-', '')}-{digest}"


def _sounds(text: str) -> Iterator[str]:
    for char in text.lower():
        yield char if char.isascii() and char.isalnum() else next(iter(syllables(char)), "")


def _line(text: str) -> str:
    """On one line, without what a terminal or an editor would obey."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())


def _escaped(text: str) -> str:
    return "".join(_BIBTEX.get(char, char) for char in _line(text))
