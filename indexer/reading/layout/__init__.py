"""Newspaper columns as text -> the blocks that were printed. Pure.

lines.py    one printed line: how wide, how it begins and ends, whether it belongs to the page
columns.py  which lines were wrapped, and at what width
gaps.py     whether a paragraph ends between two lines
within.py   whether two lines are one paragraph, and why
flow.py     pieces that a gap tore apart
kinds.py    what each block is
blocks.py   a text -> its blocks
"""
