"""Word files.

text.py    what is visible in a Word file
reader.py  .docx -> a document
"""
