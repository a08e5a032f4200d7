"""Files that office programs made of texts of our own: LibreOffice made harbour.doc, .rtf and .odt of
harbour.fodt, each by `soffice --headless --convert-to`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer.errors import Mishandled, NotRead
from indexer.reading.formats import FileOutput, read
from indexer.reading.source import Source
from indexer.report import Kind, Report

FILES = Path(__file__).parents[1] / "reading" / "files"

HARBOUR = [
    (Kind.TITLE, "关于滨江码头改造的调查报告"),
    (Kind.HEADING, "滨江市港务局　2022年7月15日"),
    (Kind.HEADING, "一、码头现状"),
    (
        Kind.PARAGRAPH,
        "滨江码头建于一九五八年，现有泊位十二个，年吞吐量三百二十万吨，其中煤炭占四成，砂石占三成。",
    ),
    (Kind.HEADING, "一.1设备老化"),
    (
        Kind.PARAGRAPH,
        "吊机共有  九台，\t平均使用年限超过二十年。个别吊机已无法取得备件，详见附录。",
    ),
    (Kind.PARAGRAPH, "文本框：检修时间每周三上午"),
    (Kind.PARAGRAPH, "年份　吞吐量（万吨）　增长"),
    (Kind.PARAGRAPH, "2020　298.5　3.1%"),
    (Kind.PARAGRAPH, "2021　320.7　7.4%"),
    (Kind.HEADING, "二、改造建议"),
    (Kind.PARAGRAPH, "第一条先行更换三号、五号吊机，所需资金列入下年度预算。"),
    (Kind.PARAGRAPH, "第二条疏浚航道至负八米。"),
    (Kind.PARAGRAPH, "（1）上游段由市水利局负责。"),
    (Kind.PARAGRAPH, "（2）下游段由港务局负责。"),
    (Kind.PARAGRAPH, "隔开的正文。"),
    (Kind.PARAGRAPH, "第三条接着编号。"),
    (Kind.PARAGRAPH, "生僻字：𠮷野家、㐂、喆。第一行"),
    (Kind.PARAGRAPH, "第二行在同一段。English words & symbols <tag> ½ “引号” — 破折号……"),
    (Kind.HEADING, "三、渔港整治"),
    (Kind.PARAGRAPH, "渔港整治分三步进行。新加入的句子。余下照旧。"),
    (Kind.PARAGRAPH, "注音：渔港如上。页码1。尾注在此。"),
    (Kind.PARAGRAPH, "合并的表头　备注栏"),
    (Kind.PARAGRAPH, "甲港　三十艘"),
    (Kind.PARAGRAPH, "乙港"),
    (Kind.HEADING, "（含外港）"),
    (Kind.PARAGRAPH, "内左　内右"),
    (Kind.PARAGRAPH, "完。"),
    (Kind.PARAGRAPH, "数字取自港务局年鉴第七卷。"),
    (Kind.PARAGRAPH, "尾注写在全文末尾。"),
]
"""What is in each of them. Not there is what stands on every page, what was struck out, remarks, and what is
hidden."""


def outputs(path: Path, data: bytes | None = None, encoding: str = "") -> list[FileOutput]:
    """What reading a file gives, which is written first where its content is given."""
    if data is not None:
        path.write_bytes(data)
    return list(read(Source.of(path, encoding), path.parent / "scratch"))


def report(found: Iterable[FileOutput]) -> Report:
    """The one report among it."""
    (one,) = [one for one in found if isinstance(one, Report)]
    return one


def named(found: Iterable[FileOutput]) -> list[tuple[Kind, str]]:
    """The blocks of that report."""
    return [(block.kind, block.text) for block in report(found).blocks]


def ranks(found: Iterable[FileOutput]) -> list[int]:
    """The levels of those of its headings that have one."""
    return [block.at.level for block in report(found).blocks if block.at.level]


def texts(found: Iterable[FileOutput]) -> list[str]:
    return [text for _, text in named(found)]


def reason(found: Iterable[FileOutput]) -> str:
    """Why nothing of a file is read."""
    (one,) = found
    assert isinstance(one, NotRead)
    return one.reason


def foreseen(one: FileOutput) -> bool:
    """Whether somebody thought of this: it is no error that a library raised unforeseen, nor a mistake of
    ours."""
    return not isinstance(one, Mishandled) and "读取时出错" not in str(one)
