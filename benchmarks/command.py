"""What measurements take from the command line, and how they tell what they are at."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path


def parser(module: str, doc: str | None) -> ArgumentParser:
    """The options of `engines` and `library`; the first line of the module's text describes it."""
    made = ArgumentParser(prog=f"python -m {module}", description=(doc or "").splitlines()[0])
    made.add_argument("corpus", nargs="?", type=Path, help=".jsonl or .jsonl.xz; default: generated")
    made.add_argument("--queries", type=int, default=300, metavar="N", help="questions of each kind")
    made.add_argument("--starts", type=int, default=5, metavar="N", help="new processes for first answers")
    made.add_argument("--work", type=Path, metavar="DIR", help="where temporary files go")
    made.add_argument("--json", type=Path, metavar="OUT", help="write the figures there")
    return made


def say(what: str) -> None:
    print(f"… {what}", flush=True)
