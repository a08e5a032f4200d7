"""What a match is worth: the same in every store, with no engine's name in it. Pure.

order.py        which of two reports stands first
weights.py      what a term is worth, what of a query counts, and how much of it is enough
pieces.py       a word that stands nowhere, as pieces that do
closer.py       a closer look at the reports that come first
evidence.py     what passages and openings tell of them
scripts.py      whether a report has what was typed in the script that was typed
likeliness.py   how likely characters are to be meant
similarity.py   the words that tell a report from the others
resemblance.py  how much of two texts is the same
sketches.py     which texts may be nearly the same
"""
