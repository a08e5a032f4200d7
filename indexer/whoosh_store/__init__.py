"""A store on Whoosh: the only folder that imports it.

The index is one of Whoosh's: it has its schema, its lock and a codec, so that any query of Whoosh's works
on it. What a segment holds is a file of arrays, mapped into memory, and our queries are evaluated on whole
arrays. A commit is the renaming of a checksummed manifest: Whoosh's own table of contents is a pickle.

segment/     the format: one segment as arrays
writer/      reports -> segments, one commit at a time
searcher/    a query -> the matches of one commit
vocabulary/  what begins with, contains, is spelt or reads like something
guard.py     foreign errors become ours, and mistakes of our own stay what they are
snapshot.py  one commit, as the seam has it
repair.py    a commit looked through, and what is whole of a damaged one kept
backup.py    a commit as files: held while others write, and put where there was none
changes.py   what changes an index, one writer at a time
store.py     the store: the newest snapshot, our errors
"""

from indexer.whoosh_store.store import WhooshStore

__all__ = ["WhooshStore"]
