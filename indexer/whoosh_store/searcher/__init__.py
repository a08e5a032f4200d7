"""A query -> the matches of one commit, evaluated on whole arrays.

snapshot.py   one commit as it is searched
sets.py       sets of documents
needle.py     a literal or pattern, looked for in stored texts
lookup.py     the documents that hold one thing
evaluate.py   a query -> the documents that match
facets.py     how many documents have each year, month or source; filters over these
matching.py   matches by class: literal, by words, relaxed
scoring.py    matching documents -> scores
ordering.py   scored documents -> the same in order
searching.py  one query asked of one snapshot
"""
