"""Word files.

text.py    what is visible in one
reader.py  .docx -> a document
"""
