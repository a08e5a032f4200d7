"""python -m tests.breaking: any number of rounds, their figures, and the seed of each that fails."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

import click

from tests.breaking.judge import Wrong
from tests.breaking.rounds import KINDS, Figures, play
from tests.breaking.shim import Shim, compiler, environment, is_loaded

TELL_SECONDS = 10.0


def _modes(_: click.Context, __: click.Parameter, given: str) -> list[str]:
    modes = given.split(",")
    if unknown := [mode for mode in modes if mode not in KINDS]:
        raise click.BadParameter(f"{unknown} is none of {','.join(KINDS)}")
    return modes


@click.command()
@click.option("--rounds", default=100, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=1, show_default=True, help="Of the first round; each has the next one.")
@click.option("--modes", default=",".join(KINDS), show_default=True, callback=_modes)
@click.option("--seconds", type=float, help="Begin no round after so long.")
def main(rounds: int, seed: int, modes: list[str], seconds: float | None) -> None:
    """Break jianbao on purpose. Exit status 1 where anything was lost, doubled, wrong or left lying."""
    if not is_loaded():
        sys.exit(_again_with_the_shim())
    began = told = monotonic()
    figures = Figures()
    for figures in play(modes, range(seed, seed + rounds), Shim()):
        if monotonic() - told > TELL_SECONDS:
            told = monotonic()
            click.echo(_line(figures, told - began), err=True)
        if seconds is not None and monotonic() - began > seconds:
            break
    _tell(figures, monotonic() - began)
    sys.exit(1 if figures.failed else 0)


def _again_with_the_shim() -> int:
    """This process in another one, that is started with the shim."""
    if not compiler():
        sys.exit("找不到 C 编译器（cc 或 gcc）。")
    with tempfile.TemporaryDirectory(prefix="breaking-") as folder:
        command = [sys.executable, *sys.orig_argv[1:]]
        return subprocess.run(command, env=environment(Path(folder)), check=False).returncode


def _line(figures: Figures, seconds: float) -> str:
    found = ", ".join(f"{figures.wrong[kind]} {kind}" for kind in Wrong)
    counts = ", ".join(f"{figures.counts[name]} {name}" for name in ("faults", "kills", "checks", "answers"))
    return f"{figures.rounds.total()} rounds, {counts}: {found} ({seconds:.0f} s)"


def _tell(figures: Figures, seconds: float) -> None:
    for mode, seed, complaints in figures.failed:
        click.echo(f"--modes {mode} --seed {seed} --rounds 1")
        for kind, text in complaints:
            click.echo(f"    {kind}: {text}")
    click.echo(", ".join(f"{mode} {count}" for mode, count in figures.rounds.items()))
    for mode, count in figures.skipped.items():
        click.echo(f"SKIPPED: {count} rounds of {mode}, for nothing can be mounted here")
    click.echo(_line(figures, seconds))


if __name__ == "__main__":
    main()
