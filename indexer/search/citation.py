"""A report, or a paragraph of it, as it is cited: by GB/T 7714—2015, in BibTeX, in Markdown. Pure.

What the report holds stays text in each of them: no bracket, backslash or line break of a title ends a
field, a link or a block quote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import quote

from indexer.errors import AskedWrongly
from indexer.message import Message
from indexer.report import Report
from indexer.search.escaping import inline, opening
from indexer.search.parameters import chosen
from indexer.text.pinyin import syllables

STYLES = ("text", "bibtex", "markdown")

MAX_AUTHORS = 3
"""GB/T 7714 names so many, and 等 for the others."""
_UNTITLED = "（无标题）"
_A_REPORT = re.compile(r"(?:报告|公报|白皮书|规划|纲要|年鉴)(?:\s*[（(][^（()）]*[)）])*\Z")
"""How titles end of what is published as a document of its own."""
MAX_KEY_LETTERS = 24
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, also those behind a backslash
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "%&#_$"},
}


def cite(report: Report, paragraph: int | None, style: str, url: str) -> str:
    """The citation, in one of `STYLES`; `url` is the report's page, and may be empty.

    In Markdown the paragraph itself stands above, as a block quote. Raises `AskedWrongly` for a style that is
    not known and for a paragraph that the report does not have.
    """
    if paragraph is not None and not 1 <= paragraph <= len(report.paragraphs):
        count = len(report.paragraphs)
        raise AskedWrongly(
            Message("参数 paragraph 无效：这篇报告共 {count} 段，请写 1 到 {count} 的整数。", count=count)
        )
    chosen("style", style, STYLES)
    address = quote(url, safe="%/:?=&#+;,@-._~")
    if style == "text":
        return _text(report, paragraph)
    return _bibtex(report, paragraph, address) if style == "bibtex" else _markdown(report, paragraph, address)


def _text(report: Report, paragraph: int | None) -> str:
    is_news = _is_news(report)
    title = _line(report.title) or _UNTITLED
    if report.number and not is_news:
        title += f": {_line(report.number)}"
    published = ", ".join(filter(None, map(_line, (report.source, report.date))))
    published += f"({_line(report.page)})" if report.page else ""
    published += _at(paragraph, ": " if published else "")
    parts = (_authors(report), f"{title}[{'N' if is_news else 'R'}]", published)
    return " ".join(f"{part}." for part in parts if part)


def _bibtex(report: Report, paragraph: int | None, url: str) -> str:
    is_news = _is_news(report)
    kind, publisher = ("article", "journal") if is_news else ("techreport", "institution")
    fields = [
        ("author", " and ".join(f"{{{_escaped(author)}}}" for author in report.authors)),
        ("title", f"{{{_escaped(report.title) or _UNTITLED}}}"),
        (publisher if report.source else "", _escaped(report.source)),
        ("number", _escaped(report.number)),
        ("pages", _escaped(report.page)),
        ("date", report.date),
        ("year", report.date[:4]),
        ("month", _MONTHS[int(report.date[5:7]) - 1] if report.date[5:7] else ""),
        ("note", _at(paragraph)),
        ("url", url),
    ]
    key = _key(report) + ("" if paragraph is None else f"-p{paragraph}")
    held = [(name, value) for name, value in fields if name and value]
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in held]
    return "\n".join([f"@{kind if report.source else 'misc'}{{{key},", *lines, "}"])


def _markdown(report: Report, paragraph: int | None, url: str) -> str:
    title = inline(report.title) or _UNTITLED
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


def _is_news(report: Report) -> bool:
    """Whether it came out as part of a newspaper or the like, and not as a document of its own."""
    if report.page or report.number:
        return not report.number
    is_of_a_day = bool(report.source) and len(report.date) == len("2024-03-05")
    return not _A_REPORT.search(report.title.rstrip()) and (is_of_a_day or report.source.endswith("报"))


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
