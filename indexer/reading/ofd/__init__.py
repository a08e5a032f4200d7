"""OFD (GB/T 33190): fixed pages, as Chinese offices and invoices have them.

matrix.py   where a point of an object stands on the page (pure)
text.py     text objects -> characters, each with its box (pure)
paths.py    path objects -> the rules that part the cells of tables (pure)
drawing.py  the objects of a page -> what is printed on it (pure)
document.py the pages of a file, and what is drawn on each
reader.py   .ofd -> a document
"""
