"""Word files.

package.py    the file, opened
styles.py     what the styles of a document stand for
counting.py   a number as Word writes it
numbering.py  the automatic numbers of paragraphs
fields.py     what is seen of a field
text.py       what is visible in a Word file
embedded.py   files that a document holds as a part of its text
reader.py     .docx -> a document
"""
