"""Whether a literal stands in the script that was typed: either finds both, but only that is exact. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.deadline import check
from indexer.query import Keyword, Literal, Query
from indexer.text.fold import keeping_script
from indexer.text.literal import occurs


class Scripts:
    """Looks at the reports that match one query literally."""

    def __init__(self, query: Query) -> None:
        texts = [(term.typed, term.text) for term in query.wanted if isinstance(term, Literal | Keyword)]
        self._typed = [(keeping_script(typed), text) for typed, text in texts]

    @property
    def are_normal(self) -> bool:
        """True if the query was typed in normal script: then a report in that script is exact, unseen."""
        return all(typed == text for typed, text in self._typed)

    def exact(self, written: Sequence[str], normal: Sequence[str]) -> bool:
        """True if each text of the query that a report has, it has in the script that was typed. What it has
        not, as the other side of an |, tells nothing. Blocks are given as they are written, and their normal
        forms."""
        check()
        kept = [keeping_script(block) for block in written]
        return all(_stands(typed, kept) or not _stands(text, normal) for typed, text in self._typed)


def _stands(text: str, blocks: Sequence[str]) -> bool:
    return any(occurs(block, text) for block in blocks)
