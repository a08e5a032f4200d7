"""What is known about a report from its text and its file's name alone. Pure; nothing is invented.

names.py        names of persons, also where they run together
name_list.py    a list of names as people write it
media.py        what papers, agencies and sites are called
dates.py        a date as people write it -> ISO
edges.py        the first blocks of a report and its last ones
dateline.py     新华社北京3月5日电 -> who sent it and when
edition.py      人民日报 2023年3月5日 第3版 -> the paper, the day, the page
byline.py       by-lines -> authors
number.py       国发〔2024〕5号
origin.py       who published it
publication.py  when
guess.py        all of it together
"""
