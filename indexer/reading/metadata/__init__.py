"""What is known about a report beside its text: read off it, or told by a file. Nothing is invented.

names.py        names of persons, papers and sites, also where they run together
dates.py        a date as people write it -> ISO
edges.py        the first blocks of a report and its last ones
edition.py      the paper, the day, the page; a dateline
byline.py       by-lines -> authors
office.py       the office that issued an official document, and when it was signed
publication.py  when it was published and by whom; 国发〔2024〕5号
titles.py       which lines are no titles
sidecar.py      what a metadata.csv tells about the files beside it
"""
