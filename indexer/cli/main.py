"""jianbao index | search | read | serve | watch, and the commands of `upkeep`.

Exit status: 0 done; 1 an error, told on standard error; 2 called wrongly; 3 done, but something could
not be read.
"""

from __future__ import annotations

import os
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from click.exceptions import Exit

from indexer.cli import output, upkeep
from indexer.cli.opening import opened
from indexer.cli.options import (
    batch_option,
    encoding_option,
    index_option,
    json_option,
    search_options,
    serve_options,
)
from indexer.cli.output import tell
from indexer.cli.progress import progress
from indexer.errors import AskedWrongly, JianbaoError, NotRead
from indexer.ingest.build import build
from indexer.query.lexicon_files import LexiconFiles
from indexer.reading import Source, read_all
from indexer.report import Packed
from indexer.search.parameters import Parameters
from indexer.search.search import search as ask

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
@batch_option
@click.option("--dictionary", type=click.Path(path_type=Path), metavar="FILE", help="自己的词典，每行一词。")
@json_option
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[Path, ...],
    address: str,
    prune: bool,
    encoding: str,
    batch: int,
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
    with opened(address) as (store, ledger), progress(lines=not as_json) as told:
        summary = build(store, paths, ledger, prune=prune, encoding=encoding, batch=batch, told=told)
    click.echo(output.dump(output.summary_json(summary)) if as_json else output.summary_text(summary))
    if summary.quarantined or problems:
        ctx.exit(_QUARANTINED)


@main.command()
@click.argument("folders", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@index_option
@encoding_option
@batch_option
@json_option
def watch(folders: tuple[Path, ...], address: str, encoding: str, batch: int, as_json: bool) -> None:
    """让索引随文件夹变化：新增、改动、删除的文件随即反映在索引里，直到按 Ctrl-C 结束。"""
    from indexer.ingest.watch import watch as keep_watching  # here, for no other command watches anything

    with suppress(KeyboardInterrupt), opened(address) as (store, ledger):  # that is how it ends
        for summary in keep_watching(store, folders, ledger, encoding, batch=batch):
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
    tell(lexicon.problems)
    with opened(address) as (store, _), store.snapshot() as snapshot:
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
            tell([one])
        elif isinstance(one, Packed):
            report = one.unpacked()
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


for _command in upkeep.COMMANDS:
    main.add_command(_command)


def _install(address: str, dictionary: Path) -> tuple[NotRead, ...]:
    lexicon = LexiconFiles(Path(address)).install(dictionary)
    tell(lexicon.problems)
    click.echo(f"词典已启用：{len(lexicon.words)} 个词", err=True)
    return lexicon.problems
