"""A sentence for people: in Chinese, and as template and values, so that a catalogue can say it otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class Message(str):
    """`Message("端口 {port} 已被占用。", port=port)` reads 端口 8000 已被占用。

    A text like any other to whatever prints or stores it; a face that speaks other languages looks the
    `template` up and fills in the `values`.
    """

    template: str
    values: Mapping[str, object]
    """A tuple is a list in the sentence: each language has its own mark between the items."""

    def __new__(cls, template: str, **values: object) -> Self:
        said = super().__new__(cls, template.format(**{name: _listed(one) for name, one in values.items()}))
        said.template, said.values = template, values
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, object]]:
        """Sent to another process it is made anew there."""
        return (self.template,), self.values


def says(sentence: str) -> dict[str, Message]:
    """What a field of an answer means, as its metadata: `field(metadata=says("原文。"))`."""
    return {"description": Message(sentence)}


def _listed(value: object) -> object:
    return "、".join(map(str, value)) if isinstance(value, tuple) else value
