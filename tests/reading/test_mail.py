"""Letters and their attachments, in any encoding; pages stored like letters; and none that does harm."""

from __future__ import annotations

import base64
import io
import quopri
import random
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.errors import Noted, NotRead
from indexer.reading import Source, open_original, read_all
from indexer.reading.formats import read
from indexer.report import Kind, Packed, Report
from tests.support.office import FILES, HARBOUR, foreseen, outputs, reason, report, texts
from tests.support.outlook import S, outlook, properties
from tests.support.word import paragraph, word_file

BODY = "各县区：\n\n请于周五前报送防汛物资清单，逾期不候。\n\n市防汛办"


def letter(subject: str = "关于报送防汛清单的通知", body: str = BODY) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = subject
    made["From"] = "王建国 <wang@example.com>"
    made["To"] = "各县区 <counties@example.com>, 李 <li@example.com>"
    made["Date"] = "Thu, 14 Jul 2022 23:30:00 +0800"
    made.set_content(body)
    return made


def head(**lines: str) -> bytes:
    return "".join(f"{name.replace('_', '-')}: {told}\r\n" for name, told in lines.items()).encode("latin-1")


def read_whole(path: Path) -> dict[str, Report | str]:
    """By its place below the file what came of it and of all within it."""
    found: dict[str, Report | str] = {}
    waiting = [Source.of(path)]
    while waiting:
        source = waiting.pop(0)
        held = []
        for one in read(source, path.parent / f"{len(found)}-{source.path.name}.holds"):
            if isinstance(one, Source):
                held.append(one)
            elif isinstance(one, Report | NotRead):
                found[one.place.removeprefix(f"{path}")] = one if isinstance(one, Report) else one.reason
        waiting = held + waiting
    return found


def test_a_letter_is_a_report(tmp_path: Path) -> None:
    found = report(outputs(tmp_path / "a.eml", letter().as_bytes()))
    assert (found.title, found.date, found.authors) == ("关于报送防汛清单的通知", "2022-07-14", ("王建国",))
    assert [block.text for block in found.blocks if block.kind is Kind.BYLINE][:2] == [
        "发件人：王建国 <wang@example.com>",
        "收件人：各县区 <counties@example.com>、李 <li@example.com>",
    ]
    assert "请于周五前报送防汛物资清单，逾期不候。" in [block.text for block in found.blocks]


NAMES = ("防汛物资", "清单通知")


def words(charset: str, code: str, *parts: bytes) -> str:
    coded = [base64.b64encode(one) if code == "B" else quopri.encodestring(one, header=True) for one in parts]
    return "\r\n ".join(f"=?{charset}?{code}?{one.decode()}?=" for one in coded)


@pytest.mark.parametrize(
    "subject",
    [
        words("gb2312", "B", NAMES[0].encode("gbk"), NAMES[1].encode("gbk")),
        words("GBK", "Q", NAMES[0].encode("gbk"), NAMES[1].encode("gbk")),
        words("gb18030", "B", "".join(NAMES).encode("gbk")[:7], "".join(NAMES).encode("gbk")[7:]),
        words("utf-8", "B", "".join(NAMES).encode()[:7], "".join(NAMES).encode()[7:]),
        words("big5", "B", "防汛物資清單通知".encode("big5")),
        words("no-such", "B", "".join(NAMES).encode("gbk")),
        "".join(NAMES).encode("gbk").decode("latin-1"),
        "".join(NAMES).encode().decode("latin-1"),
    ],
)
def test_subjects_in_any_encoding(subject: str, tmp_path: Path) -> None:
    found = outputs(tmp_path / "a.eml", head(Subject=subject, From="a@example.com") + b"\r\nbody")
    assert report(found).title.translate(str.maketrans("資單", "资单")) == "防汛物资清单通知"


CODES: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.encodebytes,
    "quoted-printable": quopri.encodestring,
    "8bit": bytes,
}


