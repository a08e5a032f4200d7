"""A page -> the pieces of its article, without menus, lists of links and footers.

trafilatura finds where the article stands; its text is read off the page itself, for the library leaves out
lines that it takes for buttons (QQ, 打印), joins the paragraphs of short articles and repeats none.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import use_config

from indexer.reading.html.text import Piece
from indexer.reading.layout.lines import ends_sentence

_ARTICLE_SHARE = 0.9
"""Of the found text, which the article's element holds; the rest may be a line of the footer."""
_SURE_CHARACTERS = 12
"""So many do not stand in an article by chance."""
_LINK_SHARE = 0.8
"""A piece of which this much is linked is a link."""
_ASIDE = re.compile(
    r"share|relat(?:e|ed|ion)(?![a-z])|recommend|breadcrumb|crumbs|foot(?:er)?(?![a-z])|copyright|side-?bar|toolbar"
    r"|pag(?:er|ination)(?![a-z])|comment-?list|qr-?code|(?:^|[ _-])(?:nav|menu|ads?)(?:$|[ _-])",
    re.I,
)
_COMMENT = re.compile(
    "(?:the-?|user-?)?comments?(?:[_-]?(?:list|body|area|item|box|wrap|content|section))?", re.I
)
_CONFIG = use_config()
# Below this length the library takes the page's whole text, menus and all. Its own 250 characters are those
# of English: in Chinese they are a report.
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "25")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot find is read without it


@dataclass(frozen=True, slots=True)
class Article:
    """`chosen` are the indices, rising, of the page's pieces that are the article; `hidden` is its text, if
    the page shows none of it and only its data for search engines hold it."""

    chosen: tuple[int, ...]
    hidden: str = ""


def article(tree: HtmlElement, shown: Sequence[Piece]) -> Article:
    """Where the article of a page is. All of `shown` where none can be told from the rest."""
    body = _extracted(tree)
    lines = {_squeezed(line) for line in body.split("\n")}
    whole = _squeezed(body)
    texts = [_squeezed(piece.text) for piece in shown]
    found = [text in lines or (len(text) >= _SURE_CHARACTERS and text in whole) for text in texts]
    # A library that finds little takes the menu too. Before the text there are no links that belong to it.
    begin = next((i for i, sure in enumerate(found) if sure and shown[i].linked < _LINK_SHARE), 0)
    found[:begin] = [False] * begin
    weights = [len(text) if is_found else 0 for text, is_found in zip(texts, found, strict=True)]
    if not any(weights):
        return Article((), body) if len(whole) > sum(map(len, texts)) else Article(tuple(range(len(shown))))
    elements = _all_articles(shown, _element(shown, weights))
    kept = [_is_kept(piece, elements, sure) for piece, sure in zip(shown, found, strict=True)]
    return Article(
        tuple(i for i in range(len(shown)) if kept[i] and not _leads_into_links(shown, kept, found, i))
    )


def is_side_matter(piece: Piece) -> bool:
    """Whether a piece is a link, or stands in a part of the page that is named for something else."""
    return piece.linked >= _LINK_SHARE or _is_aside(piece.element, None)


def _extracted(tree: HtmlElement) -> str:
    try:
        found = bare_extraction(
            tree, favor_recall=True, include_comments=False, include_tables=True, config=_CONFIG
        )
        body = getattr(found, "body", None)
        return "" if body is None else _in_lines(body)
    except Exception:  # its errors have no root, and a page that it cannot judge is read whole
        return ""


def _in_lines(body: HtmlElement) -> str:
    """The text of what was extracted. lxml takes no control characters here, though it had them itself."""
    for line in body.iter("p", "head", "item", "quote", "lb", "row", "table", "list", "code"):
        line.tail = f"\n{line.tail or ''}"
        line.text = f"\n{line.text or ''}"
    return "".join(body.itertext())


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _element(shown: Sequence[Piece], weights: Sequence[int]) -> HtmlElement:
    """The innermost element that holds most of what was found."""
    held: Counter[HtmlElement] = Counter()
    for piece, weight in zip(shown, weights, strict=True):
        if weight:
            held[piece.element] += weight
            for holder in piece.element.iterancestors():
                held[holder] += weight
    most = _ARTICLE_SHARE * sum(weights)
    element = max((one for one in held if held[one] >= most), key=_depth)
    holder = element.getparent()
    if holder is not None and sum(piece.element is element for piece in shown) == 1:
        return holder  # of a single paragraph that was found, its neighbours may be the rest
    return element


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _all_articles(shown: Sequence[Piece], element: HtmlElement) -> set[HtmlElement]:
    """The element that holds the article; where the page has several <article>, all of those that hold text:
    the library takes but one of them."""
    own = _outer_article(element)
    if own is None:
        return {element}
    found = {one for piece in shown if (one := _article_of_text(piece)) is not None} | {own}
    return found if len(found) > 1 else {element}


def _article_of_text(piece: Piece) -> HtmlElement | None:
    """The <article> of a whole sentence; None where it is a comment or a teaser: these are set so too."""
    if piece.linked >= _LINK_SHARE or piece.text.endswith("…") or not ends_sentence(piece.text):
        return None
    holder = _outer_article(piece.element)
    return None if holder is None or _is_comment(holder) or _is_aside(piece.element, None) else holder


def _outer_article(element: HtmlElement) -> HtmlElement | None:
    holders = [one for one in (element, *element.iterancestors()) if one.tag == "article"]
    return holders[-1] if holders else None


def _is_comment(element: HtmlElement) -> bool:
    holders = (element, *element.iterancestors())
    return any(map(_COMMENT.fullmatch, (name for one in holders for name in _names(one))))


def _names(element: HtmlElement) -> list[str]:
    return f"{element.get('class', '')} {element.get('id', '')}".split()


def _is_kept(piece: Piece, elements: Collection[HtmlElement], found: bool) -> bool:
    """What was found is kept, and what else stands in an article's element and is no link or side matter.
    Beyond these elements only whole sentences are trusted: a lead, or the second half of a divided page."""
    within = next((one for one in (piece.element, *piece.element.iterancestors()) if one in elements), None)
    if found:
        return within is not None or (ends_sentence(piece.text) and not _is_aside(piece.element, None))
    return within is not None and piece.linked < _LINK_SHARE and not _is_aside(piece.element, within)


def _is_aside(piece: HtmlElement, within: HtmlElement | None) -> bool:
    for holder in (piece, *piece.iterancestors()):
        if holder is within or holder.tag == "body":
            return False
        if holder.tag in ("nav", "footer", "aside") or _ASIDE.search(
            f"{holder.get('class')} {holder.get('id')}"
        ):
            return True
    return False


def _leads_into_links(shown: Sequence[Piece], kept: Sequence[bool], found: Sequence[bool], i: int) -> bool:
    """A line such as 相关新闻 above links that were left out."""
    if found[i] or ends_sentence(shown[i].text):
        return False
    after = range(i + 1, min(i + 3, len(shown)))
    return len(after) == 2 and all(not kept[k] and shown[k].linked >= _LINK_SHARE for k in after)
