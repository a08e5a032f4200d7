"""What a page says about its article: in its data for machines, and in the line below its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy

from lxml.etree import SubElement
from lxml.html import Element, HtmlElement
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document as Extracted

from indexer.reading.metadata.dates import iso_date
from indexer.reading.metadata.names import names
from indexer.reading.source import Facts

_META = {  # the names that the rules for government pages give them, and two of newspapers'
    "title": ("articletitle",),
    "date": ("pubdate", "publishdate"),
    "source": ("contentsource", "source"),
}
_MODIFIED = re.compile("modif|update|revis", re.I)
_SITE = re.compile(
    r"(?:\s*[-_|｜—–]+\s*[^-_|｜—–]{1,24}(?:网|网站|报|在线|频道|新闻|政府|门户|客户端|[社台局厅部委]|首页|\.com|\.cn)\s*)+$"
)
_PERSON = re.compile(
    r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+|[A-Za-z.'-]+(?: [A-Za-z.'-]+)+"
)
_GROUP = re.compile(r"(?:网|报|社|台|局|厅|部|委|办|站|公司|政府|中心|频道|编辑|管理员|作者|记者)$")

_LABEL = (
    r"(?:(?:信息|稿件|新闻|文章)?来\s*源|作\s*者|记\s*者|通讯员|撰\s*文|责任编辑|责\s*编|编\s*辑|审\s*核|校\s*对|供稿"
    r"|(?:发布|发表|发文|成文|印发|公布|更新)?(?:日\s*期|时\s*间)|字\s*[体号]|浏\s*览|阅\s*读|点\s*击|访\s*问|打\s*印|分\s*享|收\s*藏)"
)
_END = rf"(?=\s*(?:{_LABEL}|[|｜【\[(（<>《]|[0-9]{{4}}[-/.年]|$))"
_SOURCE = re.compile(rf"(?<![据料片图资])来\s*源\s*[:：]\s*《?([^\s《》].*?)》?(?:\s|{_END})")
_AUTHOR = re.compile(rf"(?:作\s*者|记\s*者|通讯员|撰\s*文)\s*[:：]\s*(\S.*?){_END}")
_DAY = (
    r"(?:(?:19|20)\d{2}\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2})"
    r"|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
)
_DATE = re.compile(_DAY)
_LABELLED_DATE = re.compile(
    rf"(?:发布|发表|发文|成文|印发|公布)(?:日\s*期|时\s*间)\s*[:：]\s*(?P<day>{_DAY})"
)
_NUMBER = re.compile(
    r"(?:发文字号|文\s*号)\s*[:：]\s*(\S{2,16}[〔\[（(【﹝]\s*\d{4}\s*[〕\]）)】﹞]\s*第?\s*\d{1,5}\s*号)"
)


def facts_of_head(tree: HtmlElement) -> Facts:
    """What the page's head and its data for search engines state. Nothing is guessed from its body: as
    often as not, dates and names there belong to other articles."""
    head = _head(tree)
    found = _found(head)
    site = found.sitename or ""
    if site.startswith("@") or "." in site:
        site = ""
    return Facts(
        title=_SITE.sub("", _meta(head, "title") or found.title or "").strip(),
        date=_date(_meta(head, "date")) or _date(found.date or ""),
        source=re.sub(r"^来源[:：]\s*", "", _meta(head, "source")).strip() or site,
        authors=tuple(
            one for one in names(found.author or "") if _PERSON.fullmatch(one) and not _GROUP.search(one)
        ),
    )


def facts_of_lines(lines: Iterable[str]) -> Facts:
    """What the lines between a headline and its text tell: 2023年03月05日 08:15　来源：新华网　作者：张三."""
    held = list(lines)
    return Facts(
        date=next((_date(day) for line in held for day in _days(line) if _date(day)), ""),
        source=next((one[1].strip() for line in held if (one := _SOURCE.search(line))), ""),
        authors=tuple(
            dict.fromkeys(one for line in held for by in _AUTHOR.findall(line) for one in names(by))
        ),
        number=next(("".join(one[1].split()) for line in held if (one := _NUMBER.search(line))), ""),
    )


def _found(head: HtmlElement) -> Extracted:
    try:
        return extract_metadata(head, None, {"extensive_search": False, "original_date": True})
    except Exception:  # its errors have no root, and what it cannot make out is not known
        return Extracted()


def _head(tree: HtmlElement) -> HtmlElement:
    page = Element("html")
    head = SubElement(page, "head")
    for part in tree.iter("meta", "title", "link", "script"):
        if part.tag == "script" and part.get("type") != "application/ld+json":
            continue
        if part.get("http-equiv") or _MODIFIED.search(f"{part.get('property')} {part.get('name')}"):
            continue  # when a page was changed or saved is not when it was published
        copied = deepcopy(part)
        copied.tail = None
        head.append(copied)
    SubElement(page, "body")
    return page


def _meta(head: HtmlElement, name: str) -> str:
    values = (
        meta.get("content") or ""
        for meta in head.iter("meta")
        if (meta.get("name") or "").lower() in _META[name]
    )
    return next((value.strip() for value in values if value.strip()), "")


def _days(line: str) -> Iterator[str]:
    yield from (one["day"] for one in _LABELLED_DATE.finditer(line))
    yield from (one[0] for one in _DATE.finditer(line))


def _date(text: str) -> str:
    found = _DATE.search(text)
    return iso_date("".join(found[0].split())) if found else iso_date(text)
