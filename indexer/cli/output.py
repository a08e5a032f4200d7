"""What the command line prints: summaries, answers and reports as text, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from indexer.errors import NotRead
from indexer.report import Report
from indexer.search.answer import Answer, Hit, Marked, Passage
from indexer.search.json_form import as_json
from indexer.search.report_answer import ReportAnswer
from indexer.store import Reprints, Stats

if TYPE_CHECKING:  # whoever searches does not wait for what reads files
    from indexer.ingest.check import Mended, Originals
    from indexer.ingest.summary import Summary

FAILED, WRONG, NOT_ALL = 1, 2, 3
"""The status that the program ends with: see `main`."""


def dump(value: Any) -> str:
    """One line of JSON."""
    return json.dumps(value, ensure_ascii=False, default=as_json)


def not_read_json(found: Iterable[NotRead]) -> list[dict[str, str]]:
    """Files and records that were not read, each with its reason."""
    return [{"place": one.place, "reason": one.reason} for one in found]


def summary_json(summary: Summary) -> dict[str, Any]:
    """What a run did, as `jianbao index --json` prints it."""
    return {
        "added": summary.added,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "duplicates": summary.duplicates,
        "skipped": not_read_json(summary.skipped),
        "quarantined": not_read_json(summary.quarantined),
        "noted": not_read_json(summary.noted),
        "characters": summary.characters,
        "seconds": summary.seconds,
    }


def summary_text(summary: Summary) -> str:
    """What a run did; of the files that were skipped, or read with a loss, how many for which reason."""
    counts = f"新增 {summary.added}，更新 {summary.updated}，未变 {summary.unchanged}，移除 {summary.removed}"
    counts += f"，重复 {summary.duplicates}" if summary.duplicates else ""
    lines = [f"{counts}；{summary.characters:,} 字，{summary.seconds:.1f} 秒"]
    lines += by_reason("跳过 {} 个文件", summary.skipped)
    lines += by_reason("收录了，但请注意 {} 处", summary.noted)
    lines += [f"未能收录：{one}" for one in summary.quarantined]
    return "\n".join(lines)


def by_reason(what: str, left: Iterable[NotRead]) -> Iterator[str]:
    """How many there are for each reason, and one of them."""
    places: dict[str, list[str]] = {}
    for one in left:
        places.setdefault(one.reason, []).append(one.place)
    for reason, found in places.items():
        yield f"{what.format(len(found))}，例如 {found[0]}：{reason}"


def tell(problems: Iterable[NotRead]) -> None:
    """Say on standard error what was not read."""
    for problem in problems:
        click.echo(f"jianbao: {problem}", err=True)


_MOST_NAMED = 20


def _named(what: str, places: Sequence[str]) -> str:
    """How many there are, and the first of them, each on a line of its own."""
    rest = len(places) - _MOST_NAMED
    lines = [f"{what} {len(places):,} 个：", *(f"  {place}" for place in places[:_MOST_NAMED])]
    return "\n".join([*lines, f"  …… 另有 {rest:,} 个"] if rest > 0 else lines)


def mended_text(mended: Mended) -> str:
    """What a repair came to."""
    store, lines = mended.store, []
    if store.damaged:
        lines.append(f"损坏的文件 {store.damaged} 个：其中 {store.salvaged:,} 篇报告完好，已留下")
    if store.lost:
        lines.append(f"不完好的报告 {store.lost:,} 篇；损坏的文件留作 *.damaged，确认无误后可以删除")
    if mended.read.added or mended.read.updated:
        lines.append(f"从原文件重新读取：{summary_text(mended.read)}")
    if mended.lost:
        lost = [f"{one.id}（{one.place}）" for one in mended.lost]
        lines.append(_named("原文件已不在，不能恢复的报告", lost))
    return "\n".join(lines) or "没有需要修复的内容。"


def originals_text(found: Originals) -> str:
    """How the files are that reports were read from."""
    lines = [f"原文件 {found.whole:,} 个与收录时相同"]
    for what, places in {
        "已改动，下次收录时更新": found.changed,
        "已不在，或不能读": found.gone,
        "未经改动而内容变了，磁盘可能有损坏": found.damaged,
    }.items():
        lines += [_named(what, places)] if places else []
    return "\n".join(lines)


def stats_json(
    stats: Stats, quarantine: Iterable[NotRead], noted: Iterable[NotRead], skipped: Iterable[NotRead]
) -> dict[str, Any]:
    """What the index holds, and what it could not take in, or not as it stands, or has left out."""
    return {
        **asdict(stats),
        "quarantined": not_read_json(quarantine),
        "noted": not_read_json(noted),
        "skipped": not_read_json(skipped),
    }


def stats_text(stats: Stats) -> str:
    return (
        f"{stats.reports:,} 篇报告，{stats.characters:,} 字\n"
        f"索引占 {stats.bytes:,} 字节，第 {stats.generation} 次提交"
    )


def _found(answer: Answer) -> str:
    """How many there are; those that are literal by themselves, where there are others."""
    if answer.query.relaxed:
        return f"没有完全符合的，{answer.listed} 篇含有部分词"
    literal, words = answer.totals.literal or 0, answer.totals.words or 0
    if literal and words and answer.total >= literal + words:
        some = answer.total - literal - words
        return f"原文出现 {literal} 篇，另有 {words} 篇分别含有各词" + (
            f"，{some} 篇含有部分词" if some else ""
        )
    return f"{answer.total} 篇"


def answer_text(answer: Answer) -> str:
    """The hits, and what is to be known about them."""
    query = answer.query
    lines = [f"{_found(answer)}，{answer.took_ms} 毫秒"]
    lines += [f"按此理解：{query.read_as}"] if query.read_as != query.q else []
    lines += query.notes
    lines += [f"您要找的是不是：{query.did_you_mean}"] if query.did_you_mean else []
    lines += [f"去掉 {'、'.join(one.keywords)}，有 {one.total} 篇：{one.q}" for one in query.left_out]
    for number, hit in enumerate(answer.hits, start=answer.offset + 1):
        lines += ["", *_hit(f"{number}.", hit)]
    if answer.apart:
        lines += ["", f"另有 {answer.totals.relaxed} 篇含有其中部分词"]
    for hit in answer.apart:
        lines += ["", *_hit("·", hit)]
    return "\n".join(lines)


def _hit(number: str, hit: Hit) -> list[str]:
    known = " · ".join(filter(None, (hit.source, hit.date, *hit.authors)))
    return [
        f"{number} {_marked(hit.title) or hit.id}",
        *([f"   {known}"] if known else []),
        *([f"   缺：{'、'.join(hit.lacks)}"] if hit.lacks else []),
        *(f"   [{one.paragraph}/{hit.paragraphs}] {_marked(one)}" for one in hit.passages),
    ]


def _marked(text: Marked | Passage) -> str:
    """The text with its marks in bold; click takes the bold away where the output is no terminal."""
    pieces, end = [], 0
    for start, stop in text.marks:
        pieces += [text.text[end:start], click.style(text.text[start:stop], bold=True, fg="yellow")]
        end = stop
    return "".join([*pieces, text.text[end:]])


def report_json(report: Report) -> dict[str, Any]:
    """A report as it was read: it is in no index, and resembles no other."""
    told = as_json(ReportAnswer.of(report, Reprints((), 0)))
    return {name: told[name] for name in _OF_ITSELF}


_OF_ITSELF = ("title", "date", "source", "authors", "number", "page", "blocks")


def report_text(report: Report) -> str:
    """What is known about a report, then its blocks, each with its kind."""
    known = {
        "date": report.date,
        "source": report.source,
        "authors": "、".join(report.authors),
        "number": report.number,
        "page": report.page,
    }
    lines = [f"[{name}] {text}" for name, text in known.items() if text]
    return "\n".join([*lines, *(f"[{block.kind}] {block.text}" for block in report.blocks)])
