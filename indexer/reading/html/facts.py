"""What a page says about its article in its data for machines."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml.etree import SubElement
from lxml.html import Element, HtmlElement
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document as Extracted

from indexer.reading.html.lines import date_in, medium
from indexer.reading.metadata.names import is_nobody, names, people
from indexer.reading.source import Facts

_META = {  # the names that the rules for government pages give them, and two of newspapers'
    "title": ("articletitle",),
    "date": ("pubdate", "publishdate"),
    "source": ("contentsource", "source"),
    "author": ("author",),
}
_MODIFIED = re.compile("modif|update|revis", re.I)
_SITE = re.compile(
    r"(?:\s*[-_|｜—–]+\s*[^-_|｜—–]{1,24}(?:网|网站|报|在线|频道|新闻|政府|门户|客户端|[社台局厅部委]|首页|\.com|\.cn)\s*)+$"
)
_PERSON = re.compile(
    r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+|[A-Za-z.'-]+(?: [A-Za-z.'-]+)+"
)
_GROUP = re.compile(r"(?:网|报|社|台|局|厅|部|委|办|站|公司|政府|中心|频道|编辑|管理员|作者|记者)$")

_PLATFORM = re.compile(
    r"微信(?:公众平台|公众号)?|公众号|订阅号|(?:百家|网易|搜狐|企鹅|大鱼|一点|头条)号|今日头条"
)
"""On which anybody publishes; who does, the page says elsewhere."""


def facts_of_head(tree: HtmlElement) -> Facts:
    """What the page's head and its data for search engines state. Nothing is guessed from its body: as
    often as not, dates and names there belong to other articles."""
    head = _head(tree)
    found = _found(head)
    site = medium(found.sitename or "")
    if site.startswith("@") or "." in site or _PLATFORM.fullmatch(site):
        site = ""
    return Facts(
        title=_SITE.sub("", _meta(head, "title") or found.title or "").strip(),
        date=date_in(_meta(head, "date")) or date_in(found.date or ""),
        source=medium(re.sub(r"^来源[:：]\s*", "", _meta(head, "source"))) or site or _account(tree),
        authors=tuple(filter(_is_person, names(found.author or ""))) or _stated_authors(head),
    )


def _account(tree: HtmlElement) -> str:
    """The account that published a page of WeChat."""
    named = tree.get_element_by_id("js_name", None)
    return "" if named is None else " ".join(named.text_content().split())


def _stated_authors(head: HtmlElement) -> tuple[str, ...]:
    """The persons whom the page names as its authors. The library knows no name of a single word, as those
    in Chinese are."""
    return tuple(one for one in names(_meta(head, "author")) if people(one) and not is_nobody(one))


def _is_person(name: str) -> bool:
    return bool(_PERSON.fullmatch(name)) and not _GROUP.search(name) and not is_nobody(name)


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
