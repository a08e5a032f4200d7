"""What an index holds that begins with something, contains it, is spelt or reads like it.

names.py       titles, sources and authors that contain a text
completing.py  what begins with a text, or contains it
words.py       the Chinese words of a segment, by their characters
pairs.py       its pairs of characters, by the first
lattice.py     words and pairs -> words side by side that are spelt like something
sample.py      some documents, in which is looked how a text stands there
spelling.py    what is spelt like something
counts.py      how many reports have a text
similar.py     reports about the same thing, and reports whose text is nearly the same
"""