@pytest.mark.parametrize(
    ("charset", "encoding", "transfer"),
    [
        ("gb2312", "gb18030", "base64"),
        ("GBK", "gbk", "quoted-printable"),
        ("gb18030", "gb18030", "8bit"),
        ("", "gbk", "8bit"),
        ("utf-8", "gbk", "8bit"),
        ("us-ascii", "utf-8", "base64"),
        ("no-such", "utf-8", "8bit"),
    ],
)
def test_bodies_in_any_encoding(charset: str, encoding: str, transfer: str, tmp_path: Path) -> None:
    data = "请于周五前报送防汛物资清单，朱镕基逾期不候。".encode(encoding)
    packed = CODES[transfer](data)
    lines = head(
        Subject="x", Content_Type=f"text/plain; charset={charset}" if charset else "text/plain",
        Content_Transfer_Encoding=transfer,
    )  # fmt: skip
    found = texts(outputs(tmp_path / "a.eml", lines + b"\r\n" + packed))
    assert found[-1] == "请于周五前报送防汛物资清单，朱镕基逾期不候。"


def test_what_of_a_letter_or_a_stored_page_is_damaged_is_told(tmp_path: Path) -> None:
    text = "请于周五前报送防汛物资清单，沙".encode() + b"\xff" + "袋三千只，抽水机十台。".encode()
    for ending, kind in ("eml", "plain"), ("mht", "html"):
        lines = head(Subject="x", Content_Type=f"text/{kind}; charset=utf-8")
        found = outputs(tmp_path / f"a.{ending}", lines + b"\r\n" + text)
        assert texts(found)[-1].startswith("请于周五前报送防汛物资清单，沙\ufffd袋")
        assert ["1 个字符" in one.reason for one in found if isinstance(one, Noted)] == [True]


def test_of_a_page_and_a_text_the_page_is_read(tmp_path: Path) -> None:
    made = letter()
    made.add_alternative("<p>表中数字：</p><table><tr><td>沙袋<td>三千</table>", subtype="html")
    found = texts(outputs(tmp_path / "a.eml", made.as_bytes()))
    assert "沙袋　三千" in found
    assert not any("逾期" in one for one in found)


def attached() -> EmailMessage:
    made = letter()
    made.add_attachment(
        word_file(paragraph("附件里写着沙袋三千只。")), "application", "msword", filename="清单.docx"
    )
    made.add_attachment("附件里写着抽水机十台。".encode("gbk"), "text", "plain", filename="清单.txt")
    made.add_attachment("又一份同名的清单。".encode(), "text", "plain", filename="清单.txt")
    made.add_attachment(b"MZ", "application", "octet-stream", filename="x.exe")
    return made


def test_attachments_are_files_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(attached().as_bytes())
    found = read_whole(path)
    assert [key for key, one in found.items() if isinstance(one, Report)] == [
        "", "/清单.docx", "/清单.txt", "/清单 (2).txt"
    ]  # fmt: skip
    whole = found[""]
    assert isinstance(whole, Report)
    assert "附件：清单.docx、清单.txt、清单.txt、x.exe" in [one.text for one in whole.blocks]
    assert isinstance(found["/x.exe"], str)
    for name, text in {
        "清单.txt": "附件里写着抽水机十台。".encode("gbk"),
        "清单 (2).txt": "又一份同名的清单。".encode(),
    }.items():
        original = open_original(f"{path}/{name}", str(path))
        with original.file:
            assert original.file.read() == text


