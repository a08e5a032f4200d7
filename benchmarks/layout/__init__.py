"""Print, put together again.

truth.py      texts in newspaper layout whose paragraphs are known
imitation.py  such texts made from real articles
setting.py    how a typesetter breaks text into lines
columns.py    paragraphs set in columns
extracted.py  pages of a long report, as programs extract their text
clean.py      articles that no press has touched
score.py      how well a text was put together again; two plain ways to compare with
"""
