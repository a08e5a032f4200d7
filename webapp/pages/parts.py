"""Small parts of which a page has many, as HTML.

They are put together here: in templates a page of results calls a hundred macros and escapes a thousand
values, which took three times as long.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from markupsafe import Markup, escape

from indexer import Hit, Known, Passage, Report
from webapp.addresses import original_page
from webapp.holdings import Latest
from webapp.language import page_language, written
from webapp.language import plain_text as _
from webapp.language import text_of_number as ngettext
from webapp.pages.histogram import BAR_WIDTH, HEIGHT
from webapp.pages.hits import Stack, headline, is_pdf, marked, opening
from webapp.pages.narrower import BarLink, Value

_DEEPEST = 3
"""What lies deeper in the tree stands no further to the right."""


def register(app: Flask) -> None:
    for name in (meta, from_file, pick, shown, values, bar_links):
        app.add_template_global(name)


def meta(report: Hit | Known | Report) -> Markup:
    """What is known of a report, in a line."""
    parts = []
    if report.source:
        parts.append(f'<span lang="zh">{escape(report.source)}</span>')
    if report.date:
        day = escape(written(report.date, page_language()))
        parts.append(f'<time datetime="{escape(report.date)}">{day}</time>')
    if report.page:
        page = _("第 %(page)s 版", page=escape(report.page))
        parts.append(f"<span>{page}</span>")
    if report.authors:
        parts.append(f'<span lang="zh">{escape(" ".join(report.authors))}</span>')
    if report.number:
        parts.append(f'<span lang="zh">{escape(report.number)}</span>')
    return Markup("".join(parts))


def from_file(report: Hit | Latest) -> Markup:
    """Where a report was read from: the folder, from what was indexed down, and the file."""
    if not report.file:
        return Markup("")
    folder = escape(report.folder.replace("/", " › "))
    within = f'<span class="folder">{folder} › </span>' if folder else ""
    return Markup(f'<span class="file" lang="zh">{within}{escape(report.file)}</span>')


def pick(report_id: str, title: str, says: str = "") -> Markup:
    """A box to tick, which puts the report into the basket."""
    meaning = _("加入选集")
    return Markup(
        f'<label class="pick" title="{meaning}"><input type="checkbox" name="id" '
        f'value="{escape(report_id)}" form="basket" lang="zh" aria-label="{escape(title)}">{says}</label>'
    )


# — a hit —


def shown(stack: Stack, url: str, q: str) -> Markup:
    """A hit: title, what is known of it, passages. `url` is the page of the report; without a `q` there
    is nothing to count in it."""
    hit, page = stack.hit, _in_html(url)
    untitled = _("（无标题）")
    title = headline(hit.title) or untitled
    return Markup(
        f"    {pick(hit.id, hit.title.text or untitled)}\n"
        f'    <h2><a lang="zh" href="{page}">{title}</a>{_label(hit)}</h2>\n'
        f'    <p class="meta">{meta(hit)}{from_file(hit)}{_occurrences(hit) if q else ""}'
        f"      {_likenesses(stack, page)}</p>\n{_passages(hit, page)}"
    )


def _label(hit: Hit) -> str:
    """In what a match is less than literal."""
    if hit.match == "words":
        told = _("按词匹配")
    elif hit.lacks:
        told = _("未含：%(words)s", words=escape(_("、").join(hit.lacks)))
    else:
        return ""
    return f' <span class="label">{told}</span>'


def _occurrences(hit: Hit) -> str:
    count = hit.occurrences
    told = ngettext("出现 %(count)s 处", "出现 %(count)s 处", count, count=f"{count:,}")
    return f"<span>{told}</span>"


def _likenesses(stack: Stack, page: str) -> str:
    """The ways to what is like a hit."""
    similar, same, others = _("相似的报告"), stack.same_elsewhere, stack.others_elsewhere
    ways = f'<a href="{page}#similar">{similar}</a>'
    if same:
        told = ngettext("另有 %(count)s 篇全文相同", "另有 %(count)s 篇全文相同", same, count=same)
        ways += f'<a href="{page}#reprints">{told}</a>'
    if others:
        told = ngettext("另有 %(count)s 篇转载", "另有 %(count)s 篇转载", others, count=others)
        ways += f'<a href="{page}#reprints">{told}</a>'
    return ways


def _passages(hit: Hit, page: str) -> str:
    """Those of a hit or, where it has none, its opening."""
    kind = "passage" if hit.passages else "passage lead"
    place = _("第 %(number)s 段，共 %(count)s 段")
    return "\n".join(
        f'    <div class="{kind}">\n      <p lang="zh">{"…" if one.before else ""}{marked(one)}'
        f'{"…" if one.after else ""}</p>\n      <a href="{page}#p{one.paragraph}">'
        f"{place % {'number': one.paragraph, 'count': hit.paragraphs}}</a>{_standing(one, hit)}"
        "\n    </div>"
        for one in hit.passages or opening(hit.report)
    )


def _standing(passage: Passage, hit: Hit) -> str:
    """Where a passage stands in its file. A page of a PDF opens in the original."""
    place = _at(passage, hit)
    if not passage.headings:
        return place
    headings = escape(" › ".join(passage.headings))
    return f'{place} <span class="at under-headings" lang="zh">{headings}</span>'


def _at(passage: Passage, hit: Hit) -> str:
    at = passage.at
    if at.page and is_pdf(hit.file):
        told = _("原文第 %(page)s 页", page=f"{at.page:,}")
        return f' <a class="at" href="{_in_html(original_page(hit.id, at.page))}">{told}</a>'
    if at.page:
        told = _("第 %(page)s 页", page=f"{at.page:,}")
    elif at.slide:
        told = _("第 %(slide)s 张幻灯片", slide=f"{at.slide:,}")
    elif at.row:
        told = _("第 %(row)s 行", row=f"{at.row:,}")
    else:
        return ""
    return f' <span class="at">{told}</span>'


# — what a search may be narrowed to —


def values(of: Iterable[Value], lang: str) -> Markup:
    """The values of a facet, each with what leaves it out; `lang` is an attribute of names, or empty."""
    says = _("排除 %(value)s"), _("排除")
    lines = (f"    {_value(one, lang, *says)}</li>\n" for one in of)
    return Markup(f"  <ul>\n{''.join(lines)}  </ul>\n")


def _value(one: Value, lang: str, leaves_it_out: str, leaves_out: str) -> str:
    name = escape(one.name)
    depth = f' class="below-{min(one.depth, _DEEPEST)}"' if one.depth else ""
    state = f' class="{one.state}" aria-current="true"' if one.state else ""
    line = (
        f'<li{depth}><a href="{_in_html(one.url)}"{state}><span{lang}>{name}</span> '
        f"<small>{one.reports}</small></a>"
    )
    if not one.exclude:
        return line
    says = f'aria-label="{leaves_it_out % {"value": name}}" title="{leaves_out}"'
    return f'{line}<a class="out" href="{_in_html(one.exclude)}" {says}>−</a>'


def bar_links(bars: Iterable[BarLink]) -> Markup:
    return Markup("\n".join(map(_bar_link, bars)))


def _bar_link(one: BarLink) -> str:
    bar, label = one.bar, one.label
    drawn = f'y="{HEIGHT - bar.height}" width="{BAR_WIDTH - 2}" height="{bar.height}"'
    return (
        f'    <a href="{_in_html(one.url)}" aria-label="{label}" data-first="{one.first}" '
        f'data-last="{one.last}" data-count="{bar.reports}"><title>{label}</title>'
        f'<rect class="reach" x="{bar.x}" width="{BAR_WIDTH}" height="{HEIGHT}"/>'
        f'<rect class="held" x="{bar.x + 1}" {drawn}/></a>'
    )


def _in_html(url: str) -> str:
    """An address of ours: all that was given stands quoted in it."""
    return url.replace("&", "&amp;")
