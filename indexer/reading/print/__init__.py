"""Printed pages, from a PDF or a picture of them: characters in boxes -> columns in their order -> blocks.

runs.py     the characters of a page, each with its box, and the pieces of a printed line (pure)
doubles.py  characters that are drawn twice (pure)
vertical.py the characters that are set from top to bottom (pure)
margins.py  headers, footers and page numbers (pure)
gutters.py  the white strips that part the columns (pure)
tables.py   lines whose words stand in the columns of a table (pure)
strips.py   the white strips between the words of lines, and the columns that they part (pure)
touching.py the cells of a table that nearly touch (pure)
cells.py    the lines of a table's columns -> its cells (pure)
grid.py     tables whose cells are drawn (pure)
order.py    runs -> columns in the order in which they are read (pure)
places.py   where the lines of a column begin and end (pure)
notes.py    footnotes (pure)
contents.py entries of a table of contents that take several lines (pure)
setting.py  a column -> its lines with their indents, and which are full (pure)
healing.py  lines -> blocks, also where only print shows that a paragraph goes on (pure)
text.py     pages -> printed lines (pure)
plain.py    a page whose layout is not understood -> its lines (pure)
blocks.py   pages -> blocks, each with its page (pure)
told.py     what is said of pages that are not read, or not as they are laid out (pure)
cmaps.py    what the characters of a PDF's fonts mean, said so that the library takes it (pure)
glyphs.py   a page of a PDF -> its characters
drawing.py  the rules that are drawn on such a page
legible.py  whether the characters that a page has are those that are seen (pure)
upright.py  a vertical line in a picture -> its characters, side by side (pure)
sight.py    a picture -> the lines of text in it
stance.py   which of these lines run down, and by how much the page is to be turned
image.py    a picture of a page -> its characters; .png, .jpg and .tif
pdf.py      .pdf
picture.py  a page of a .pdf as a picture, with marks drawn on it
picture_worker.py
            the process that draws it
"""
