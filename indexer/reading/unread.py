"""Formats that are known and not read: what can be done with a file of each. Pure."""

from __future__ import annotations

_AS_PDF = "请用{}打开，打印或另存为 PDF，再收录。"
_UNPACK = "请用 7-Zip 或 WinRAR 解开，或另存为 .zip，再收录。"
_WAYS = {
    (".caj", ".kdh", ".nh", ".caa", ".teb"): "是中国知网的格式。请在 CAJViewer 中另存为 PDF，再收录。",
    (".ceb", ".cebx"): f"是方正的版式文件。{_AS_PDF.format('方正 Apabi Reader ')}",
    (
        ".gd",
        ".gw",
        ".gdz",
        ".s2",
        ".s72",
        ".s92",
        ".sep",
    ): _AS_PDF.format("书生阅读器"),
    (".pdg", ".pdz"): "是超星的图书。请在超星阅读器中导出为 PDF，再收录。",
    (".vip",): f"是维普的格式。{_AS_PDF.format('维普浏览器')}",
    (".aip", ".ees"): f"是点聚的公文格式。{_AS_PDF.format('点聚阅读器')}",
    (".rar",): f"RAR 压缩包没有可以随检报提供的解压程序。{_UNPACK}",
    (".gz", ".bz2", ".xz", ".zst", ".lz", ".lzma", ".z", ".cab", ".iso", ".arj", ".lzh", ".ace"): (
        f"这种压缩包不能打开。{_UNPACK}"
    ),
    (".mp3", ".wav", ".m4a", ".amr", ".wma", ".mp4", ".avi", ".mov", ".wmv", ".mkv", ".flv"): (
        "是录音或录像。请先转成文字，另存为 .txt 或 .docx，再收录。"
    ),
    (".chm", ".hlp"): f"是旧式的帮助文件。{_AS_PDF.format('帮助程序')}",
    (".pages",): "是苹果 Pages 的文稿。请在 Pages 中导出为 Word，再收录。",
    (".numbers",): "是苹果 Numbers 的表格。请在 Numbers 中导出为 Excel，再收录。",
    (".key",): "是苹果 Keynote 的演示文稿。请在 Keynote 中导出为 PowerPoint，再收录。",
    (".mobi", ".azw", ".azw3", ".prc"): "是 Kindle 的电子书。请用 Calibre 转为 .epub，再收录。",
    (
        ".xps",
        ".oxps",
        ".djvu",
        ".djv",
        ".ps",
        ".eps",
    ): _AS_PDF.format("能看它的程序"),
    (".vsd", ".vsdx", ".mpp", ".pub", ".one", ".dwg", ".dxf", ".wpd", ".hwp", ".sxw", ".uot", ".uof"): (
        f"这种格式不能打开。{_AS_PDF.format('编写它的程序')}"
    ),
    (".gif", ".bmp", ".webp", ".heic", ".jp2", ".jfif"): "这种图片不能打开。请另存为 .png 或 .jpg，再收录。",
    (
        ".dat",
    ): "不认识的格式“.dat”。如果是邮件里的 winmail.dat，请在 Outlook 中打开邮件，另存为 .msg，再收录。",
    (".pst", ".ost", ".mbox", ".dbx"): "是整个信箱。请在邮件程序中把要收录的邮件另存为 .eml，再收录。",
}
_BY_ENDING = {ending: told for endings, told in _WAYS.items() for ending in endings}


def way_out(name: str) -> str:
    """What is said of a file of this name."""
    dot = name.rfind(".")
    ending = name[dot:].lower() if dot >= 0 else ""
    if told := _BY_ENDING.get(ending):
        return told
    what = f"不认识的格式“{ending}”" if ending else "文件名没有扩展名，不知道是什么格式"
    return f"{what}。文稿请在 WPS、Word 中另存为 .docx 或 PDF，再收录；不是文稿的不必管它。"
