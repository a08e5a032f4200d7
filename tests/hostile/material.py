"""What requests are made of: a little that is right, and all that has ever been wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

EVIL = "x-evil"
"""Wherever it is let in as markup or as a header, it is seen."""

# fmt: off
WORDS = ["港口", "码头 港口", '"新能源船"', "港口 | 泊位", "港口 /s 泊位", "title:新能源", "港?吞*", "-港口"]
TEXTS = [
    f"\"'><{EVIL} onload=1>港口</title>",
    f"港口\r\n{EVIL}: 1\r\n\r\n<{EVIL}>",
    *["\0", "港\0口", "\u202e港", "e\u0301" * 99, "𠮷" * 300, "\ufffe\uffff", "港" * 2000, "港口" * 1700],
    *["(" * 1999, ")" * 1999, '"' * 1999, "港口 " * 660, "a " * 999, "a|" * 999, "-a " * 660, "a /s " * 399],
    *["*" * 1999, "?*" * 999, "港*" * 999, "title:" * 330, "a" * 2000, "1" * 2000, "a" * 9999],
    *["../../../etc/passwd", "/etc/passwd", "{{7*7}}", "${7*7}", "%s%n%d", "'; --", "=1+1", "NaN", "-1"],
    *["9" * 400, "１０", "٣", "0x10", "null", "[]", "true", " ", "", "*", "2024-02-31", "0000", "9999-99-99"],
]
ESCAPES = ["%", "%z", "%zz", "%u4E2D", "%ed%a0%80", "%c0%af", "%ff%fe", "%e4%b8", "%00", "%0d%0a", "%25"]
PARAMETERS = ["lang", "cite", "style", "paragraph", "file", "v", "q[]", "", "%00", "%ed%a0%80", "_", "limt"]
TARGETS = ["*", "//evil.example/..", f"http://{EVIL}.example/", "/%2e%2e/", f"/<{EVIL}>", "/" * 999, "?", ""]
METHODS = [
    *["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "QUERY", "M-SEARCH"],
    *["get", "G" * 999, "!", "G\0T", "\xff"],
]
VERSIONS = ["HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/9.9", "http/1.1", "HTTP/1.1 x", "HTTP", ""]
HOSTS = [
    *["a" * 64, "xn--a", ".", "", "[::1", "a b", "localhost@example.org", "example.org", "localhost:99999"],
    *["\xff", "localhost\r\nHost: example.org", f"<{EVIL}>"],
]
_LONG = "x" * 10_000
HEADERS: Mapping[str, Sequence[str]] = {
    "Accept": ["application/json", "*/*;q=nan", "text/html;q=9e999", "a/b" * 2000, ",;,;", "\xff", _LONG],
    "Accept-Encoding": ["zstd", "gzip;q=0, *", "br", "gzip" * 2000, "identity;q=0", ";", "\xff"],
    "Accept-Language": ["en", "zh-TW", "zh-Hant;q=x", "-", "zh-" * 3000, "\xff", "en;q=" + "9" * 5000],
    "Cookie": ["lang=en", "lang=\xff", "lang", "=" * 5000, ";" * 5000, 'lang="\\777"', f"lang=<{EVIL}>"],
    "If-None-Match": ["*", 'W/"', '"' * 5000, "\xff", ", " * 3000, 'W/"x"'],
    "If-Modified-Since": ["Thu, 99 Foo 9999", "0", _LONG, "Mon, 01 Jan 0000 00:00:00 GMT"],
    "Range": ["bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=" + "0-0," * 2000, "lines=1", "bytes=9" * 99],
    "If-Range": ['"x"', "\xff", "Mon"],
    "Authorization": ["Basic", "Basic ~~~", "Bearer " + _LONG, "Basic " + "=" * 999, "Digest username=\xff"],
    "Content-Length": ["0", "5", "9" * 30, "-1", "1, 1", "+0", "0x0", "1\r\nContent-Length: 2", "\xff"],
    "Transfer-Encoding": ["chunked", "chunked\r\nContent-Length: 3", "gzip, chunked", "xchunked", "\xff"],
    "Content-Type": ["application/json", "multipart/form-data; boundary=" + "x" * 999, "a/b; charset=nope"],
    "Expect": ["100-continue", "200-ok", _LONG],
    "Connection": ["keep-alive", "upgrade\r\nUpgrade: websocket", "upgrade\r\nUpgrade: h2c", "\xff"],
    "X-Forwarded-For": ["1.2.3.4", "\xff", f"<{EVIL}>"],
    "X-Forwarded-Host": [f"{EVIL}.example"],
    "X-HTTP-Method-Override": ["DELETE"],
    "Origin": ["null", "https://example.org", f"https://<{EVIL}>", _LONG],
    "Access-Control-Request-Method": ["GET", "\xff", _LONG],
    "X" * 5000: ["x"],
    f"X: 1\r\n {EVIL}": ["folded"],
    "Bad Name": ["x"],
    "X\0": ["x"],
    "X-Many\r\n" + "X-Many: 1\r\n" * 200 + "X": ["x"],
}
BODIES = [
    *[b"", b"12345", b"0\r\n\r\n", b"zz\r\n", b"5\r\nabcde\r\n0\r\n\r\n", b"\0" * 3000],
    b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n",
]
LINE_ENDS = ["\r\n", "\r\n", "\r\n", "\r\n", "\n"]
# fmt: on
