"""Dataclasses that answer as JSON: the fields of each, in their order, but for those that are internal or
were not asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

INTERNAL = {"exclude": True}
"""Metadata of a field that is no part of the JSON."""


class _LeftOut(tuple[()]):
    __slots__ = ()


LEFT_OUT: Any = _LeftOut()
"""What was not asked for: JSON has no such key. It is false, and empty."""


def as_json(answer: object) -> dict[str, Any]:
    """The keys and values of any of the dataclasses that answer: `json.dumps(answer, default=as_json)`."""
    kind: Any = type(answer)  # of a `type` mypy does not know that it can be hashed
    values, may_lack = _form(kind)
    held = dict(zip(json_keys(kind), values(answer), strict=True))
    return {name: one for name, one in held.items() if one is not LEFT_OUT} if may_lack else held


@cache
def json_keys(kind: type) -> tuple[str, ...]:
    """The keys that JSON has of a dataclass that answers."""
    return tuple(one.name for one in fields(kind) if not one.metadata.get("exclude"))


@cache
def _form(kind: type) -> tuple[Callable[[object], tuple[Any, ...]], bool]:
    """What gives the values of these keys at once, and whether any of them may be left out."""
    return attrgetter(*json_keys(kind)), any(one.default is LEFT_OUT for one in fields(kind))
