"""The options of the commands: those that several share, and those of `search` and `serve`."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from indexer.place import default_index

Command = Callable[..., Any]
Option = Callable[[Command], Command]


def _told(ctx: click.Context, option: click.Parameter, address: str) -> str:
    """Who did not say where the index is to be, is told where it is."""
    if option.name and ctx.get_parameter_source(option.name) is ParameterSource.DEFAULT:
        click.echo(f"索引在 {address}（可用 --index 另指）", err=True)
    return address


def _of_index(callback: Callable[..., str] | None) -> Option:
    return click.option(
        "--index",
        "address",
        metavar="PATH",
        envvar="JIANBAO_INDEX",
        default=lambda: str(default_index()),
        show_default="当前文件夹里的 index，没有则在用户的数据文件夹里",
        callback=callback,
        help="索引文件夹（环境变量 JIANBAO_INDEX）。",
    )


index_option: Option = _of_index(None)
"""Of what asks an index: where there is none, the error says where it was looked for."""
filled_index_option: Option = _of_index(_told)
"""Of what fills one."""
key_file_option: Option = click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="访问密钥的文件，见 jianbao keys；默认是索引文件夹里的 keys.txt。",
)
json_option: Option = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


# — of `search`: what an address of the API may have, by the same names —

_SEARCH: tuple[Option, ...] = (
    click.option("--limit", default="", metavar="N", help="最多几篇，默认 10。"),
    click.option("--offset", default="", metavar="N", help="从第几篇之后起，默认 0。"),
    click.option("--sort", default="", metavar="ORDER", help="relevance、newest、oldest 或 added。"),
    click.option("--from", default="", metavar="DATE", help="不早于，例如 2023-03。"),
    click.option("--to", default="", metavar="DATE", help="不晚于。"),
    click.option("--source", default="", metavar="NAMES", help="只看这些来源：A|B；-C 表示排除。"),
    click.option("--folder", default="", metavar="NAMES", help="只看这些文件夹及其下级，写法同上。"),
    click.option("--year", default="", metavar="YEARS", help="只看这些年份，写法同上。"),
    click.option("--match", default="", metavar="CLASS", help="只要 literal、words 或 relaxed。"),
    click.option("--passages", default="", metavar="N", help="每篇最多几个片段，默认 3。"),
    click.option(
        "--facets", default="", metavar="NAMES", help="按 year、month、source、folder 计数，以逗号分隔。"
    ),
)

# — of `serve`: where it listens, and `webapp.settings.Settings` by their names —

_LOGS = click.Choice(["plain", "json", "off"])
_COUNT = click.IntRange(1, 64)
_SERVE: tuple[Option, ...] = (
    click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。"),
    click.option(
        "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="监听的端口。"
    ),
    click.option("--public", is_flag=True, help="允许其他机器访问，而且不需要密钥。"),
    click.option(
        "--behind-proxy",
        is_flag=True,
        help="前面有一个反向代理：访问者的地址、网址以它的 X-Forwarded-* 请求头为准。",
    ),
    click.option("--rate", metavar="RATE", help="每个访问者的频率上限，例如 300/minute；off 为不限。"),
    click.option("--origin", "origins", multiple=True, metavar="URL", help="允许其脚本访问的网站，可重复。"),
    click.option(
        "--budget",
        default=2.0,
        show_default=True,
        type=click.FloatRange(0, min_open=True),
        metavar="SECONDS",
        help="一次请求最多用多少秒处理器时间；等待不算，但至多等它的五倍。",
    ),
    click.option("--log", default="plain", show_default=True, type=_LOGS, help="请求记录，写到标准错误。"),
    click.option("--workers", type=_COUNT, metavar="N", help="工作进程数，默认每个处理器一个，至少 2 个。"),
    click.option(
        "--threads", default=4, show_default=True, type=_COUNT, metavar="N", help="每个进程的线程数。"
    ),
)


def search_options(command: Command) -> Command:
    """The command with all of them, in this order."""
    return _with(command, _SEARCH)


def serve_options(command: Command) -> Command:
    """The command with all of them, in this order."""
    return _with(command, _SERVE)


def _with(command: Command, options: tuple[Option, ...]) -> Command:
    return reduce(lambda whole, option: option(whole), reversed(options), command)
