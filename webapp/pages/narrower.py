"""What a search may be narrowed to, each with its link: the values of facets, the bars of the histogram."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import quote_plus

from markupsafe import Markup

from indexer import Answer, Choice, Parameters, written_choice
from webapp.addresses import HOME, Given, changed, pattern
from webapp.language import page_language, readable_span, written
from webapp.language import plain_text as _
from webapp.language import text_of_number as ngettext
from webapp.pages.histogram import Bar, Histogram, years_and_months
from webapp.pages.tree import folders

_SHOWN, _SHOWN_MONTHS, _SHOWN_FOLDERS = 8, 12, 24
"""Values that are seen at once; the others are unfolded."""
_MAX_LISTED = 60
"""Of a facet: each is a link that repeats the whole search, and a page is to stay small."""
State = Literal["", "wanted", "unwanted"]
_Plain = Literal["source", "year"]


@dataclass(frozen=True, slots=True)
class Value:
    """How it is called, how many reports choosing it gives, and how deep in the tree it lies. `url` is the
    search with it chosen or, where it is, no longer chosen; `exclude` that without it, where it can be."""

    name: str
    reports: str
    url: str
    exclude: str = ""
    state: State = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """Values to choose from. `folded` are those not seen at once, of which there may be `more` than are
    listed."""

    name: str
    label: str
    shown: Sequence[Value]
    folded: Sequence[Value]
    more: int


def facets(answer: Answer, given: Given, asked: Parameters) -> Iterator[Facet]:
    """Those where there is something to choose, or something is chosen."""
    yield from _folders(answer, given, asked)
    yield from _facet("source", _("来源"), answer, given, asked)
    yield from _facet("year", _("年份"), answer, given, asked)
    _years, months = years_and_months(answer)
    if len(months) > 1:
        within = _within(given)
        values = [_month(within, *one) for one in months[:_MAX_LISTED]]
        more = len(months) - _SHOWN_MONTHS
        yield Facet("month", _("月份"), values[:_SHOWN_MONTHS], values[_SHOWN_MONTHS:], more)


def _facet(name: _Plain, label: str, answer: Answer, given: Given, asked: Parameters) -> Iterator[Facet]:
    choosing = _Choosing.of(name, given, asked)
    counts = dict(answer.offers.get(name) or getattr(answer.facets, name))
    if name == "year":
        counts = dict(sorted(counts.items(), reverse=True))
    counts |= {one: 0 for one in choosing.chosen if one not in counts}
    if len(counts) < 2 and not choosing.chosen:
        return
    shown = [key for at, key in enumerate(counts) if at < _SHOWN or key in choosing.chosen]
    folded = [key for key in counts if key not in shown]
    yield Facet(
        name,
        label,
        shown=[choosing.value(key, _called(name, key), counts[key]) for key in shown],
        folded=[choosing.folded(key, _called(name, key), counts[key]) for key in folded[:_MAX_LISTED]],
        more=len(folded),
    )


def _called(name: _Plain, key: str) -> str:
    return written(key, page_language()) if name == "year" else key


def _folders(answer: Answer, given: Given, asked: Parameters) -> Iterator[Facet]:
    """A tree, of which two levels are seen at first, and what lies in and beside a folder that is chosen."""
    choosing = _Choosing.of("folder", given, asked)
    tree = folders(answer.offers.get("folder") or answer.facets.folder, choosing.chosen)
    if len(tree) < 2 and not choosing.chosen:
        return
    near = [one for one in tree if one.is_near or one.path in choosing.chosen]
    rest = [*near[_SHOWN_FOLDERS:], *(one for one in tree if one not in near)]
    yield Facet(
        "folder",
        _("文件夹"),
        shown=[choosing.value(one.path, one.name, one.reports, one.depth) for one in near[:_SHOWN_FOLDERS]],
        folded=[choosing.folded(one.path, one.name, one.reports, one.depth) for one in rest[:_MAX_LISTED]],
        more=len(rest),
    )


@dataclass(frozen=True, slots=True)
class _Choosing:
    """One facet of a search, of which this is chosen: quoted, as it stands in addresses."""

    name: str
    chosen: tuple[str, ...]
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    pattern: str
    without: str

    @classmethod
    def of(cls, name: str, given: Given, asked: Parameters) -> Self:
        kept, choice = _from_the_first(given), asked.filters.of(name)
        wanted, unwanted = (tuple(map(_quoted, some)) for some in (choice.wanted, choice.unwanted))
        without = changed(HOME, kept, **{name: None})
        return cls(
            name, (*choice.wanted, *choice.unwanted), wanted, unwanted, pattern(HOME, kept, name), without
        )

    def value(self, key: str, called: str, reports: int, depth: int = 0) -> Value:
        """A value of which there is also what leaves it out, unless it is left out."""
        quoted = _quoted(key)
        state, url = self._turned(quoted)
        wanted, unwanted = self._without(quoted)
        exclude = "" if state == "unwanted" else self._search(wanted, (*unwanted, quoted))
        return Value(called, f"{reports:,}", url, exclude, state, depth)

    def folded(self, key: str, called: str, reports: int, depth: int = 0) -> Value:
        """A value that is not seen at once: to leave one of these out it is chosen first."""
        state, url = self._turned(_quoted(key))
        return Value(called, f"{reports:,}", url, state=state, depth=depth)

    def _turned(self, quoted: str) -> tuple[State, str]:
        """What is said of a value, and the search with it or, where it is chosen, without."""
        state: State = "wanted" if quoted in self.wanted else "unwanted" if quoted in self.unwanted else ""
        wanted, unwanted = self._without(quoted)
        return state, self._search(wanted if state else (*wanted, quoted), unwanted)

    def _without(self, quoted: str) -> tuple[Sequence[str], Sequence[str]]:
        """What is chosen beside a value."""
        if quoted not in self.wanted and quoted not in self.unwanted:
            return self.wanted, self.unwanted
        wanted, unwanted = ([one for one in some if one != quoted] for some in (self.wanted, self.unwanted))
        return wanted, unwanted

    def _search(self, wanted: Sequence[str], unwanted: Sequence[str]) -> str:
        value = _OR.join([*wanted, *(f"-{one}" for one in unwanted)])
        return self.pattern % {self.name: value} if value else self.without


_OR = quote_plus("|")


def _quoted(value: str) -> str:
    """A value of a choice as addresses have it."""
    return quote_plus(written_choice(Choice((value,))))


def _month(within: str, day: str, reports: int) -> Value:
    return Value(written(day, page_language()), f"{reports:,}", within % {"from": day, "to": day})


def _within(given: Given) -> str:
    """The pattern of searches within a span."""
    return pattern(HOME, _from_the_first(given), "to", "from")


def _from_the_first(given: Given) -> Given:
    """Other filters are begun with at the first page."""
    return {name: value for name, value in given.items() if name != "offset"}


@dataclass(frozen=True, slots=True)
class BarLink:
    """A bar, what it says of itself, and the search narrowed to its span, whose ends are written as people
    write them."""

    bar: Bar
    label: Markup
    first: str
    last: str
    url: str


def bars(histogram: Histogram, given: Given) -> Iterator[BarLink]:
    """Those that are seen: what holds no report has nothing to point at."""
    language, within = page_language(), _within(given)
    for bar in histogram.bars:
        if bar.reports:
            span, reports = readable_span(bar.first, bar.last), f"{bar.reports:,}"
            yield BarLink(
                bar=bar,
                label=ngettext(
                    "%(span)s：%(count)s 篇", "%(span)s：%(count)s 篇", bar.reports, span=span, count=reports
                ),
                first=written(bar.first, language),
                last=written(bar.last, language),
                url=within % {"from": bar.first, "to": bar.last},
            )
