"""The options of `jianbao serve`: where it listens, and `webapp.settings.Settings` by their names."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import click

Command = Callable[..., Any]

_LOGS = click.Choice(["plain", "json", "off"])
_COUNT = click.IntRange(1, 64)
_OPTIONS = (
    click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。"),
    click.option(
        "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="监听的端口。"
    ),
    click.option("--public", is_flag=True, help="其他机器可以访问，而且不要密钥。"),
    click.option("--rate", metavar="RATE", help="每个访问者的频率上限，例如 300/minute；off 为不限。"),
    click.option("--origin", "origins", multiple=True, metavar="URL", help="允许其脚本访问的网站，可重复。"),
    click.option(
        "--budget",
        default=2.0,
        show_default=True,
        type=click.FloatRange(0, min_open=True),
        metavar="SECONDS",
        help="一次请求最多检索几秒。",
    ),
    click.option("--log", default="plain", show_default=True, type=_LOGS, help="请求记录，写到标准错误。"),
    click.option("--workers", type=_COUNT, metavar="N", help="工作进程数，默认每个处理器一个，至少 2 个。"),
    click.option(
        "--threads", default=4, show_default=True, type=_COUNT, metavar="N", help="每个进程的线程数。"
    ),
)


def serving(command: Command) -> Command:
    """The command with all of them, in this order."""
    return reduce(lambda whole, option: option(whole), reversed(_OPTIONS), command)
