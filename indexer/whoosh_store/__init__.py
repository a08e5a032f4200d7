"""A store on Whoosh: the only folder that imports it.

schema.py     a report -> a Whoosh document, and back
storage.py    the folder of index files: commits that last
store.py      the store: commit, refresh, errors
rows.py       what is known of the documents beside their text
evaluate.py   a query -> the documents that match, and their scores
"""

from indexer.whoosh_store.store import WhooshStore

__all__ = ["WhooshStore"]
