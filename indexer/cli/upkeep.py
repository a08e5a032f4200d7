"""jianbao stats | check | backup | restore | remove: what keeps an index in order."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.cli import output
from indexer.cli.filling import columns_option, encoding_option
from indexer.cli.opening import opened
from indexer.cli.options import index_option, json_option
from indexer.cli.output import NOT_ALL
from indexer.errors import AskedWrongly, Noted, Skipped, Unreadable
from indexer.file_store import FileStore
from indexer.ingest import backup as backups
from indexer.ingest import check as checks
from indexer.ingest.build import remove as remove_reports
from indexer.place import folder_of
from indexer.query.lexicon_files import LexiconFiles
from indexer.reading import Columns


@click.command()
@index_option
@click.option("--quarantine", is_flag=True, help="逐个列出未能收录、收录时有改动和没有读的文件，及其原因。")
@json_option
def stats(address: str, quarantine: bool, as_json: bool) -> None:
    """索引中有多少报告、多少字、占多少空间，有哪些文件未能收录。"""
    with opened(address) as (store, ledger):
        bad = [one for _, one in ledger.remarks.of_kind(Unreadable)]
        noted = [one for _, one in ledger.remarks.of_kind(Noted)]
        skipped = [one for _, one in ledger.remarks.of_kind(Skipped)]
        if quarantine and not as_json:
            click.echo("\n".join(map(str, [*bad, *noted, *skipped])) or "没有未能收录的文件。")
            return
        held = store.stats()
    if as_json:
        click.echo(output.dump(output.stats_json(held, bad, noted, skipped)))
    else:
        click.echo(output.stats_text(held))
        click.echo(
            f"未能收录的有 {len(bad)} 处，见 jianbao stats --quarantine" if bad else "没有未能收录的文件"
        )
        if noted:
            click.echo(f"收录了但有不能照录之处的有 {len(noted)} 处，同上")
        for line in output.by_reason("没有读的有 {} 个", skipped):
            click.echo(line)


@click.command()
@index_option
@click.option("--files", is_flag=True, help="同时核对原文件：有哪些在收录后变了、不见了，或者坏了。")
@click.option("--repair", is_flag=True, help="修复：留下完好的，其余从原文件重新读取。")
@encoding_option
@columns_option
@click.pass_context
def check(
    ctx: click.Context, address: str, files: bool, repair: bool, encoding: str, columns: Columns
) -> None:
    """通读索引的每个文件，确认没有损坏、彼此相符。"""
    complete = True
    with opened(address) as (store, ledger):
        if repair:
            mended = checks.repair(_in_files(store), ledger, encoding, columns)
            click.echo(output.mended_text(mended))
            complete = not (mended.lost or mended.read.quarantined)
        checks.check(store, ledger)
        click.echo(f"索引完好：{store.stats().reports:,} 篇报告")
        if files:
            found = checks.check_originals(ledger)
            click.echo(output.originals_text(found))
            complete = complete and not found.damaged
    if not complete:
        ctx.exit(NOT_ALL)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@index_option
def backup(file: Path, address: str) -> None:
    """把整个索引备份成一个文件。正在写入、正在检索时也可以。"""
    with opened(address) as (store, ledger):
        size = backups.backup(_in_files(store), ledger, LexiconFiles(folder_of(address)), file)
        click.echo(f"已备份到 {file}，{size / 2**20:,.1f} MB")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@index_option
def restore(file: Path, address: str) -> None:
    """从备份恢复索引，恢复到还没有索引的文件夹里。"""
    with opened(address) as (store, ledger):
        backups.restore(_in_files(store), ledger, folder_of(address), file)
        click.echo(f"已恢复：{store.stats().reports:,} 篇报告")


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@index_option
def remove(ids: tuple[str, ...], address: str) -> None:
    """从索引中移除报告。文件还在的，下次收录时会再读进来。"""
    with opened(address) as (store, ledger):
        remove_reports(store, ids, ledger)
        click.echo(f"移除 {len(set(ids))} 篇")


def _in_files(store: object) -> FileStore:
    """The store, if it is one in a folder. Raises `AskedWrongly`."""
    if not isinstance(store, FileStore):
        raise AskedWrongly("这个索引不在文件夹里。请用保存它的系统自己的办法备份和修复。")
    return store