@pytest.mark.parametrize(
    "name",
    [
        'filename="' + words("gb2312", "B", "清单.txt".encode("gbk")) + '"',
        "filename*=gb18030''" + "".join(f"%{byte:02X}" for byte in "清单.txt".encode("gbk")),
        "filename*0*=utf-8''%E6%B8%85; filename*1*=%E5%8D%95.txt",
        'filename="' + "清单.txt".encode("gbk").decode("latin-1") + '"',
        'filename="' + "清单.txt".encode().decode("latin-1") + '"',
        "filename*=utf-8''..%2F..%2F%E6%B8%85%E5%8D%95.txt",
    ],
)
def test_names_of_attachments_in_any_encoding(name: str, tmp_path: Path) -> None:
    part = head(Content_Type="text/plain; charset=utf-8", Content_Disposition=f"attachment; {name}")
    whole = head(Subject="x", Content_Type='multipart/mixed; boundary="b"')
    data = whole + b"\r\n--b\r\n" + part + b"\r\n" + "沙袋三千只。".encode() + b"\r\n--b--\r\n"
    *_, one = outputs(tmp_path / "a.eml", data)
    assert isinstance(one, Source)
    assert one.place.rpartition("/")[2] == (
        "清单.txt" if ".." not in name else "清单.txt"[:0] + "／..／清单.txt"
    )


