"""A store on Whoosh: the only folder that imports it.

Whoosh keeps the index: schema, segments, table of contents, lock, atomic commit, deletions. What a segment
holds is a file of arrays, mapped into memory, and a query is evaluated on whole arrays.

schema.py      what is indexed of a report, and under which names
arrays.py      a file of named arrays
strings.py     many strings as arrays
postings.py    posting lists as arrays
needle.py      a literal or pattern, looked for in stored texts
texts.py       stored normal forms
sketches.py    a few numbers of each document that show its reprints
columns.py     one segment as it is read
codec.py       a Whoosh codec over it: any Whoosh query works
terms.py       what that codec answers about terms
inverting.py   reports -> a run: the arrays of a chunk
runs.py        reports -> runs, in worker processes
merging.py     segments -> one segment, by array operations
guard.py       foreign errors become ours
storage.py     the folder of index files: commits that last
commit.py      one commit: write, mark deleted, merge
snapshot.py    one commit as it is searched
sets.py        sets of documents
lookup.py      the documents that hold one thing
evaluate.py    a query -> the documents that match
filtering.py   filters over dates and sources
matching.py    matches by class: literal, by words, relaxed
facets.py      how many documents have each year, month or source
weights.py     what of a query counts, and how much
ranking.py     matching documents -> scores
refining.py    a closer look at those that come first
ordering.py    scored documents -> the same in order
searching.py   one query asked of one snapshot
chains.py      pairs of characters -> texts that are spelt like something
shown.py       titles and names as the reports have them
reprints.py    reports whose text is nearly the same
similar.py     reports about the same thing
vocabulary.py  what begins with, contains, or is spelt like something
store.py       the store: the newest snapshot, one writer, our errors
"""

from indexer.whoosh_store.store import WhooshStore

__all__ = ["WhooshStore"]
