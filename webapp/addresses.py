"""What an address asks for, and addresses that keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter

from indexer import PARAMETERS, AskedWrongly, report_url

HOME = "/"

Given = Mapping[str, str]


class ReportId(BaseConverter):
    """Any text at all. The usual `path` would refuse an id that begins with a slash."""

    part_isolating = False
    regex = "(?s:.+)"
    weight = 200


def register(app: Flask) -> None:
    app.url_map.converters["id"] = ReportId
    app.url_map.merge_slashes = False  # two slashes in an id are two slashes


def given_strictly(arguments: MultiDict[str, str], known: Sequence[str]) -> Given:
    """The parameters for a program: one that is unknown or given twice is an error, not a shrug."""
    if unknown := [name for name in arguments if name not in known]:
        raise AskedWrongly(f"没有参数 {'、'.join(unknown)}。可用的参数：{'、'.join(known)}。")
    if twice := [name for name, values in arguments.lists() if len(values) > 1]:
        raise AskedWrongly(f"参数 {'、'.join(twice)} 给出了不止一次。请只保留一个。")
    return arguments.to_dict()


def given_loosely(arguments: MultiDict[str, str]) -> Given:
    """The parameters for a page: what others append to a link (trackers and the like) is left out."""
    return {name: arguments[name] for name in PARAMETERS if arguments.get(name)}


def changed(path: str, given: Given, **changes: str | int | None) -> str:
    """An address with the given parameters, but for the changes; None takes one away."""
    values = {name: value for name, value in {**given, **changes}.items() if value is not None}
    return f"{path}?{urlencode(values)}" if values else path


def report_page(report_id: str, given: Given, paragraph: int | None = None) -> str:
    """A report's page that remembers the search it was opened from, at a paragraph."""
    anchor = "" if paragraph is None else f"#p{paragraph}"
    return changed(report_url(report_id), given) + anchor
