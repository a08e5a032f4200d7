"""Reports -> segments, one commit at a time.

inverting.py  reports -> a run: the arrays of a chunk
inverting_originals.py  where their originals differ from the normal forms
runs.py       reports -> runs, by worker processes
merging.py    segments -> one segment, by array operations: the postings
merging_terms.py  the terms of all of them
merging_documents.py  what is held of each document beside them
commit.py     one commit: write, mark deleted, merge; sweep what came to nothing
whoosh_toc.py Whoosh's own table of contents, for Whoosh's readers
"""
