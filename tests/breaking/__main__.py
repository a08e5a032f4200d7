"""python -m tests.breaking: any number of rounds, their figures, and the command for each that fails."""

from __future__ import annotations

import signal
import sys
from contextlib import closing, suppress
from time import monotonic

import click

from tests.breaking.judge import Wrong
from tests.breaking.program import warm
from tests.breaking.rounds import KINDS, USUAL, Figures, Played, play
from tests.breaking.shim import Shim, compiler, is_loaded, start_again


def _modes(_: click.Context, __: click.Parameter, given: str) -> list[str]:
    modes = given.split(",")
    if unknown := [mode for mode in modes if mode not in KINDS]:
        raise click.BadParameter(f"{unknown} is none of {','.join(KINDS)}")
    return modes


@click.command()
@click.option("--rounds", default=100, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=1, show_default=True, help="Of the first round; each has the next one.")
@click.option("--modes", default=",".join(USUAL), show_default=True, callback=_modes)
def main(rounds: int, seed: int, modes: list[str]) -> None:
    """Break jianbao on purpose. A round of the modes every-… strikes a run at each of its operations, in a
    minute or so. Exit status 1 where anything was lost, doubled, wrong or left lying; Ctrl-C ends it with the
    figures so far."""
    if not is_loaded():
        if not compiler():
            raise click.ClickException("the shim needs a C compiler: cc or gcc")
        start_again()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # jobs in the background of a shell ignore it
    figures, began = Figures(), monotonic()
    with closing(Shim()) as shim, suppress(KeyboardInterrupt):
        warm()
        for number in range(seed, seed + rounds):
            played = play(modes[number % len(modes)], number, shim)
            figures.add(played)
            _tell(played)
    click.echo(", ".join(f"{mode} {count}" for mode, count in figures.rounds.items()))
    click.echo(_line(figures, monotonic() - began))
    sys.exit(1 if figures.wrong else 0)


def _tell(played: Played) -> None:
    """What was complained of, and how to play that round again."""
    if played.skipped:
        click.echo(f"SKIPPED: {played.mode} {played.seed}, for nothing can be mounted here")
    if played.complaints:
        click.echo(f"--modes {played.mode} --seed {played.seed} --rounds 1")
    for kind, text in played.complaints:
        click.echo(f"    {kind}: {text}")
    sys.stdout.flush()


def _line(figures: Figures, seconds: float) -> str:
    counts = ", ".join(f"{figures.counts[name]} {name}" for name in ("faults", "kills", "checks", "answers"))
    found = ", ".join(f"{figures.wrong[kind]} {kind}" for kind in Wrong)
    return f"{figures.rounds.total()} rounds, {counts}: {found} ({seconds:.0f} s)"


if __name__ == "__main__":
    main()
