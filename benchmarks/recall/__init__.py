"""What Ctrl-F would find: is it found.

phrases.py     phrases whose reports are all known
substrings.py  random substrings of a corpus
scan.py        what Ctrl-F finds: a scan of all of it
answers.py     what jianbao finds, to the last page, and how that agrees
"""
