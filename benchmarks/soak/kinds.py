"""What is asked, and what of an answer must be right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import quote, urlencode

from benchmarks.serve.addresses import Question, answer, page
from benchmarks.soak.tasks import MARK, MARKED, is_of_one_commit
from webapp.addresses import CONTEXTS, EXPORT, REPORTS, SEARCH, SUGGEST, TREND, report_url

Judge = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the questions are made of: those drawn from the corpus, and ids of some of its reports."""

    questions: Sequence[Question]
    ids: Sequence[str]

    def words(self, random: Random) -> str:
        return random.choice(self.questions).typed

    def report(self, random: Random) -> str:
        return random.choice(self.ids)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request, asked so often in comparison with others. Where `aborted`, only the first bytes of
    its answer are read."""

    name: str
    share: int
    address: Callable[[Asked, Random], str]
    is_right: Judge = bool
    aborted: bool = False


def _asking(path: str, **given: str | int) -> Callable[[Asked, Random], str]:
    """Words of the corpus, asked there."""
    return lambda asked, random: f"{path}?{urlencode({'q': asked.words(random), **given})}"


def _marked(path: str, **given: str | int) -> Callable[[Asked, Random], str]:
    return lambda *_: f"{path}?{urlencode({'q': MARK, **given})}"


def _searched(body: bytes) -> bool:
    held = json.loads(body)
    years = sum(count for _, count in held["facets"]["year"])
    return bool(held["total"] == years == MARKED) and is_of_one_commit(hit["id"] for hit in held["hits"])


def _exported(body: bytes) -> bool:
    return is_of_one_commit(json.loads(line)["id"] for line in body.splitlines())


def _counted(body: bytes) -> bool:
    (line,) = json.loads(body)["lines"]
    return bool(line["total"] == sum(line["reports"]) + line["undated"] == MARKED)


def _told(body: bytes) -> bool:
    return re.search(rf"<strong>{MARKED}</strong>", body.decode()) is not None


KINDS = (
    Kind("marked: search", 4, _marked(SEARCH, limit=100, facets="year", passages=1), _searched),
    Kind("marked: page", 2, _marked("/"), _told),
    Kind("marked: export", 2, _marked(EXPORT, format="jsonl"), _exported),
    Kind("marked: trend", 1, _marked(TREND, by="year"), _counted),
    Kind("search", 5, lambda asked, random: answer(random.choice(asked.questions))),
    Kind("page", 5, lambda asked, random: page(random.choice(asked.questions))),
    Kind("newest 50", 1, _asking("/", sort="newest", limit=50)),
    Kind("feed", 2, _asking("/feed.atom")),
    Kind("contexts", 2, _asking(CONTEXTS)),
    Kind("trend", 2, _asking("/trend")),
    Kind("suggest", 4, lambda asked, random: f"{SUGGEST}?q={quote(asked.words(random)[:2])}"),
    Kind("report", 3, lambda asked, random: report_url(asked.report(random))),
    Kind("similar", 1, lambda asked, random: f"{REPORTS}/{quote(asked.report(random), safe='')}/similar"),
    Kind("metrics", 1, lambda *_: "/metrics"),
    Kind("aborted: export", 2, lambda *_: f"{EXPORT}?q={quote('的 | 。')}&passages=20", aborted=True),
)
"""Most ask for what the writer does not touch; so their answers must only be answers."""
