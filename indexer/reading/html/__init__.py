"""Web pages: what is visible, which of it is the article, and what is said about it.

encoding.py   a page's bytes -> its text
text.py       a page's tree -> its visible pieces of text
flat.py       a page that is too deep or too large for a tree -> its text
article.py    the pieces that are the article
facts.py      what the page says about it to machines
lines.py      what the lines around it say
page.py       a web page -> a document
"""
