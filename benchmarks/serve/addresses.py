"""What the servers are asked: one list of questions, and each server's file of addresses that ask them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.asked import LENGTHS, Parts
from webapp.addresses import SEARCH


class Question(NamedTuple):
    """Words that a report must all have, or one literal."""

    parts: Parts
    literal: bool

    @property
    def typed(self) -> str:
        """As one types it into jianbao."""
        return f'"{self.parts[0]}"' if self.literal else " ".join(self.parts)


Address = Callable[[Question], str]
"""The path of the answer to a question, quoted, without host."""


def mixed(drawn: Mapping[str, Sequence[Parts]]) -> list[Question]:
    """The questions drawn from a corpus, each once: in turn a word, two words, a literal of each length."""
    kinds = (drawn[kind] for kind in ("or", "and", *(f"literal {length}" for length in LENGTHS)))
    return list(
        dict.fromkeys(
            question
            for several, pair, *literals in zip(*kinds, strict=True)
            for question in (
                Question(several[:1], False),
                Question(pair, False),
                *(Question(literal, True) for literal in literals),
            )
        )
    )


def answer(question: Question) -> str:
    """jianbao's endpoint."""
    return f"{SEARCH}?{urlencode({'q': question.typed})}"


def page(question: Question) -> str:
    """jianbao's results page."""
    return f"/?{urlencode({'q': question.typed})}"


def save(questions: Iterable[Question], path: Path) -> None:
    path.write_text(json.dumps(list(questions), ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> list[Question]:
    held = json.loads(path.read_text(encoding="utf-8"))
    return [Question(tuple(parts), literal) for parts, literal in held]


def write(questions: Iterable[Question], address: Address, path: Path) -> Path:
    """A file of one address a line, as the load generator reads it."""
    path.write_text("".join(f"{address(question)}\n" for question in questions), encoding="ascii")
    return path
