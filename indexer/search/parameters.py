"""What may be asked beside the words: checked once, for the CLI, the API and the pages alike."""

from __future__ import annotations

import re
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, TypeVar

from indexer.dates import is_date
from indexer.errors import AskedWrongly
from indexer.message import Message
from indexer.query import Choice, Filters
from indexer.store import CLASSES, FACETS, Class, Facet, Order, Position

FILTERS = ("from", "to", "source", "folder", "year")
PARAMETERS = ("q", "limit", "offset", "cursor", "sort", *FILTERS, "match", "passages", "facets")
"""The names that `Parameters.read` knows, and those of them that filter."""

FIRST = "*"
"""The cursor of the first page."""

Name = TypeVar("Name", bound=str)

MAX_LIMIT = 1000
MAX_OFFSET = 1_000_000
MAX_PASSAGES = 20


@dataclass(frozen=True, slots=True)
class Parameters:
    """A whole request. `passages` is how many are cut from each report at most; `classes` are those of
    the matches that are asked for; none means what `Page` says. Who goes `by_cursor` asks for the
    page behind a position, at first None, and is told the next one: pages fit together though reports come
    and go between them."""

    q: str
    limit: int = 10
    offset: int = 0
    order: Order = Order.RELEVANCE
    filters: Filters = field(default_factory=Filters)
    passages: int = 3
    facets: tuple[Facet, ...] = ()
    classes: tuple[Class, ...] = ()
    by_cursor: bool = False
    after: Position | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read the parameters as a URL carries them (docs: `GET /api/v1/search`).

        One that is absent or empty has its default. Raises `AskedWrongly` and names the parameter,
        what was given and what may be given; names that are not parameters are the caller's to refuse.
        """
        cursor, offset = given.get("cursor", ""), number(given, "offset", 0, MAX_OFFSET)
        order = _order(given.get("sort", "") or (Order.NEWEST if cursor else Order.RELEVANCE))
        if cursor and order not in (Order.NEWEST, Order.OLDEST):
            raise AskedWrongly(Message("参数 cursor 只能按日期翻页：请加上 sort=newest 或 sort=oldest。"))
        if cursor and offset:
            raise AskedWrongly(Message("参数 cursor 与 offset 不能同时使用：请去掉其中一个。"))
        return cls(
            q=given.get("q", ""),
            limit=number(given, "limit", 10, MAX_LIMIT),
            offset=offset,
            order=order,
            filters=filters_asked(given),
            passages=number(given, "passages", 3, MAX_PASSAGES),
            facets=_named(given, "facets", FACETS),
            classes=_named(given, "match", CLASSES),
            by_cursor=bool(cursor),
            after=_position(cursor) if cursor not in ("", FIRST) else None,
        )


def unpaged(given: Mapping[str, str]) -> dict[str, str]:
    """What an address asks for of words, filters and classes, without how a search is to be shown."""
    return {name: given[name] for name in ("q", *FILTERS, "match") if name in given}


def filters_asked(given: Mapping[str, str]) -> Filters:
    """What an address says of `FILTERS`. Raises `AskedWrongly`."""
    year = choice(given.get("year", ""))
    if wrong := [one for one in (*year.wanted, *year.unwanted) if not re.fullmatch("[0-9]{4}", one)]:
        raise AskedWrongly(Message("参数 year={given} 无效：请写四位数的年份。", given=wrong[0][:40]))
    first, last = _date(given, "from"), _date(given, "to")
    if first and last and first[: len(last)] > last[: len(first)]:
        raise AskedWrongly(
            Message("从 {first} 到 {last} 是倒着的：请把两个日期对调。", first=first, last=last)
        )
    return Filters(
        first,
        last,
        choice(given.get("source", "")),
        choice(given.get("folder", "")),
        year,
    )


_PART = re.compile(r"(?:\\.|[^|\\])+", re.S)
_SPECIAL = re.compile(r"[\\|]|\A-")


def filters_written(filters: Filters) -> dict[str, str]:
    """The other way round: the parameters that say so."""
    chosen = {name: written_choice(filters.of(name)) for name in ("source", "folder", "year")}
    written = {"from": filters.after, "to": filters.before, **chosen}
    return {name: value for name, value in written.items() if value}


def choice(written: str) -> Choice:
    """Values with | between them, a - before each that is unwanted; a backslash takes their meaning away."""
    parts = _PART.findall(written)
    wanted = [_bare(part) for part in parts if not part.startswith("-")]
    unwanted = [_bare(part[1:]) for part in parts if part.startswith("-") and part != "-"]
    return Choice(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _bare(part: str) -> str:
    return re.sub(r"\\(.)", r"\1", part, flags=re.S)


def written_choice(choice: Choice) -> str:
    """The other way round."""
    wanted = [_SPECIAL.sub(r"\\\g<0>", one) for one in choice.wanted]
    return "|".join([*wanted, *("-" + _SPECIAL.sub(r"\\\g<0>", one) for one in choice.unwanted)])


def cursor_of(position: Position) -> str:
    """A position as it goes through addresses: letters, digits, - and _ only."""
    return urlsafe_b64encode(f"{position.date} {position.id}".encode()).decode().rstrip("=")


def _position(cursor: str) -> Position:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        date, _, report_id = b64decode(padded, altchars=b"-_", validate=True).decode().partition(" ")
    except ValueError:  # of base64, ASCII or UTF-8
        date = report_id = ""
    if not report_id or (date and not is_date(date)):
        raise AskedWrongly(
            Message(
                "参数 cursor={given} 无效：第一页请写 cursor=*，以后各页请用上一页给出的 cursor。",
                given=cursor[:40],
            )
        )
    return Position(date, report_id)


def chosen(name: str, given: str, known: Sequence[Name]) -> Name:
    """What is given under this name, which must be one of those known. Raises `AskedWrongly`."""
    for one in known:
        if given == one:
            return one
    raise AskedWrongly(
        Message("参数 {name}={given} 无效：可用 {known}。", name=name, given=given[:40], known=(*known,))
    )


def number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    """The whole number given under this name, from 0 to the most allowed. Raises `AskedWrongly`."""
    text = given.get(name, "")
    if not text:
        return default
    # At most nine digits: int() takes other scripts' digits too, and time quadratic in their number.
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) > most:
        raise AskedWrongly(
            Message(
                "参数 {name}={given} 无效：请给 0 到 {most} 的整数。", name=name, given=text[:40], most=most
            )
        )
    return int(text)


def _order(text: str) -> Order:
    return chosen("sort", text, tuple(Order))


def _date(given: Mapping[str, str], name: str) -> str:
    text = given.get(name, "")
    if text and not is_date(text):
        raise AskedWrongly(
            Message(
                "参数 {name}={given} 无效：请写成 2024、2024-03 或 2024-03-05。", name=name, given=text[:40]
            )
        )
    return text


def _named(given: Mapping[str, str], name: str, known: Sequence[Name]) -> tuple[Name, ...]:
    """Those of the names known that are given, with commas between them."""
    wanted = given[name].split(",") if given.get(name) else []
    if unknown := [one for one in wanted if one not in known]:
        raise AskedWrongly(
            Message(
                "参数 {name}={given} 无效：可用 {known}，以逗号分隔。",
                name=name,
                given=unknown[0][:40],
                known=(*known,),
            )
        )
    return tuple(one for one in known if one in wanted)
