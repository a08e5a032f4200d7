"""Printed pages, from a PDF or a picture of them: characters in boxes -> columns in their order -> blocks.

runs.py     the characters of a page, each with its box, and the pieces of a printed line (pure)
vertical.py the characters that are set from top to bottom (pure)
gutters.py  the white strips that part the columns (pure)
order.py    runs -> columns in the order in which they are read (pure)
margins.py  headers, footers and page numbers (pure)
text.py     pages -> printed lines (pure)
blocks.py   pages -> blocks, also where a paragraph goes on (pure)
glyphs.py   a page of a PDF -> its characters
legible.py  whether they are those that are seen (pure)
image.py    a picture of a page -> its characters; .png, .jpg and .tif
pdf.py      .pdf
"""
