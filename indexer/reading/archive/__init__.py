"""Archives -> the files in them.

member.py    a file in an archive, and why one is not unpacked
zip_file.py  the file of a .zip, as its library is given it
zipped.py    .zip
tarred.py    .tar, packed or not
seven.py     .7z
opening.py   which of these an archive is
unpacking.py the files of an archive, each unpacked under a number of its own
"""
