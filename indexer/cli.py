"""jianbao index | search | read | serve | stats.

Exit status: 0 done; 1 an error, told on standard error; 2 called wrongly; 3 done, but something could
not be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from indexer.answer import Answer, Hit, Marked, answer_json, report_json
from indexer.build import Summary, build
from indexer.errors import AskedWrongly, JianbaoError, Unreadable
from indexer.parameters import Parameters, next_url
from indexer.reading import read as read_file
from indexer.report import Report
from indexer.search import search as ask
from indexer.store import Store
from indexer.whoosh_store import WhooshStore
from indexer.wordbook import Wordbook

_FAILED, _WRONG, _QUARANTINED = 1, 2, 3


class _Commands(click.Group):
    """Errors raised on purpose end the program with their sentence, never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except JianbaoError as error:
            click.echo(f"jianbao: {error}", err=True)
            ctx.exit(_WRONG if isinstance(error, AskedWrongly) else _FAILED)


_index = click.option(
    "--index",
    "folder",
    type=click.Path(path_type=Path),
    envvar="JIANBAO_INDEX",
    default=Path("index"),
    show_default=True,
    help="索引文件夹（环境变量 JIANBAO_INDEX）。",
)
_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jianbao", prog_name="jianbao")
def main() -> None:
    """检报：中文报告全文检索。"""


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path(path_type=Path))
@_index
@click.option("--prune", is_flag=True, help="同时忘掉这些路径下已不存在的报告。")
@click.option("--dictionary", type=click.Path(path_type=Path), metavar="FILE", help="自己的词典，每行一词。")
@_json
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[Path, ...],
    folder: Path,
    prune: bool,
    dictionary: Path | None,
    as_json: bool,
) -> None:
    """把文件或文件夹中的报告收入索引；已有而有变化的更新。

    词典立即生效，不必重新索引，可以不带 PATH 单独给出。
    """
    if not paths and dictionary is None:
        raise click.UsageError("请给出要收入的文件或文件夹，或用 --dictionary 给出词典。", ctx)
    problems = _install(folder, dictionary) if dictionary else ()
    if not paths:
        ctx.exit(_QUARANTINED if problems else 0)
    with _opened(folder) as store:
        summary = build(store, paths, prune=prune)
    click.echo(_dump(_summary_json(summary)) if as_json else _told(summary))
    if summary.quarantined or problems:
        ctx.exit(_QUARANTINED)


@main.command()
@click.argument("query")
@_index
@click.option("--limit", default="", metavar="N", help="最多几篇，默认 10。")
@click.option("--offset", default="", metavar="N", help="从第几篇之后起，默认 0。")
@click.option("--sort", default="", metavar="ORDER", help="relevance、newest 或 oldest。")
@click.option("--from", default="", metavar="DATE", help="不早于，例如 2023-03。")
@click.option("--to", default="", metavar="DATE", help="不晚于。")
@click.option("--source", default="", help="只看这一来源。")
@click.option("--match", default="", metavar="CLASS", help="只要 literal、words 或 relaxed。")
@click.option("--passages", default="", metavar="N", help="每篇最多几个片段，默认 3。")
@click.option("--facets", default="", metavar="NAMES", help="按 month、source 计数，以逗号分隔。")
@_json
def search(folder: Path, as_json: bool, query: str, **options: str) -> None:
    """检索。以“-”开头的检索词写在“--”之后。"""
    given = {"q": query, **{name: text for name, text in options.items() if text}}
    lexicon = Wordbook(folder).lexicon()
    _tell(lexicon.problems)
    with _opened(folder) as store:
        answer = ask(store, Parameters.read(given), lexicon)
    url = next_url(given, answer.next_offset)
    click.echo(_dump(answer_json(answer, url)) if as_json else _answer(answer))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_json
@click.pass_context
def read(ctx: click.Context, file: Path, as_json: bool) -> None:
    """显示文件读成的报告，与收入索引的一样；记录文件有多篇，JSON 每行一篇。"""
    failed = False
    for one in read_file(file):
        if isinstance(one, Unreadable):
            failed = True
            click.echo(f"jianbao: {one}", err=True)
        else:
            click.echo(_dump(report_json(one)) if as_json else _report(one))
    if failed:
        ctx.exit(_FAILED)


