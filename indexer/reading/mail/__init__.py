"""Mail: a letter is a report, each file attached to it another; and web pages that are stored like letters.

headers.py     what the lines above a letter say
letter.py      a letter, in whatever form it is stored
mime.py        .eml
outlook.py     .msg
attachments.py the files of a letter, as those of an archive
reader.py      .eml and .msg -> a document and the files
page.py        .mht -> a document
"""
