"""jianbao keys: who may ask a server, and for what."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.cli import output
from indexer.cli.options import index_option, json_option, key_file_option
from indexer.place import folder_of
from webapp.keys import NAME, KeyFile, Right


@click.group()
def keys() -> None:
    """访问密钥：每把有名称和权限。立即生效，服务器不必重启。

    文件里只有密钥的 SHA-256，密钥本身只在生成时显示一次。
    """


@keys.command()
@click.argument("name")
@click.option(
    "--rights",
    default="search,originals",
    show_default=True,
    metavar="RIGHTS",
    help=f"以逗号分隔：{'、'.join(Right)}（检索、下载原文件、看监控数字）。",
)
@index_option
@key_file_option
def add(name: str, rights: str, address: str, key_file: Path | None) -> None:
    """生成一把密钥，显示在标准输出上。"""
    try:
        wanted = [Right(one.strip()) for one in rights.split(",")]
    except ValueError as error:
        raise click.BadParameter(f"权限 {rights} 无效。可以是 {'、'.join(Right)}。") from error
    file = _file(address, key_file)
    click.echo(file.add(name, wanted))
    click.echo(f"这是“{name}”的密钥，只显示这一次。已记入 {file.path}", err=True)


@keys.command("list")
@index_option
@key_file_option
@json_option
def list_(address: str, key_file: Path | None, as_json: bool) -> None:
    """列出各把密钥的名称和权限。"""
    held = _file(address, key_file).keys().values()
    if as_json:
        click.echo(output.dump([{"name": one.name, "rights": one.listed.split(",")} for one in held]))
        return
    click.echo("\n".join(f"{one.name}  {one.listed}" for one in held) or "没有密钥。")


@keys.command()
@click.argument("name")
@index_option
@key_file_option
def remove(name: str, address: str, key_file: Path | None) -> None:
    """让一把密钥失效。"""
    _file(address, key_file).remove(name)
    click.echo(f"已移除“{name}”的密钥")


def _file(address: str, named: Path | None) -> KeyFile:
    return KeyFile(named or folder_of(address) / NAME)
