"""Measurements, run by hand, each a module: engines, library, cluster, serve, soak, relevance, recall,
suggest, and of reading reading, layout, decoding, metadata, reprints.

command.py        what both commands take, and how they tell what they are at
data.py           where real texts lie: the folder that JIANBAO_DATA names
corpus.py         a file of records: its lines, and samples of it
grown.py         a corpus made larger than it is, of its own parts
generate.py       a corpus made from jieba's dictionary, for who has none
prepare.py        records -> normal forms and words, by two processes
asked.py          questions in a file
questions.py      what is asked, drawn from the corpus, and the totals that are right
job.py            a function in a process of its own, timed and watched
cpu.py            how much CPU time a tree of processes has taken
memory.py         how much memory a tree of processes holds
measure.py        percentiles
machine.py        where and with what was measured
tables.py         figures as aligned text and as Markdown
peers/            the engines that are compared, one file each
engine_tasks.py   what the processes of `engines` do
engine_tables.py  the figures of `engines`, as tables
engines.py        jianbao beside other engines
library_tasks.py  what the processes of `library` do
library_tables.py the figures of `library`, as tables
library.py        jianbao alone, at growing sizes
cluster/          jianbao on one machine and in an OpenSearch cluster
serve*.py         searches over HTTP: jianbao beside Datasette, and while a writer commits
serve_load.lua    what wrk does for it
soak/             a server under load for a while, a writer beside it: does anything give way
report.py         JSON of all three -> docs/performance.md
relevance*.py     questions whose right passage is known: how early it comes
recall*.py        phrases and substrings whose reports are known: which are found
suggest.py        what is offered for slips and while typing, and how long it takes
slips.py          slips whose right word is known
shapes.py         how characters are put together -> which look alike
layout*.py        how well newspaper columns become paragraphs
decoding.py       how often the encoding of a text is known
reading/          how much of a folder's text is found, and how much reading takes
metadata.py       how often guessed dates and sources are right
reprints.py       how many reprints are linked

Every measurement runs in a process of its own; jianbao is used through its public names alone.
"""
