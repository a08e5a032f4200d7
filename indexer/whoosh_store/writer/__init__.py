"""Reports -> segments, one commit at a time.

inverting.py  reports -> runs: the arrays of a chunk, written by worker processes
merging.py    segments -> one segment, by array operations
storage.py    the folder of index files: commits that last
commit.py     one commit: write, mark deleted, merge
"""
