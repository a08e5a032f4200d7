"""A store on Whoosh: the only folder that imports it.

Whoosh keeps the index: schema, segments, table of contents, lock, atomic commit, deletions. What a segment
holds is a file of arrays, mapped into memory, and a query is evaluated on whole arrays.

schema.py      what is indexed of a report, and under which names
arrays.py      a file of named arrays
strings.py     many strings as arrays
postings.py    posting lists as arrays
needle.py      a literal, looked for in stored texts
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
evaluate.py    a query -> the documents that match
ranking.py     matching documents -> scores, and the first of them
filtering.py   filters and facets
store.py       the store: the newest snapshot, one writer, our errors
"""

from indexer.whoosh_store.store import WhooshStore

__all__ = ["WhooshStore"]
