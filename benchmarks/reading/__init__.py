"""How well files are read, and how much that takes.

material.py   records -> articles, and tables of them
markup.py     an article as flat OpenDocument, HTML, Markdown, a letter
making.py     a folder of articles in many formats and layouts
programs.py   other programs, run where they are installed
others.py     what other programs read in a file, line by line
quoting.py    a folder is indexed: which strings of its files are found in quotation marks
tables.py     the figures of a folder, as tables and as JSON
texts.py      files made to be hard
office_texts.py  the same of office programs, letters, books and archives
old_texts.py  the same of Office until 2003, Outlook and 7z
hard.py       how much time these take
"""
