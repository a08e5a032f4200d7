"""What a person typed, as a frozen value: parsed once, read by stores, marks and passages alike.

nodes.py          the parts of a query, and whether a stretch of text holds one
question.py       a whole question: parts and filters
lexicon.py        the user's own words and synonyms
lexicon_files.py  their files, beside the index
tokens.py         what a person typed -> tokens
terms.py          one word, one quotation, one date -> a leaf
parser.py         tokens -> a question
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
from indexer.query.question import NO_CHOICE, Choice, Filters, Query
from indexer.query.terms import iso as iso_date

__all__ = [
    "MAX_CHARACTERS",
    "MAX_NESTING",
    "NO_CHOICE",
    "All",
    "AnyOf",
    "Choice",
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
    "Scope",
    "Term",
    "iso_date",
    "leaves",
    "parse",
]
