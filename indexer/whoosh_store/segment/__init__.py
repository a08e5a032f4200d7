"""The format: what a segment holds, as named arrays in one file.

keys.py      what is indexed of a report: under which names, and by which numbers
arrays.py    a file of named arrays; many strings as arrays
manifest.py  what a commit consists of: its segments, and what of them is deleted
values.py    a value for each document
postings.py  posting lists as arrays
originals.py originals as differences from the normal forms
origins.py   where reports come from, as a checksum
standing.py  where blocks stand in their files
texts.py     stored normal forms, and a literal looked for in them
vocabulary.py  the words of a field
sketches.py  a few numbers of each document that show its reprints
checking.py  whether a segment is what it must be, array by array and report by report
checking_lists.py  the same of its posting lists
columns.py   one segment as it is read
terms.py     what Whoosh asks about terms
codec.py     a Whoosh codec over it: any Whoosh query works
schema.py    its fields, as Whoosh has them
"""
