"""Whether a literal stands in the script that was typed: either finds both, but only that is exact. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.deadline import check
from indexer.query import Keyword, Literal, Query
from indexer.text.fold import keeping_script
from indexer.text.literal import occurs


class Scripts:
    """Looks at the reports that match one query literally."""

    def __init__(self, query: Query) -> None:
        texts = [(term.typed, term.text) for term in query.wanted if isinstance(term, Literal | Keyword)]
        self._typed = [(keeping_script(typed), text) for typed, text in texts]
        self.are_normal = all(typed == text for typed, text in self._typed)
        """True if the query was typed in normal script: then a report in that script is exact, unseen."""

    def exact(self, normal: Sequence[str], written: Callable[[int], str]) -> bool:
        """True if each text of the query that a report has, it has in the script that was typed. What it has
        not, as the other side of an |, tells nothing. Given are the normal forms of its blocks, and what
        yields a block as it is written: asked for only where a text stands."""
        check()
        return all(_stands(typed, text, normal, written) for typed, text in self._typed)


def _stands(typed: str, text: str, normal: Sequence[str], written: Callable[[int], str]) -> bool:
    holding = [number for number, block in enumerate(normal) if occurs(block, text)]
    return not holding or any(occurs(keeping_script(written(number)), typed) for number in holding)
