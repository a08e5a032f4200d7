"""Rich text (.rtf).

encodings.py  bytes of a run -> text, by its font and by what the document says
flow.py       paragraphs and rows as they come -> lines
groups.py     what a group is, and what words stand for
rich_text.py  its tokens, one after the other
reader.py     .rtf -> a document
"""