@main.command()
@_index
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="监听的端口。")
def serve(folder: Path, host: str, port: int) -> None:
    """启动网页与检索接口。"""
    from webapp.serve import serve as serve_app  # here, so that all else works without a web server

    serve_app(folder, host, port)


@main.command()
@_index
@_json
def stats(folder: Path, as_json: bool) -> None:
    """索引中有多少报告、多少字、占多少空间。"""
    with _opened(folder) as store:
        held = store.stats()
    if as_json:
        click.echo(_dump(asdict(held)))
    else:
        click.echo(f"{held.reports:,} 篇报告，{held.characters:,} 字")
        click.echo(f"索引占 {held.bytes:,} 字节，第 {held.generation} 次提交")


@contextmanager
def _opened(folder: Path) -> Iterator[Store]:
    store = WhooshStore(folder)
    try:
        yield store
    finally:
        store.close()


def _install(folder: Path, dictionary: Path) -> tuple[Unreadable, ...]:
    lexicon = Wordbook(folder).install(dictionary)
    _tell(lexicon.problems)
    click.echo(f"词典已启用：{len(lexicon.words)} 个词", err=True)
    return lexicon.problems


def _tell(problems: Iterable[Unreadable]) -> None:
    for problem in problems:
        click.echo(f"jianbao: {problem}", err=True)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _summary_json(summary: Summary) -> dict[str, Any]:
    quarantined = [{"place": one.place, "reason": one.reason} for one in summary.quarantined]
    return {**asdict(replace(summary, quarantined=[])), "quarantined": quarantined}


def _told(summary: Summary) -> str:
    lines = [
        f"新增 {summary.added}，更新 {summary.updated}，未变 {summary.unchanged}，移除 {summary.removed}；"
        f"{summary.characters:,} 字，{summary.seconds:.1f} 秒"
    ]
    if summary.skipped:
        lines.append(f"跳过 {len(summary.skipped)} 个其他格式的文件")
    lines += [f"未能收入：{one}" for one in summary.quarantined]
    return "\n".join(lines)


def _answer(answer: Answer) -> str:
    found = f"没有完全符合的，{answer.listed} 篇含有大部分词" if answer.relaxed else f"{answer.total} 篇"
    lines = [f"{found}，{answer.took_ms} 毫秒"]
    lines += [f"按此理解：{answer.read_as}"] if answer.read_as != answer.q else []
    lines += answer.notes
    lines += [f"您要找的是不是：{answer.did_you_mean}"] if answer.did_you_mean else []
    lines += [f"去掉 {'、'.join(one.keywords)}，有 {one.total} 篇：{one.q}" for one in answer.left_out]
    for number, hit in enumerate(answer.hits, start=answer.offset + 1):
        lines += ["", *_hit(f"{number}.", hit)]
    if answer.apart:
        lines += ["", f"另有 {answer.totals['relaxed']} 篇含有其中大部分词"]
    for hit in answer.apart:
        lines += ["", *_hit("·", hit)]
    return "\n".join(lines)


def _hit(number: str, hit: Hit) -> list[str]:
    known = " · ".join(filter(None, (hit.report.source, hit.report.date, *hit.report.authors)))
    return [
        f"{number} {_marked(hit.title) or hit.report.id}",
        *([f"   {known}"] if known else []),
        *([f"   缺：{'、'.join(hit.lacks)}"] if hit.lacks else []),
        *(f"   [{one.paragraph}/{hit.paragraphs}] {_marked(one.text)}" for one in hit.passages),
    ]


def _marked(text: Marked) -> str:
    """The text with its marks in bold; click takes the bold away where the output is no terminal."""
    pieces, end = [], 0
    for start, stop in text.marks:
        pieces += [text.text[end:start], click.style(text.text[start:stop], bold=True, fg="yellow")]
        end = stop
    return "".join([*pieces, text.text[end:]])


def _report(report: Report) -> str:
    return "\n".join(f"[{block.kind}] {block.text}" for block in report.blocks)
