"""Slides.

shapes.py  what every format of slides is read as, and the blocks that are made of it (pure)
pptx.py    .pptx and its like
odp.py     .odp and .fodp
ppt.py     .ppt and .dps, where they are what PowerPoint wrote until 2003
reader.py  a file of any of these endings -> a document
"""
