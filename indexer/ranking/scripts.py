"""Whether a literal stands in the script that was typed: either finds both, but only that is exact. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.deadline import check
from indexer.query import Keyword, Literal, Query
from indexer.text.fold import keeping_script
from indexer.text.literal import occurs


class Scripts:
    """Looks at the reports that match one query literally."""

    def __init__(self, query: Query) -> None:
        texts = [(term.typed, term.text) for term in query.wanted if isinstance(term, Literal | Keyword)]
        self._typed = [(keeping_script(typed), text) for typed, text in texts]

    def exact_in_normal_script(self) -> bool:
        """True if the query was typed in normal script: then a report in that script needs no look."""
        return all(typed == text for typed, text in self._typed)

    def exact(self, blocks: Iterable[str]) -> bool:
        """True if a report of these blocks, which matches literally, does so in the script that was typed."""
        check()
        kept = [keeping_script(block) for block in blocks]
        return all(any(occurs(block, typed) for block in kept) for typed, _ in self._typed)
