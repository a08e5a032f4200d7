"""jianbao search | serve | mcp: what asks an index. Nothing here may need what reads files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

import click

from indexer import open_store
from indexer.cli import output
from indexer.cli.options import index_option, json_option, key_file_option, search_options, serve_options
from indexer.cli.output import tell
from indexer.errors import AskedWrongly, IndexUnusable, JianbaoError
from indexer.place import folder_of
from indexer.query.lexicon import Lexicon
from indexer.query.lexicon_files import LexiconFiles
from indexer.search.parameters import FILTERS, Parameters
from indexer.search.search import search as ask
from indexer.store import Snapshot, Store

_MAX_LIST_BYTES = 2_000_000
"""A longer file is no list of questions."""


@click.command()
@click.argument("query", required=False)
@click.option(
    "--list",
    "file",
    type=click.File("rb"),
    metavar="FILE",
    help="从文件读检索式，每行一个，列成一张表（CSV）；- 为标准输入。",
)
@index_option
@search_options
@json_option
def search(address: str, as_json: bool, query: str | None, file: BinaryIO | None, **options: str) -> None:
    """检索。以“-”开头的检索词写在“--”之后。"""
    if (query is None) == (file is None):
        raise click.UsageError("请写一个检索式，或用 --list 指定一个文件，每行一个检索式。")
    given = {name: text for name, text in options.items() if text}
    lexicon = LexiconFiles(folder_of(address)).lexicon()
    tell(lexicon.problems)
    with closing(open_store(address)) as store, store.snapshot() as snapshot:
        if file is not None:
            _list(snapshot, file, given, lexicon, as_json)
            return
        given = {"q": str(query), **given}
        if as_json:
            from webapp.addresses import report_url, with_next  # here, for nobody else needs addresses

            answer = ask(snapshot, Parameters.read(given), lexicon, report_url)
            click.echo(output.dump(with_next(answer, given)))
        else:
            click.echo(output.answer_text(ask(snapshot, Parameters.read(given), lexicon)))


def _list(
    snapshot: Snapshot, file: BinaryIO, given: Mapping[str, str], lexicon: Lexicon, as_json: bool
) -> None:
    from indexer.reading.decoding import decode  # here: who asks one question waits for nothing of it
    from indexer.search.survey import MAX_LISTED, listed, survey, survey_csv

    if unfit := sorted(given.keys() - {*FILTERS}):
        raise click.UsageError(f"--list 不能与 {'、'.join(f'--{name}' for name in unfit)} 同用。")
    data = file.read(_MAX_LIST_BYTES + 1)
    if len(data) > _MAX_LIST_BYTES:
        raise AskedWrongly(f"{file.name} 太大，不像一列检索式。请每行写一个，最多 {MAX_LISTED} 个。")
    questions = listed(decode(data, file.name).text)
    found = survey(snapshot, questions, Parameters.read(given).filters, lexicon)
    click.echo(output.dump(found) if as_json else "".join(survey_csv(found)), nl=as_json)


@click.command()
@index_option
@key_file_option
@serve_options
def serve(address: str, host: str, port: int, key_file: Path | None, **options: Any) -> None:
    """启动网页与检索接口。

    默认只有本机可以访问。要让其他机器访问，请用 --host，
    并用 jianbao keys 或环境变量 JIANBAO_API_KEYS 设置密钥，或用 --public 表明不要密钥。
    """
    from webapp.keys import NAME
    from webapp.server import serve as serve_app  # here, so that all else works without a web server
    from webapp.settings import Settings

    with closing(open_store(address)) as store:
        _look(store)
    options["key_file"] = key_file or folder_of(address) / NAME
    serve_app(address, host, port, Settings.read(os.environ, options))


def _look(store: Store) -> None:
    """A server goes on looking for what it does not find at its start. Pages do not say where, so it is said
    here."""
    try:
        with store.snapshot():
            pass
    except IndexUnusable as error:
        click.echo(f"jianbao: {error}", err=True)


_NO_SDK = '没有安装 MCP 的程序库。请运行 pip install "jianbao[mcp]" 后重试。'


@click.command()
@index_option
@click.option(
    "--http",
    "port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="改用 HTTP，监听本机的这个端口（0 为任一空闲端口）。",
)
def mcp(address: str, port: int | None) -> None:
    """把索引接到智能体上（MCP）。

    默认用标准输入输出，由智能体的程序启动；工具有 search、read、contexts、trend、cite、holdings。
    """
    try:
        from webapp.mcp import new_server, over_http, over_stdio  # here: nobody else needs the SDK
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise JianbaoError(_NO_SDK) from error
    with closing(open_store(address)) as store:
        server = new_server(store, folder_of(address))
        if port is None:
            over_stdio(server)
        else:
            over_http(server, port)
