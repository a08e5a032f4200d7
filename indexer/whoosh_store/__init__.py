"""A store on Whoosh: the only folder that imports it.

Whoosh keeps the index: schema, segments, table of contents, lock, atomic commit, deletions. What a segment
holds is a file of arrays, mapped into memory, and a query is evaluated on whole arrays.

segment/     the format: one segment as arrays
writer/      reports -> segments, one commit at a time
searcher/    a query -> the matches of one commit
vocabulary/  what begins with, contains, is spelt or reads like something
guard.py     foreign errors become ours, and mistakes of our own stay what they are
snapshot.py  one commit, as the seam has it
store.py     the store: the newest snapshot, one writer, our errors
"""

from indexer.whoosh_store.store import WhooshStore

__all__ = ["WhooshStore"]
