"""Every parameter of the API as its document describes it: the name, the bounds, what it means.

`indexer.Parameters` reads what is given. Names, bounds and defaults are taken from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from indexer import (
    CLASSES,
    FACETS,
    MAX_CHARACTERS,
    MAX_LIMIT,
    MAX_OFFSET,
    MAX_PASSAGES,
    PARAMETERS,
    Message,
    Order,
    Parameters,
)

_DEFAULT = Parameters("")
_DATE = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_TEXT = {"type": "string"}
_LISTED = {"style": "form", "explode": False}
"""Several values with commas between them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """`schema` is JSON Schema; `many` may be given several times; `example` is what the examples give."""

    name: str
    says: Message
    schema: Mapping[str, Any] = field(default_factory=lambda: _TEXT)
    required: bool = False
    many: bool = False
    example: str | None = None
    style: Mapping[str, Any] = field(default_factory=dict)

    def described(self, place: str = "query") -> dict[str, Any]:
        """As OpenAPI writes it."""
        written = {"name": self.name, "in": place, "required": self.required, "description": str(self.says)}
        empty = {} if self.required else {"allowEmptyValue": True}  # an empty one is none
        example = {} if self.example is None else {"example": self.example}
        return {**written, "schema": dict(self.schema), **empty, **example, **self.style}


def several(one: Parameter, says: Message, most: int) -> Parameter:
    """The parameter, which may be given up to so many times."""
    schema = {"type": "array", "items": dict(one.schema), "minItems": 1, "maxItems": most}
    return replace(one, says=says, schema=schema, many=True)


def number(name: str, says: Message, most: int, default: int) -> Parameter:
    return Parameter(name, says, {"type": "integer", "minimum": 0, "maximum": most, "default": default})


def one_of(name: str, says: Message, values: Iterable[str], default: str | None = None) -> Parameter:
    known = {"type": "string", "enum": list(map(str, values))}
    return Parameter(name, says, known if default is None else {**known, "default": str(default)})


def some_of(name: str, says: Message, values: Iterable[str]) -> Parameter:
    return Parameter(name, says, {"type": "array", "items": {"enum": [*values]}}, style=_LISTED)


def date(name: str, says: Message) -> Parameter:
    return Parameter(name, says, {"type": "string", "pattern": _DATE})


QUESTION = Parameter(
    "q",
    Message("检索式：检索词和运算符，写法见检索帮助。"),
    {"type": "string", "minLength": 1, "maxLength": MAX_CHARACTERS},
    required=True,
    example="经济 发展",
)
TYPED = Parameter("q", Message("正在输入的文字，补全其中最后一个词。"), example="jingji")
REPORT_ID = Parameter(
    "id",
    Message("报告的编号，见检索结果的 id；其中的特殊字符要按百分号编码。"),
    {"type": "string", "minLength": 1},
    required=True,
)

_KNOWN = {
    one.name: one
    for one in (
        QUESTION,
        number("limit", Message("每页最多多少篇；0 只要总数。"), MAX_LIMIT, _DEFAULT.limit),
        number("offset", Message("从第几篇起，从 0 数起。"), MAX_OFFSET, _DEFAULT.offset),
        Parameter(
            "cursor",
            Message(
                "按游标翻页，只用于 sort=newest 或 oldest：第一页写 *，以后照 next 的地址走，"
                "翻页期间有报告增减也不重不漏。与 offset 二选一。"
            ),
        ),
        one_of("sort", Message("排序：相关、最新、最早或最近收录的在前。"), Order, _DEFAULT.order),
        date("from", Message("只要这一天（月、年）及以后的报告。")),
        date("to", Message("只要这一天（月、年）及以前的报告。")),
        Parameter(
            "source",
            Message("只要这些来源的报告，写全名，以 | 分隔；前面加 - 的不要；名称里的 | 写成 \\|。"),
        ),
        Parameter("folder", Message("只要这些文件夹及其下级里的报告，写法同 source。")),
        Parameter("year", Message("只要这些年份的报告，写法同 source。")),
        some_of("match", Message("只要这几类：原文匹配、按词匹配、含有部分词。"), CLASSES),
        number("passages", Message("每篇最多几个片段。"), MAX_PASSAGES, _DEFAULT.passages),
        some_of("facets", Message("同时统计命中报告的年、月、来源、文件夹。"), FACETS),
    )
}


def known(names: Iterable[str]) -> tuple[Parameter, ...]:
    """The parameters of these names, as `indexer.Parameters` reads them."""
    return tuple(_KNOWN[name] for name in names)


SEARCHED = known(PARAMETERS)
