"""Files of office programs beside .docx.

word.py    a word processor's file, read as what it is: .doc, .wps, .docx, .rtf, a web page named so
bombs.py   a zip, opened unless it would fill the memory
ole.py     the file that older programs wrote: which of them, and whether it is locked
doc.py     Word 97 to 2003, and Kingsoft's .wps
pieces.py  the bare text of such a file, where its other parts are damaged
odf.py     what OpenDocument files have in common
packages.py a zip of XML, as the newer files are: its parts
sheets/    .xlsx, .xlsm, .xls, .et and .ods
slides/    .pptx, .ppt, .dps and .odp
"""
