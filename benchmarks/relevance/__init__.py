"""Questions whose right passage is known.

sets.py   sets of such questions, and how well a ranking does on one
plain.py  BM25 alone, to compare with
"""
