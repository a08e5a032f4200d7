"""A query -> the matches of one commit, evaluated on whole arrays.

leaves.py     the segments of one commit, as they are searched
sets.py       sets of documents
evaluate.py   a query -> the documents that match
lookup.py     the documents that hold one thing
many.py       many texts as one array, and what is looked for in all of them at once
patterns.py   the documents that hold a wildcard pattern
stretches.py  many blocks or sentences as one array
together.py   those with several things in one sentence or block
facets.py     how many documents have each year, month or source; filters over these
matching.py   matches by class: literal, by words, relaxed
scoring.py    matching documents -> scores
ordering.py   scored documents -> the same in order
searching.py  one query asked of one leaves
"""
