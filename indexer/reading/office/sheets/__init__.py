"""Spreadsheets.

codes.py    number formats, taken apart (pure)
digits.py   a number put into the places of its format (pure)
moments.py  days and times of day as a sheet shows them (pure)
shown.py    a number as its cell shows it (pure)
rows.py     what every format of spreadsheets is read as (pure)
xlsx.py     .xlsx and .xlsm
xlsb.py     .xlsb
xls.py      .xls and .et, where they are what Excel wrote until 2003
ods.py      .ods and .fods
xml.py      what Excel 2003 and programs that export tables write as XML, and call .xls
tables.py   rows -> a document, or reports
reader.py   a file of any of these endings -> a document, or reports
"""
