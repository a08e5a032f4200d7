"""What an address asks for, and addresses that keep it. The command line uses them, too, without Flask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from indexer import PARAMETERS, Answer, AskedWrongly, Message, Parameters, fold, iso_date

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

HOME = "/"
CONTEXTS_PAGE = "/contexts"
TREND_PAGE = "/trend"
NEIGHBOURS = "/neighbours"
RESULT = "/result"
PICTURES = "/picture"
API = "/api/v1"
SEARCH = f"{API}/search"
EXPORT = f"{API}/export"
SUGGEST = f"{API}/suggest"
REPORTS = f"{API}/reports"
TREND = f"{API}/trend"
CONTEXTS = f"{API}/contexts"
HOLDINGS = f"{API}/holdings"
HOLDINGS_PAGE = "/holdings"
BUNDLE = f"{API}/bundle"
SURVEY = f"{API}/survey"
COLLOCATES = f"{API}/collocates"
OCCURRENCES = f"{API}/occurrences"
PROBES = ("/healthz", "/readyz", "/metrics")
"""What those ask that run the server: never kept, and never a page."""

ROOT: ContextVar[str] = ContextVar("root", default="")
"""Where a proxy has the site, "/reports" or the like: all addresses that are made for a request begin with
it, those of routes do not."""

Given = Mapping[str, str]

_MAX_SHOWN_CHARACTERS = 40
"""A message shows no more of what was given."""


def given_strictly(arguments: MultiDict[str, str], known: Sequence[str], many: Collection[str] = ()) -> Given:
    """The parameters for a program: one that is unknown, or given twice, is an error, not a shrug.

    Of those that may be given many times this has the first. Raises `AskedWrongly`.
    """
    for name, values in arguments.lists():
        if name not in known:
            raise AskedWrongly(_unknown(name, known))
        if len(values) > 1 and name not in many:
            raise AskedWrongly(Message("参数 {name} 给出了不止一次。请只保留一个。", name=name))
    return arguments.to_dict()


def given_loosely(arguments: Given, names: Iterable[str] = PARAMETERS) -> Given:
    """The parameters for a page, those that are not empty: what others append to a link (trackers and the
    like) is left out. Days are taken as people write them."""
    given = {name: arguments[name] for name in names if arguments.get(name)}
    written = {name: iso_date(fold(given[name]).strip()) for name in ("from", "to") if name in given}
    return given | {name: day for name, day in written.items() if day}


class Rooted(str):
    """An address that begins with the root."""


def rooted(path: str) -> Rooted:
    """The address of a route; one that has the root already is left as it is. A stream, which makes them when
    its request is over, does so in a copy of its context."""
    return path if isinstance(path, Rooted) else Rooted(ROOT.get() + path)


def changed(path: str, given: Given, **changes: str | int | None) -> str:
    """The address of a route with the given parameters, but for the changes; None takes one away."""
    return with_pairs(path, {**given, **changes}.items())


def with_pairs(path: str, pairs: Iterable[tuple[str, str | int | None]]) -> str:
    """The address of a route with these parameters, whose names are ours and need no quoting; None is none.
    Without a route it is that of the same page."""
    query = "&".join([f"{name}={_quoted(str(value))}" for name, value in pairs if value is not None])
    where = rooted(path) if path else path
    return Rooted(f"{where}?{query}" if query else where)


def pattern(path: str, given: Given, *names: str) -> str:
    """The addresses of a route that differ in these parameters alone: `%` fills in their values, quoted, by
    their names. A page has dozens of such, and to make each from the beginning took four times as long."""
    known = (
        f"{name}=%({name})s" if name in names else f"{name}={_quoted(value)}".replace("%", "%%")
        for name, value in {**given, **dict.fromkeys(names, "")}.items()
    )
    return f"{rooted(path)}?{'&'.join(known)}"


@lru_cache(maxsize=64)
def _quoted(value: str) -> str:
    """The links of a page are a hundred, with the same few values: to quote these for each of them took a
    tenth of its time. Few are kept, as each may be long."""
    return quote_plus(value)


def report_url(report_id: str) -> str:
    """The report's page."""
    return rooted(_report(report_id))


def report_json(report_id: str) -> str:
    """The report for programs."""
    return rooted(API + _report(report_id))


def report_page(report_id: str, given: Given, paragraph: int | None = None, at: int | None = None) -> str:
    """A report's page that remembers the search it was opened from and which hit of it the report is, at a
    paragraph."""
    anchor = "" if paragraph is None else f"#p{paragraph}"
    return Rooted(changed(report_url(report_id), given, at=at) + anchor)


def _report(report_id: str) -> str:
    return f"/reports/{quote(report_id, safe='')}"


def picture_url(report_id: str, page: int, given: Given) -> str:
    """A page of the file that a report was read from, as a picture with the marks of the search."""
    kept = {name: given[name] for name in ("q",) if name in given}
    return changed(f"{PICTURES}/{page}/{quote(report_id, safe='')}", kept)


def results_page(given: Given, number: int) -> str:
    """The page of results that has the hit of this number, at the hit."""
    limit = int(given.get("limit", 0) or Parameters("").limit) or 1
    return changed(HOME, given, offset=(number - 1) // limit * limit or None) + f"#hit-{number}"


def number_asked(arguments: Given, name: str) -> int | None:
    """None where nothing was asked for, and 0 where it is no number. The digits may be those of an input
    method, full-width."""
    if not (typed := arguments.get(name, "")):
        return None
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def original_page(report_id: str, page: int) -> str:
    """The file that a report was read from, shown at a page."""
    return rooted(f"/original/{quote(report_id, safe='')}?shown=1#page={page}")


def with_next(answer: Answer, given: Given) -> Answer:
    """The answer with the address of the page behind it."""
    return replace(answer, next=next_url(given, answer.following))


def next_url(given: Given, following: int | str | None) -> str | None:
    """Where programs find the page from an offset (a number) or a cursor (a text) on, all else as given;
    None where there is none. See `Answer.following`."""
    match following:
        case None:
            return None
        case int():
            return changed(SEARCH, given, offset=following)
        case str():
            return changed(SEARCH, given, cursor=following)


def _unknown(name: str, known: Sequence[str]) -> Message:
    """Which parameter was probably meant, and which there are."""
    given = name[:_MAX_SHOWN_CHARACTERS]
    if not known:
        return Message("没有参数 {name}。这个地址不带参数。", name=given)
    names = tuple(known)
    if nearest := get_close_matches(given.lower(), known, n=1):
        return Message(
            "没有参数 {name}。是不是 {nearest}？可用的参数：{known}。",
            name=given,
            nearest=nearest[0],
            known=names,
        )
    return Message("没有参数 {name}。可用的参数：{known}。", name=given, known=names)
