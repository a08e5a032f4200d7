"""jianbao index | search | read | serve | watch | check | stats | remove.

Exit status: 0 done; 1 an error, told on standard error; 2 called wrongly; 3 done, but something could
not be read.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click
from click.exceptions import Exit

from indexer import open_store
from indexer.cli import output
from indexer.cli.options import encoding_option, index_option, json_option, search_options, serve_options
from indexer.cli.progress import progress
from indexer.errors import AskedWrongly, JianbaoError, NotRead
from indexer.ingest.build import build
from indexer.ingest.build import remove as remove_reports
from indexer.ingest.ledger import Ledger
from indexer.query.lexicon_files import LexiconFiles
from indexer.reading import Source, read_all
from indexer.search.parameters import Parameters
from indexer.search.search import search as ask
from indexer.store import Store

_FAILED, _WRONG, _QUARANTINED = 1, 2, 3

_OUR_MISTAKE = (
    "jianbao: 这是检报自己的差错，您的文件和索引都没有问题。"
    "请把以上内容报告给开发者，怎样报告见 README.md 的“报告错误”一节。"
)


class _Commands(click.Group):
    """Errors raised on purpose end the program with their sentence; any other is a mistake of ours, and is
    told as one along with its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except JianbaoError as error:
            click.echo(f"jianbao: {error}", err=True)
            ctx.exit(_WRONG if isinstance(error, AskedWrongly) else _FAILED)
        except (click.ClickException, click.Abort, Exit, BrokenPipeError):
            raise  # click ends the program as it should be
        except Exception:
            click.echo(traceback.format_exc() + _OUR_MISTAKE, err=True)
            ctx.exit(_FAILED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jianbao", prog_name="jianbao")
def main() -> None:
    """检报：中文报告全文检索。"""


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path(path_type=Path))
@index_option
@click.option("--prune", is_flag=True, help="同时忘掉这些路径下已不存在的报告。")
@encoding_option
@click.option("--dictionary", type=click.Path(path_type=Path), metavar="FILE", help="自己的词典，每行一词。")
@json_option
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[Path, ...],
    address: str,
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
    problems = _install(address, dictionary) if dictionary else ()
    if not paths:
        ctx.exit(_QUARANTINED if problems else 0)
    with _opened(address) as (store, ledger), progress(lines=not as_json) as told:
        summary = build(store, paths, ledger, prune=prune, encoding=encoding, told=told)
    click.echo(output.dump(output.summary_json(summary)) if as_json else output.summary_text(summary))
    if summary.quarantined or problems:
        ctx.exit(_QUARANTINED)


@main.command()
@click.argument("folders", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@index_option
@encoding_option
@json_option
def watch(folders: tuple[Path, ...], address: str, encoding: str, as_json: bool) -> None:
    """让索引随文件夹变化：新增、改动、删除的文件随即反映在索引里，直到按 Ctrl-C 结束。"""
    from indexer.ingest.watch import watch as keep_watching  # here, for no other command watches anything

    with suppress(KeyboardInterrupt), _opened(address) as (store, ledger):  # that is how it ends
        for summary in keep_watching(store, folders, ledger, encoding):
            if as_json:
                click.echo(output.dump(output.summary_json(summary)))
            else:
                click.echo(output.summary_text(summary))


@main.command()
@click.argument("query")
@index_option
@search_options
@json_option
def search(address: str, as_json: bool, query: str, **options: str) -> None:
    """检索。以“-”开头的检索词写在“--”之后。"""
    given = {"q": query, **{name: text for name, text in options.items() if text}}
    lexicon = LexiconFiles(Path(address)).lexicon()
    _tell(lexicon.problems)
    with _opened(address) as (store, _), store.snapshot() as snapshot:
        answer = ask(snapshot, Parameters.read(given), lexicon)
    if as_json:
        from webapp.addresses import addressed  # here, for nobody else needs addresses

        answer = addressed(answer, given)
    click.echo(output.dump(answer) if as_json else output.answer_text(answer))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@encoding_option
@json_option
@click.pass_context
def read(ctx: click.Context, file: Path, encoding: str, as_json: bool) -> None:
    """显示文件读成的报告，与收入索引的一样；一个文件有多篇的，JSON 每行一篇。"""
    failed = False
    for _, one in read_all([Source.of(file, encoding)]):
        if isinstance(one, NotRead):
            failed = True
            _tell([one])
        elif isinstance(one, tuple):
            report, _ = one
            click.echo(output.dump(output.report_json(report)) if as_json else output.report_text(report))
    if failed:
        ctx.exit(_FAILED)


@main.command()
@index_option
@serve_options
def serve(address: str, host: str, port: int, **options: Any) -> None:
    """启动网页与检索接口。

    默认只有本机可以访问。要让其他机器访问，请用 --host，
    并用环境变量 JIANBAO_API_KEYS 设置密钥，或用 --public 表明不要密钥。
    """
    from webapp.server import serve as serve_app  # here, so that all else works without a web server
    from webapp.settings import Settings

    serve_app(address, host, port, Settings.read(os.environ, options))


@main.command()
@index_option
@click.option("--quarantine", is_flag=True, help="逐个列出未能收入的文件和原因。")
@json_option
def stats(address: str, quarantine: bool, as_json: bool) -> None:
    """索引中有多少报告、多少字、占多少空间，有哪些文件未能收入。"""
    with _opened(address) as (store, ledger):
        bad = [one for _, one in ledger.quarantine()]
        if quarantine and not as_json:
            click.echo("\n".join(map(str, bad)) or "没有未能收入的文件。")
            return
        held = store.stats()
    if as_json:
        click.echo(output.dump(output.stats_json(held, bad)))
    else:
        click.echo(output.stats_text(held))
        click.echo(
            f"未能收入的有 {len(bad)} 处，见 jianbao stats --quarantine" if bad else "没有未能收入的文件"
        )


@main.command()
@index_option
def check(address: str) -> None:
    """通读索引的每个文件，确认没有损坏。"""
    with _opened(address) as (store, ledger):
        store.check()
        ledger.check()
        click.echo(f"索引完好：{store.stats().reports:,} 篇报告")


@main.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@index_option
def remove(ids: tuple[str, ...], address: str) -> None:
    """从索引中移除报告。文件还在的，下次收入时会再读进来。"""
    with _opened(address) as (store, ledger):
        remove_reports(store, ids, ledger)
        click.echo(f"移除 {len(set(ids))} 篇")


@contextmanager
def _opened(address: str) -> Iterator[tuple[Store, Ledger]]:
    store, ledger = open_store(address), Ledger(Path(address))
    try:
        yield store, ledger
    finally:
        ledger.close()
        store.close()


def _install(address: str, dictionary: Path) -> tuple[NotRead, ...]:
    lexicon = LexiconFiles(Path(address)).install(dictionary)
    _tell(lexicon.problems)
    click.echo(f"词典已启用：{len(lexicon.words)} 个词", err=True)
    return lexicon.problems


def _tell(problems: Iterable[NotRead]) -> None:
    for problem in problems:
        click.echo(f"jianbao: {problem}", err=True)
