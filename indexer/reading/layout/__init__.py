"""Newspaper columns as text -> the blocks that were printed. Pure.

lines.py    one line: how wide it is, how it begins and ends, whether it belongs to the page
columns.py  which lines were wrapped, and at what width
indents.py  whether paragraphs open with an indent
flow.py     in text that is not wrapped, which paragraphs were cut
within.py   inside a column, which lines are one paragraph
gaps.py     whether a paragraph ends between two lines, and why
furniture.py running heads and page numbers of extracted text
blocks.py   a text -> its blocks, and what kind each is
"""
