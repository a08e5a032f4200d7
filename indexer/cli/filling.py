"""jianbao index | watch | read: what fills an index."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from indexer.cli import output
from indexer.cli.opening import opened
from indexer.cli.options import Option, filled_index_option, json_option
from indexer.cli.output import FAILED, NOT_ALL, tell
from indexer.cli.progress import progress
from indexer.errors import Noted, NotRead
from indexer.ingest.build import build
from indexer.ingest.run import BATCH_REPORTS
from indexer.place import folder_of
from indexer.query.lexicon_files import LexiconFiles
from indexer.reading import FIELDS, Columns, Source, field_of, is_encoding, read_all
from indexer.report import Packed


def _known_encoding(_: click.Context, __: click.Parameter, name: str) -> str:
    if name and not is_encoding(name):
        raise click.BadParameter(f"不认识的编码“{name}”，例如可写 gb18030、big5、utf-8。")
    return name


encoding_option: Option = click.option(
    "--encoding", default="", metavar="NAME", callback=_known_encoding, help="文本的编码，默认自动识别。"
)


def _known_columns(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> Columns:
    columns = []
    for one in given:
        name, mark, field = one.rpartition("=")
        if not (name and mark and field_of(field)):
            told = f"“{one}”应写作 名称=字段，例如 正文=paragraphs；字段可以是 {'、'.join(FIELDS)}。"
            raise click.BadParameter(told)
        columns.append((name, field_of(field)))
    return tuple(columns)


columns_option: Option = click.option(
    "--columns",
    multiple=True,
    metavar="NAME=FIELD",
    callback=_known_columns,
    help="记录文件里这个名称的列是哪个字段，例如 正文=paragraphs，可重复。",
)

batch_option: Option = click.option(
    "--batch",
    default=BATCH_REPORTS,
    show_default=True,
    type=click.IntRange(min=1),
    metavar="N",
    help="每次提交最多多少篇；中断只丢失正在进行的这一批，下次会再读。",
)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path(path_type=Path))
@filled_index_option
@click.option("--prune", is_flag=True, help="同时移除这些路径下已不存在的报告。")
@encoding_option
@columns_option
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
    columns: Columns,
    batch: int,
    dictionary: Path | None,
    as_json: bool,
) -> None:
    """把文件或文件夹中的报告收录到索引；已有而有变化的更新。

    没有变化的文件不再读，中断之后再运行一次即可接着做。词典立即生效，不必重新索引，可以不带 PATH 单独给出。
    """
    if not paths and dictionary is None:
        raise click.UsageError("请给出要收录的文件或文件夹，或用 --dictionary 给出词典。", ctx)
    problems = _install(address, dictionary) if dictionary else ()
    if not paths:
        ctx.exit(NOT_ALL if problems else 0)
    with opened(address) as (store, ledger), progress(lines=not as_json) as told:
        summary = build(
            store,
            paths,
            ledger,
            prune=prune,
            encoding=encoding,
            columns=columns,
            batch=batch,
            told=told,
        )
    click.echo(output.dump(output.summary_json(summary)) if as_json else output.summary_text(summary))
    if summary.quarantined or problems:
        ctx.exit(NOT_ALL)


@click.command()
@click.argument("folders", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@filled_index_option
@encoding_option
@columns_option
@batch_option
@json_option
def watch(
    folders: tuple[Path, ...], address: str, encoding: str, columns: Columns, batch: int, as_json: bool
) -> None:
    """让索引随文件夹变化：新增、改动、删除的文件随即反映在索引里，直到按 Ctrl-C 结束。"""
    from indexer.ingest.watch import watch as keep_watching  # here, for no other command watches anything

    with suppress(KeyboardInterrupt), opened(address) as (store, ledger):  # that is how it ends
        for summary in keep_watching(store, folders, ledger, encoding, columns, batch):
            if as_json:
                click.echo(output.dump(output.summary_json(summary)))
            else:
                click.echo(output.summary_text(summary))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@encoding_option
@columns_option
@json_option
@click.pass_context
def read(ctx: click.Context, file: Path, encoding: str, columns: Columns, as_json: bool) -> None:
    """显示文件读成的报告，与收录到索引的一样；一个文件有多篇的，JSON 每行一篇。"""
    failed = False
    for _, one in read_all([Source.of(file, encoding, columns=columns)]):
        if isinstance(one, NotRead):
            failed = failed or not isinstance(one, Noted)
            tell([one])
        elif isinstance(one, Packed):
            report = one.unpacked()
            click.echo(output.dump(output.report_json(report)) if as_json else output.report_text(report))
    if failed:
        ctx.exit(FAILED)


def _install(address: str, dictionary: Path) -> tuple[NotRead, ...]:
    lexicon = LexiconFiles(folder_of(address)).install(dictionary)
    tell(lexicon.problems)
    click.echo(f"词典已启用：{len(lexicon.words)} 个词", err=True)
    return lexicon.problems
