"""What a query asks for when most of it will do."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.query.nodes import All, Keyword, Literal, Node
from indexer.text.words import is_question

_LITTLE = frozenset(
    "的了是在和与及或而且被把将由于从对为以并也都就又还其之所这那有无中上下里外内后前时等个们到至向会能可要因"
    "他她它我你着过地得不没人事年月日大小多少一"
)
"""Characters that nearly every report holds, and that mean little alone."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A report matches that matches every node of `required` and holds enough of `texts`, which are normal
    forms and count by their characters. They are looked for literally, however the words of the report are
    cut. Those of `aside` count nothing, but a report may lack them as well."""

    required: tuple[Node, ...]
    texts: tuple[str, ...]
    aside: tuple[str, ...]

    @property
    def whole(self) -> int:
        """The characters of all texts."""
        return sum(map(len, self.texts))


def enough(most: int, whole: int) -> int:
    """How much is enough, where no report that is asked for holds more than `most` characters of `whole`.

    Where some report holds them all, more than half. Where none does, the query is not well met by what
    there is, and a third of the most will do, so that there is something to choose from.
    """
    return whole // 2 + 1 if most == whole else -(-most // 3)


def relaxation(root: Node) -> Relaxation | None:
    """The relaxation of a query that has a keyword: the words and phrases of its keywords and what stands in
    quotation marks beside them, any of which may be missing. Fields, dates, exclusions, alternatives and
    patterns are required. None for two words or one: most of them would be all.

    Words that lie in longer ones are left out. Question words, and characters that mean little alone (是, 的,
    or 下 as of 下达到), are put aside where there is anything else.
    """
    parts = root.parts if isinstance(root, All) else (root,)
    if not any(isinstance(part, Keyword) for part in parts):
        return None
    texts = list(dict.fromkeys(text for part in parts for text in _texts(part)))
    together = "\n".join(texts)  # in which each stands once by itself
    texts = [text for text in texts if together.count(text) == 1]
    if len(texts) < 3:
        return None
    telling = [text for text in texts if not is_question(text) and text not in _LITTLE] or texts
    required = tuple(part for part in parts if not isinstance(part, Keyword | Literal))
    return Relaxation(required, tuple(telling), tuple(text for text in texts if text not in telling))


def _texts(part: Node) -> tuple[str, ...]:
    if isinstance(part, Keyword):
        return *part.words, *part.phrases
    return (part.text,) if isinstance(part, Literal) else ()
