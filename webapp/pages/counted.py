"""How many were found, as a sentence: each manner of matching with its own number, where there are several.
One number for all of them would count nothing that a reader knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from indexer import Answer
from webapp.language import plain_text as _
from webapp.language import text_of_number as ngettext


def counted(answer: Answer, classes: Sequence[str]) -> Markup:
    """What the pages of an answer hold, of the `classes` that were asked for where some were."""
    totals, named = answer.totals, classes or ("literal", "words")
    literal = (totals.literal or 0) if "literal" in named else 0
    words = (totals.words or 0) if "words" in named else 0
    # Unasked there are relaxed ones where nothing else is found, or the question is a sentence.
    relaxed = answer.listed - literal - words
    if not answer.listed:
        return Markup(_("没有找到报告"))
    if answer.listed == literal:
        return _all(literal)
    return Markup(_("；")).join(_parts(literal, words, relaxed, unasked=not classes))


def _all(count: int) -> Markup:
    return ngettext(
        "共 <strong>%(count)s</strong> 篇报告",
        "共 <strong>%(count)s</strong> 篇报告",
        count,
        count=f"{count:,}",
    )


def _parts(literal: int, words: int, relaxed: int, *, unasked: bool) -> Iterator[Markup]:
    """The sentence in its parts; that nothing was found as asked is said where that was not left out."""
    if literal:
        yield Markup(_("原文出现 <strong>%(count)s</strong> 篇", count=f"{literal:,}"))
    elif unasked:
        yield Markup(_("没有原文出现的报告") if words else _("没有完全符合的报告"))
    if words and literal:
        yield Markup(_("另有 <strong>%(count)s</strong> 篇分别含有各词", count=f"{words:,}"))
    elif words:
        yield Markup(_("<strong>%(count)s</strong> 篇分别含有各词", count=f"{words:,}"))
    if relaxed:
        yield Markup(_("<strong>%(count)s</strong> 篇含有其中部分词", count=f"{relaxed:,}"))