def test_letters_archives_and_what_is_in_them(tmp_path: Path) -> None:
    """An archive in a letter is opened, a letter in an archive too; an archive in an archive is not."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as inner:
        inner.writestr("内.txt", "包里写着救生衣百件。")
    made = letter()
    made.add_attachment(held.getvalue(), "application", "zip", filename="包.zip")
    forwarded = letter("转发的通知", "转发的正文在此。")
    forwarded.add_attachment("转发的附件。".encode(), "text", "plain", filename="转.txt")
    made.add_attachment(forwarded)
    path = tmp_path / "a.eml"
    path.write_bytes(made.as_bytes())
    found = read_whole(path)
    assert [key for key, one in found.items() if isinstance(one, Report)] == [
        "", "/包.zip/内.txt", "/转发的通知.eml", "/转发的通知.eml/转.txt"
    ]  # fmt: skip
    for key in ("/包.zip/内.txt", "/转发的通知.eml/转.txt"):
        with open_original(f"{path}{key}", str(path)).file as original:
            assert original.read().decode()[:2] in ("包里", "转发")
    outer = tmp_path / "信.zip"
    with zipfile.ZipFile(outer, "w") as package:
        package.writestr("a.eml", made.as_bytes())
    inside = read_whole(outer)
    assert [key for key, one in inside.items() if isinstance(one, Report)] == [
        "/a.eml", "/a.eml/转发的通知.eml", "/a.eml/转发的通知.eml/转.txt"
    ]  # fmt: skip
    assert "不再打开" in str(inside["/a.eml/包.zip"])


@pytest.mark.slow
def test_workers_read_what_a_letter_in_an_archive_holds(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "信.zip", "w") as package:
        for name in ("a.eml", "b.eml"):
            package.writestr(name, attached().as_bytes())
    found = [one.place for _, one in read_all([Source.of(tmp_path / "信.zip")]) if isinstance(one, Packed)]
    names = ("", "/清单.docx", "/清单.txt", "/清单 (2).txt")
    assert found == [f"{tmp_path}/信.zip/{letter}{name}" for letter in ("a.eml", "b.eml") for name in names]


def test_pictures_of_the_page_and_signatures_are_no_attachments(tmp_path: Path) -> None:
    made = letter()
    made.add_alternative('<p>见图。<img src="cid:x"></p>', subtype="html")
    page = made.get_payload()[1]  # type: ignore[index]
    page.add_related(b"\x89PNG", "image", "png", cid="<x>", filename="image001.png")  # type: ignore[union-attr]
    made.add_attachment(b"signature", "application", "pkcs7-signature", filename="smime.p7s")
    assert len(outputs(tmp_path / "a.eml", made.as_bytes())) == 1


def test_what_outlook_packs_into_one_attachment_is_told(tmp_path: Path) -> None:
    made = letter()
    made.add_attachment(b'x\x9f>"', "application", "ms-tnef", filename="winmail.dat")
    *_, one = outputs(tmp_path / "a.eml", made.as_bytes())
    assert isinstance(one, NotRead)
    assert ".msg" in one.reason


def test_a_locked_letter_says_so(tmp_path: Path) -> None:
    lines = head(
        Subject="x", Content_Type="application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"
    )
    assert "加密" in reason(outputs(tmp_path / "a.eml", lines + b"\r\nMIAGCSqGSIb3DQEHA6CA"))


@pytest.mark.parametrize("depth", [6, 30])
def test_letters_within_letters_end(depth: int, tmp_path: Path) -> None:
    made = letter("最里面", "正文。")
    for i in range(depth):
        outer = letter(f"第{i}层", "正文。")
        outer.add_attachment(made)
        made = outer
    path = tmp_path / "a.eml"
    path.write_bytes(made.as_bytes())
    found = read_whole(path)
    assert sum(isinstance(one, Report) for one in found.values()) == 6
    assert any("一层套一层" in str(one) for one in found.values())


def nested(depth: int) -> bytes:
    lines = head(Subject="x", Content_Type='multipart/mixed; boundary="b0"') + b"\r\n"
    for i in range(depth):
        lines += f'--b{i}\r\nContent-Type: multipart/mixed; boundary="b{i + 1}"\r\n\r\n'.encode()
    return lines + f"--b{depth}\r\n\r\ndeep\r\n".encode()


HOSTILE = {
    "nested": nested(1000),
    "many parts": head(Content_Type="multipart/mixed; boundary=b") + b"\r\n--b\r\n\r\nx" * 4_000,
    "long line": head(Subject="x" * 1_000_000, From="<" * 100_000) + b"\r\nbody",
    "many words": head(Subject="=?utf-8?B?5riF?= " * 4_000) + b"\r\nbody",
    "bad base64": head(Subject="=?utf-8?B?5ri!!!?=", Content_Transfer_Encoding="base64") + b"\r\n5ri!!!!",
    "bad date": head(Subject="x", Date="Thu, 99 Jul 99999999999999 23:30:00 +9999") + b"\r\nbody",
    "no head": b"\r\n\r\nbody",
    "nothing": b"",
    "bytes": bytes(range(256)) * 40,
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_letters_end(what: str, tmp_path: Path) -> None:
    for one in outputs(tmp_path / "a.eml", HOSTILE[what]):
        assert foreseen(one)
    for one in outputs(tmp_path / "a.mht", HOSTILE[what]):
        assert foreseen(one)


def test_any_damage_ends_in_a_report_or_a_reason(tmp_path: Path) -> None:
    data, chance, path = attached().as_bytes(), random.Random(4), tmp_path / "a.eml"
    for turn in range(20):
        bad = bytearray(data[: chance.randrange(len(data))] if turn % 3 == 0 else data)
        for _ in range(chance.randrange(1, 9)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        path.write_bytes(bad)
        for one in read(Source.of(path), tmp_path / f"into{turn}"):
            assert foreseen(one)


# — Outlook's —


ATTACHED = "__attach_version1.0_#0000000"
SENT = (datetime(2022, 7, 14, 17, 30) - datetime(1601, 1, 1)) // timedelta(microseconds=1) * 10
NOTE: dict[str, str | bytes] = {
    "__properties_version1.0": properties(32, **{"00390040": SENT, "3FFD0003": 936}),
    f"{S}0037001F": "关于报送防汛清单的通知",
    f"{S}0C1A001E": "王建国".encode("gbk"),
    f"{S}0C1F001F": "/O=EXCHANGE/CN=WANG",
    f"{S}0E04001F": "各县区; 李",
    f"{S}1000001F": "请于周五前报送防汛物资清单。\r\n逾期不候。",
}


def test_a_letter_of_outlook(tmp_path: Path) -> None:
    inner = f"{ATTACHED}2/{S}3701000D"
    files: dict[str, str | bytes] = {
        f"{ATTACHED}0/{S}3707001F": "清单.txt",
        f"{ATTACHED}0/{S}37010102": "附件里写着抽水机十台。".encode("gbk"),
        f"{ATTACHED}1/{S}3704001E": b"QINGDAN.DOC",
        f"{ATTACHED}1/{S}37010102": (FILES / "harbour.doc").read_bytes(),
        f"{inner}/__properties_version1.0": properties(24),
        f"{inner}/{S}0037001F": "转发的通知",
        f"{inner}/{S}1000001F": "转发的正文在此。",
    }
    path = tmp_path / "a.msg"
    path.write_bytes(outlook({**NOTE, **files}))
    found = read_whole(path)
    assert list(found) == ["", "/清单.txt", "/QINGDAN.DOC", "/转发的通知.eml"]
    whole, _, old, forwarded = (one for one in found.values() if isinstance(one, Report))
    assert (whole.title, whole.date, whole.authors) == ("关于报送防汛清单的通知", "2022-07-15", ("王建国",))
    assert [block.text for block in whole.blocks][1:3] == ["发件人：王建国", "收件人：各县区、 李"]
    assert [block.text for block in old.blocks] == [text for _, text in HARBOUR]
    assert "转发的正文在此。" in [block.text for block in forwarded.blocks]


def test_the_page_of_a_letter_of_outlook(tmp_path: Path) -> None:
    page = "<html><body><p>沙袋三千只。</p></body></html>".encode("gbk")
    found = texts(outputs(tmp_path / "a.msg", outlook({**NOTE, f"{S}10130102": page})))
    assert found[-1] == "沙袋三千只。"


@pytest.mark.parametrize(
    "data", [b"", FILES.joinpath("harbour.doc").read_bytes(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"]
)
def test_what_is_no_letter_of_outlook_is_told(data: bytes, tmp_path: Path) -> None:
    assert "邮件" in reason(outputs(tmp_path / "a.msg", data))


# — pages stored like letters —


def archive(charset: str, encoding: str, transfer: str = "quoted-printable") -> bytes:
    page = (
        "<html><head><title>渔港整治</title></head><body><h1>渔港整治</h1><p>渔港整治分三步进行，先清淤后修堤。</p>"
        "<p>全部工程年底以前完成，由市水利局验收。</p></body></html>"
    ).encode(encoding)  # fmt: skip
    lines = head(
        From="<Saved by Browser>", Subject="x", MIME_Version="1.0",
        Content_Type='multipart/related; type="text/html"; boundary="b"',
    )  # fmt: skip
    kind = f"text/html; charset={charset}" if charset else "text/html"
    part = head(Content_Type=kind, Content_Transfer_Encoding=transfer)
    picture = head(Content_Type="image/png", Content_Transfer_Encoding="base64") + b"\r\niVBORw0KGgo="
    return (
        lines
        + b"\r\n--b\r\n"
        + part
        + b"\r\n"
        + CODES[transfer](page)
        + b"\r\n--b\r\n"
        + picture
        + b"\r\n--b--\r\n"
    )


@pytest.mark.parametrize(
    ("charset", "encoding", "transfer"),
    [
        ("gb2312", "gbk", "quoted-printable"),
        ("", "gbk", "base64"),
        ("utf-8", "utf-8", "base64"),
        ("utf-8", "gbk", "base64"),
    ],
)
@pytest.mark.parametrize("ending", ["mht", "mhtml", "doc"])
def test_a_stored_page(charset: str, encoding: str, transfer: str, ending: str, tmp_path: Path) -> None:
    found = report(outputs(tmp_path / f"a.{ending}", archive(charset, encoding, transfer)))
    assert [(block.kind, block.text) for block in found.blocks] == [
        (Kind.TITLE, "渔港整治"),
        (Kind.PARAGRAPH, "渔港整治分三步进行，先清淤后修堤。"),
        (Kind.PARAGRAPH, "全部工程年底以前完成，由市水利局验收。"),
    ]


def test_a_page_that_is_called_an_archive(tmp_path: Path) -> None:
    assert texts(outputs(tmp_path / "a.mht", "<html><body><p>渔港整治分三步进行。</p>".encode("gbk"))) == [
        "渔港整治分三步进行。"
    ]
