"""Texts in the open document format (.odt).

styles.py     what the styles of a document stand for, and how its lists count
numbering.py  the automatic numbers of headings and lists
text.py       what is seen of a document
reader.py     .odt -> a document
"""
