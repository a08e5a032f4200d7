"""The program jianbao and its commands: those of `starting`, `filling`, `asking`, `keys` and
`upkeep`.

Exit status: 0 done; 1 an error, told on standard error; 2 called wrongly; 3 done, but something could
not be read.
"""

from __future__ import annotations

import traceback
from importlib import import_module
from typing import Any

import click
from click.exceptions import Exit

from indexer.cli.output import FAILED, WRONG
from indexer.errors import AskedWrongly, JianbaoError
from indexer.system import lacking

_OUR_MISTAKE = (
    "jianbao: 这是检报自己的差错，您的文件和索引都没有问题。"
    "请把以上内容报告给开发者，怎样报告见 README.md 的“报告错误”一节。"
)
_MODULES = {
    "open": "starting",
    "keys": "keys",
    **dict.fromkeys(("index", "watch", "read"), "filling"),
    **dict.fromkeys(("search", "serve", "mcp"), "asking"),
    **dict.fromkeys(("stats", "check", "backup", "restore", "remove"), "upkeep"),
}


class _Commands(click.Group):
    """A command is imported when it is called: whoever searches does not wait for what reads files.

    Errors raised on purpose end the program with their sentence; any other is a mistake of ours, and is
    told as one along with its traceback.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        command: click.Command = getattr(import_module(f"indexer.cli.{_MODULES[cmd_name]}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except JianbaoError as error:
            click.echo(f"jianbao: {error}", err=True)
            ctx.exit(WRONG if isinstance(error, AskedWrongly) else FAILED)
        except (click.ClickException, click.Abort, Exit, BrokenPipeError):
            raise  # click ends the program as it should be
        except Exception:
            click.echo(traceback.format_exc() + _OUR_MISTAKE, err=True)
            ctx.exit(FAILED)


_AT_LENGTH = ("open", "index", "watch", "serve")
"""What runs at length is told what this system lacks for it."""


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jianbao", prog_name="jianbao")
@click.pass_context
def main(ctx: click.Context) -> None:
    """检报：中文报告全文检索。"""
    if ctx.invoked_subcommand in _AT_LENGTH:
        for lack in lacking():
            click.echo(f"jianbao: {lack}", err=True)
