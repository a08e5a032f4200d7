"""What a match is worth: the same in every store, with no engine's name in it. Pure.

bm25.py         what a term is worth in a report
weights.py      what of a query counts, and how much
relaxation.py   how much of a query is enough, where no report has all of it
nearness.py     a closer look at the reports that come first
resemblance.py  how much of two texts is the same
"""
