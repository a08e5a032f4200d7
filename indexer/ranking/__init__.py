"""What a match is worth: the same in every store, with no engine's name in it. Pure.

weights.py      what a term is worth, what of a query counts, and how much of it is enough
nearness.py     a closer look at the reports that come first
similarity.py   the words that tell a report from the others
resemblance.py  how much of two texts is the same
"""
