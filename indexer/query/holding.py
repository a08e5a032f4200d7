"""Whether one stretch of text, a block or a sentence of a normal form, holds a node literally."""

from __future__ import annotations

from indexer.query.nodes import All, AnyOf, Literal, Near, Node, Not, Pattern, Scope
from indexer.text.literal import occurs
from indexer.text.pattern import pattern_occurs
from indexer.text.sentences import sentences


def holds(text: str, node: Node) -> bool:
    """True if the node, whose leaves are literals and patterns, matches within the text."""
    if isinstance(node, Literal):
        return occurs(text, node.text)
    if isinstance(node, Pattern):
        return pattern_occurs(text, node.pieces, node.gaps)
    if isinstance(node, Not):
        return not holds(text, node.part)
    if isinstance(node, AnyOf):
        return any(holds(text, part) for part in node.parts)
    if isinstance(node, All | Near):
        if not all(part.text in text for part in node.parts if isinstance(part, Literal)):
            return False  # as most blocks: they need not be cut into sentences
        units = sentences(text) if isinstance(node, Near) and node.scope is Scope.SENTENCE else (text,)
        return any(all(holds(unit, part) for part in node.parts) for unit in units)
    raise TypeError(f"{node} is not looked for within a text")
