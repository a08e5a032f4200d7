"""jianbao index | search | read | serve | watch | check | stats | remove.

Exit status: 0 done; 1 an error, told on standard error; 2 called wrongly; 3 done, but something could
not be read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from indexer.cli import output as printed
from indexer.cli.progress import progress
from indexer.cli.serve_options import serving
from indexer.errors import AskedWrongly, JianbaoError, NotRead
from indexer.ingest.build import build
from indexer.ingest.ledger import Ledger
from indexer.query.lexicon_files import LexiconFiles
from indexer.reading import Source, is_encoding, read_all
from indexer.search.answer import answer_json, report_json
from indexer.search.parameters import Parameters, next_url
from indexer.search.search import search as ask
from indexer.store import Store
from indexer.whoosh_store import WhooshStore

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


def _known_encoding(_: click.Context, __: click.Parameter, name: str) -> str:
    if name and not is_encoding(name):
        raise click.BadParameter(f"不认识的编码“{name}”，例如可写 gb18030、big5、utf-8。")
    return name


_encoding = click.option(
    "--encoding", default="", metavar="NAME", callback=_known_encoding, help="文本的编码，默认自动识别。"
)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jianbao", prog_name="jianbao")
def main() -> None:
    """检报：中文报告全文检索。"""


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path(path_type=Path))
@_index
@click.option("--prune", is_flag=True, help="同时忘掉这些路径下已不存在的报告。")
@_encoding
@click.option("--dictionary", type=click.Path(path_type=Path), metavar="FILE", help="自己的词典，每行一词。")
@_json
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[Path, ...],
    folder: Path,
    prune: bool,
    encoding: str,
    dictionary: Path | None,
    as_json: bool,
) -> None:
    """把文件或文件夹中的报告收入索引；已有而有变化的更新。

    没有变化的文件不再读，中断之后再运行一次即可接着做。词典立即生效，不必重新索引，可以不带 PATH 单独给出。
    """
    if not paths and dictionary is None:
        raise click.UsageError("请给出要收入的文件或文件夹，或用 --dictionary 给出词典。", ctx)
    problems = _install(folder, dictionary) if dictionary else ()
    if not paths:
        ctx.exit(_QUARANTINED if problems else 0)
    with _opened(folder) as (store, ledger), progress(lines=not as_json) as told:
        summary = build(store, paths, ledger, prune=prune, encoding=encoding, told=told)
    click.echo(printed.dump(printed.summary_json(summary)) if as_json else printed.summary_text(summary))
    if summary.quarantined or problems:
        ctx.exit(_QUARANTINED)


@main.command()
@click.argument("folders", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@_index
@_encoding
@_json
def watch(folders: tuple[Path, ...], folder: Path, encoding: str, as_json: bool) -> None:
    """让索引随文件夹变化：新增、改动、删除的文件随即反映在索引里，直到按 Ctrl-C 结束。"""
    from indexer.ingest.watch import watch as keep_watching  # here, for no other command watches anything

    with suppress(KeyboardInterrupt), _opened(folder) as (store, ledger):  # that is how it ends
        for summary in keep_watching(store, folders, ledger, encoding):
            if as_json:
                click.echo(printed.dump(printed.summary_json(summary)))
            else:
                click.echo(printed.summary_text(summary))


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
    lexicon = LexiconFiles(folder).lexicon()
    _tell(lexicon.problems)
    with _opened(folder) as (store, _):
        answer = ask(store, Parameters.read(given), lexicon)
    url = next_url(given, answer.next_offset)
    click.echo(printed.dump(answer_json(answer, url)) if as_json else printed.answer_text(answer))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_encoding
@_json
@click.pass_context
def read(ctx: click.Context, file: Path, encoding: str, as_json: bool) -> None:
    """显示文件读成的报告，与收入索引的一样；一个文件有多篇的，JSON 每行一篇。"""
    failed = False
    for _, one in read_all([Source.of(file, encoding)]):
        if isinstance(one, NotRead):
            failed = True
            _tell([one])
        elif one:
            report, _ = one
            click.echo(printed.dump(report_json(report)) if as_json else printed.report_text(report))
    if failed:
        ctx.exit(_FAILED)


@main.command()
@_index
@serving
def serve(folder: Path, host: str, port: int, **options: Any) -> None:
    """启动网页与检索接口。

    默认只有本机可以访问。要让其他机器访问，请用 --host，
    并用环境变量 JIANBAO_API_KEYS 设置密钥，或用 --public 表明不要密钥。
    """
    from webapp.server import serve as serve_app  # here, so that all else works without a web server
    from webapp.settings import Settings

    serve_app(folder, host, port, Settings.read(os.environ, options))


@main.command()
@_index
@click.option("--quarantine", is_flag=True, help="逐个列出未能收入的文件和原因。")
@_json
def stats(folder: Path, quarantine: bool, as_json: bool) -> None:
    """索引中有多少报告、多少字、占多少空间，有哪些文件未能收入。"""
    with _opened(folder) as (store, ledger):
        bad = [one for _, one in ledger.quarantine()]
        if quarantine and not as_json:
            click.echo("\n".join(map(str, bad)) or "没有未能收入的文件。")
            return
        held = store.stats()
    if as_json:
        click.echo(printed.dump(printed.stats_json(held, bad)))
    else:
        click.echo(printed.stats_text(held))
        click.echo(
            f"未能收入的有 {len(bad)} 处，见 jianbao stats --quarantine" if bad else "没有未能收入的文件"
        )


@main.command()
@_index
def check(folder: Path) -> None:
    """通读索引的每个文件，确认没有损坏。"""
    with _opened(folder) as (store, ledger):
        store.check()
        ledger.files()
        click.echo(f"索引完好：{store.stats().reports:,} 篇报告")


@main.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@_index
def remove(ids: tuple[str, ...], folder: Path) -> None:
    """从索引中移除报告。文件还在的，下次收入时会再读进来。"""
    with _opened(folder) as (store, _):
        for one in ids:
            store.get(one)
        store.update([], ids)
        click.echo(f"移除 {len(set(ids))} 篇")


@contextmanager
def _opened(folder: Path) -> Iterator[tuple[Store, Ledger]]:
    store, ledger = WhooshStore(folder), Ledger(folder)
    try:
        yield store, ledger
    finally:
        ledger.close()
        store.close()


def _install(folder: Path, dictionary: Path) -> tuple[NotRead, ...]:
    lexicon = LexiconFiles(folder).install(dictionary)
    _tell(lexicon.problems)
    click.echo(f"词典已启用：{len(lexicon.words)} 个词", err=True)
    return lexicon.problems


def _tell(problems: Iterable[NotRead]) -> None:
    for problem in problems:
        click.echo(f"jianbao: {problem}", err=True)
