"""What may be asked beside the words: checked once, for the CLI, the API and the pages alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, TypeVar
from urllib.parse import urlencode

from indexer.errors import AskedWrongly
from indexer.query import Filters
from indexer.report import is_date
from indexer.store import CLASSES, FACETS, Class, Facet, Order

PARAMETERS = ("q", "limit", "offset", "sort", "from", "to", "source", "match", "passages", "facets")
"""The names that `Parameters.read` knows."""

SEARCH_PATH = "/api/v1/search"

Name = TypeVar("Name", bound=str)

MAX_LIMIT, MAX_OFFSET, MAX_PASSAGES = 1000, 1_000_000, 20


@dataclass(frozen=True, slots=True)
class Parameters:
    """A whole request. `passages` is how many are cut from each report at most; `classes` are those of
    the matches that are asked for; none means what `Store.search` says."""

    q: str
    limit: int = 10
    offset: int = 0
    order: Order = Order.RELEVANCE
    filters: Filters = field(default_factory=Filters)
    passages: int = 3
    facets: tuple[Facet, ...] = ()
    classes: tuple[Class, ...] = ()

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read the parameters as a URL carries them (docs: `GET /api/v1/search`).

        One that is absent or empty has its default. Raises `AskedWrongly` and names the parameter,
        what was given and what may be given; names that are not parameters are the caller's to refuse.
        """
        return cls(
            q=given.get("q", ""),
            limit=_number(given, "limit", 10, MAX_LIMIT),
            offset=_number(given, "offset", 0, MAX_OFFSET),
            order=_order(given.get("sort", "")),
            filters=Filters(_date(given, "from"), _date(given, "to"), given.get("source", "")),
            passages=_number(given, "passages", 3, MAX_PASSAGES),
            facets=_named(given, "facets", FACETS),
            classes=_named(given, "match", CLASSES),
        )


def next_url(given: Mapping[str, str], offset: int | None) -> str | None:
    """Where programs find the page from `offset` on, all else as given; None where there is none."""
    return None if offset is None else f"{SEARCH_PATH}?{urlencode({**given, 'offset': offset})}"


def _number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = given.get(name, "")
    if not text:
        return default
    # At most nine digits: int() takes other scripts' digits too, and time quadratic in their number.
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) > most:
        raise AskedWrongly(f"参数 {name}={text[:40]} 无效：请给 0 到 {most} 的整数。")
    return int(text)


def _order(text: str) -> Order:
    try:
        return Order(text or Order.RELEVANCE)
    except ValueError:
        raise AskedWrongly(f"参数 sort={text[:40]} 无效：可用 {'、'.join(Order)}。") from None


def _date(given: Mapping[str, str], name: str) -> str:
    text = given.get(name, "")
    if text and not is_date(text):
        raise AskedWrongly(f"参数 {name}={text[:40]} 无效：请写成 2024、2024-03 或 2024-03-05。")
    return text


def _named(given: Mapping[str, str], name: str, known: Sequence[Name]) -> tuple[Name, ...]:
    """Those of the names known that are given, with commas between them."""
    wanted = given[name].split(",") if given.get(name) else []
    if unknown := [one for one in wanted if one not in known]:
        raise AskedWrongly(f"参数 {name}={unknown[0][:40]} 无效：可用 {'、'.join(known)}，以逗号分隔。")
    return tuple(one for one in known if one in wanted)
