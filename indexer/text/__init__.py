"""Pure functions over Chinese text.

characters.py  one character -> its normal form
fold.py        text -> normal form, with an offset map back; its fingerprint
headline.py    where a line of a headline may begin
differences.py  a text as its normal form, and where it differs from that
normal.py      the text of a report as it is searched
literal.py     where a literal or a wildcard pattern stands in a normal form
sentences.py   where sentences end
words.py       normal form -> words; the only file that imports jieba
kinds.py       which numbers among many are equal
numerals.py    Chinese numerals <-> numbers
amounts.py     numbers and amounts in other digits
variants.py    a keyword -> other normal forms that mean the same: amounts, dates, 着 and 著
shapes.py      characters that look alike
pinyin.py      how characters are read
"""
