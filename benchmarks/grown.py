"""A corpus made larger than it is: its own records, and behind them others made of their parts.

A made record has the date, the source and the number of paragraphs of a real one. Its title and each of its
paragraphs are the beginning of a real one and the end of another; its longer numbers are drawn anew, years
apart, and it ends with the name of a reporter who does not exist.

As in life: how long reports are, how they are spread over dates and sources, how often words and pairs of
characters stand in them. The new numbers and names make the vocabulary grow, about as Heaps' law has it.
Not as in life: new words are only ever numbers and names; no clause is new, each stands in several reports;
a report speaks of many things, so that words meet by chance; and none of the made ones is a reprint.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.corpus import SEED, lines

Record = dict[str, Any]

_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3,}")
"""One that is no year; the decimals of another may be one."""
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)


def grown(corpus: Path, size: int, folder: Path) -> Path:
    """A file of so many records in the folder, always the same. Of it only the real records are ever held."""
    path = folder / f"grown-{size}.jsonl"
    with path.open("wb") as file:
        held = list(lines(corpus))[:size]
        file.writelines(line.rstrip(b"\n") + b"\n" for line in held)
        for record in made([json.loads(line) for line in held], size - len(held)):
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
    return path


def made(records: Sequence[Record], count: int) -> Iterator[Record]:
    """So many records, made of the parts of these."""
    random = Random(SEED)
    titles = [record["title"] for record in records if record.get("title")]
    paragraphs = [text for record in records for text in record["paragraphs"] if text]
    letters = sorted({*re.findall("[\u4e00-\u9fa5]", "".join(titles))})
    for number in range(count):
        model = random.choice(records)
        texts = (_made(random, paragraphs) for _ in model["paragraphs"])
        name = f"（记者 {random.choice(_SURNAMES)}{random.choice(letters)}{random.choice(letters)}）"
        title = _made(random, titles) if titles else ""
        yield model | {"id": f"made-{number}", "title": title, "paragraphs": [*chain(texts, [name])]}


def _made(random: Random, texts: Sequence[str]) -> str:
    """The beginning of one text and the end of another, with other numbers."""
    one, other = random.choice(texts), random.choice(texts)
    return _NUMBER.sub(
        lambda found: _number(random, len(found[0])), one[: _middle(one)] + other[_middle(other) :]
    )


def _middle(text: str) -> int:
    """Behind the first comma of the second half; in the middle where there is none."""
    return text.find("，", len(text) // 2) + 1 or len(text) // 2


def _number(random: Random, digits: int) -> str:
    return str(random.randrange(10 ** (digits - 1), 10**digits))
