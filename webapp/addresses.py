"""What an address asks for, and addresses that keep it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from urllib.parse import urlencode

from flask import Flask, request
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter

from indexer import PARAMETERS, AskedWrongly, Message, report_url

HOME = "/"
PROBES = ("/healthz", "/readyz", "/metrics")
"""What those ask that run the server: never kept, and never a page."""

Given = Mapping[str, str]

_SHOWN = 40
"""Characters that a message shows of what was given."""


class ReportId(BaseConverter):
    """Any text at all. The usual `path` would refuse an id that begins with a slash."""

    part_isolating = False
    regex = "(?s:.+)"
    weight = 200


def register(app: Flask) -> None:
    app.url_map.converters["id"] = ReportId
    app.url_map.merge_slashes = False  # two slashes in an id are two slashes


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


def given_loosely(arguments: MultiDict[str, str]) -> Given:
    """The parameters for a page: what others append to a link (trackers and the like) is left out."""
    return {name: arguments[name] for name in PARAMETERS if arguments.get(name)}


def given_of(*names: str) -> Given:
    """Those of the parameters of this request that are named and not empty."""
    return {name: request.args[name] for name in names if request.args.get(name)}


def changed(path: str, given: Given, **changes: str | int | None) -> str:
    """An address with the given parameters, but for the changes; None takes one away."""
    values = {name: value for name, value in {**given, **changes}.items() if value is not None}
    return f"{path}?{urlencode(values)}" if values else path


def report_page(report_id: str, given: Given, paragraph: int | None = None) -> str:
    """A report's page that remembers the search it was opened from, at a paragraph."""
    anchor = "" if paragraph is None else f"#p{paragraph}"
    return changed(report_url(report_id), given) + anchor


def _unknown(name: str, known: Sequence[str]) -> Message:
    """Which parameter was probably meant, and which there are."""
    given = name[:_SHOWN]
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
