"""What a person typed, as a frozen value: parsed once, read by stores, marks and passages alike.

nodes.py       the parts of a query
question.py    a whole question: parts and filters
relaxation.py  what it asks for when most of it will do
tokens.py      what a person typed -> tokens
dates.py       dates as people type them
terms.py       one word, one quotation -> a leaf
parser.py      tokens -> a question
holding.py     whether one stretch of text holds a node literally
"""

from indexer.query.nodes import (
    All,
    AnyOf,
    Dated,
    Field,
    InField,
    Keyword,
    Literal,
    Near,
    Node,
    Not,
    Pattern,
    Scope,
    Term,
    leaves,
)
from indexer.query.parser import MAX_CHARACTERS, MAX_NESTING, parse
from indexer.query.question import Filters, Query
from indexer.query.relaxation import Relaxation, enough, relaxation

__all__ = [
    "MAX_CHARACTERS",
    "MAX_NESTING",
    "All",
    "AnyOf",
    "Dated",
    "Field",
    "Filters",
    "InField",
    "Keyword",
    "Literal",
    "Near",
    "Node",
    "Not",
    "Pattern",
    "Query",
    "Relaxation",
    "Scope",
    "Term",
    "enough",
    "leaves",
    "parse",
    "relaxation",
]
