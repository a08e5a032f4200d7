"""Measurements, run by hand: `python -m benchmarks.NAME`. What each of these measures its first lines say.

engines/        jianbao beside other engines: indexing, searching, what is found
library/        jianbao alone, at growing sizes
cluster/        jianbao on one machine and in an OpenSearch cluster
serve/          searches over HTTP: jianbao beside Datasette, and while a writer commits
soak/           a server under load for a while, a writer beside it: does anything give way
relevance/      questions whose right passage is known: how early it comes
recall/         phrases and substrings whose reports are known: which are found
suggest.py      what is offered for slips and while typing, and how long it takes
layout/         how well newspaper columns become paragraphs
reading/        how much of a folder's text is found, and how much reading takes
decoding.py     how often the encoding of a text is known
metadata.py     how often guessed dates and sources are right
reprints.py     how many reprints are linked

report.py       JSON of engines, library, serve and cluster -> docs/performance.md
shapes.py       how characters are put together -> which look alike: a table of the library, made anew

What they share:

command.py      what they take from the command line, and how they tell what they are at
data.py         where real texts lie: the folder that JIANBAO_DATA names
corpus.py       a file of records: its lines, and samples of it
grown.py        a corpus made larger than it is, of its own parts
generate.py     a corpus made from jieba's dictionary, for who has none
prepare.py      records -> normal forms and words, by two processes
questions.py    what is asked, drawn from the corpus, and the totals that are right
asked.py        such questions in a file
slips.py        slips whose right word is known
peers/          the engines that are compared, one file each
job.py          a function in a process of its own, timed and watched
cpu.py          how much CPU time a tree of processes has taken
memory.py       how much memory a tree of processes holds
measure.py      percentiles
machine.py      where and with what was measured
tables.py       figures as aligned text and as Markdown

Every measurement runs in a process of its own; jianbao is used through its public names alone.
"""
