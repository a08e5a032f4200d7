"""What an index holds that begins with something, contains it, is spelt or reads like it.

names.py       titles, sources and authors that contain a text
chains.py      pairs of characters -> texts that are spelt like something
vocabulary.py  what begins with, contains, or is spelt like something
similar.py     reports about the same thing, and reports whose text is nearly the same
"""
