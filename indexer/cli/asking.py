"""jianbao search | serve: what asks an index. Nothing here may need what reads files."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from indexer import open_store
from indexer.cli import output
from indexer.cli.options import index_option, json_option, key_file_option, search_options, serve_options
from indexer.cli.output import tell
from indexer.errors import IndexUnusable
from indexer.place import folder_of
from indexer.query.lexicon_files import LexiconFiles
from indexer.search.parameters import Parameters
from indexer.search.search import search as ask
from indexer.store import Store


@click.command()
@click.argument("query")
@index_option
@search_options
@json_option
def search(address: str, as_json: bool, query: str, **options: str) -> None:
    """检索。以“-”开头的检索词写在“--”之后。"""
    given = {"q": query, **{name: text for name, text in options.items() if text}}
    lexicon = LexiconFiles(folder_of(address)).lexicon()
    tell(lexicon.problems)
    with closing(open_store(address)) as store, store.snapshot() as snapshot:
        if as_json:
            from webapp.addresses import report_url, with_next  # here, for nobody else needs addresses

            answer = ask(snapshot, Parameters.read(given), lexicon, report_url)
            click.echo(output.dump(with_next(answer, given)))
        else:
            click.echo(output.answer_text(ask(snapshot, Parameters.read(given), lexicon)))


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
