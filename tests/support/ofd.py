"""OFD files written by hand, after GB/T 33190: a zip of XML, in which any part can be what a test wants it to
be. Lengths are in millimetres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from tests.support.sheets import zipped

_NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 4.0
LINE = 8.0


def text(
    characters: str, x: float, y: float, size: float = SIZE, steps: str | None = None, **also: str
) -> str:
    """A text object whose first character stands at x, on a line whose top is y. `also` are attributes of the
    object, or DeltaY of its text."""
    count = len(characters) - 1
    across = steps if steps is not None else f"g {count} {size}" if count > 1 else f"{size}" if count else ""
    down = f' DeltaY="{also.pop("DeltaY")}"' if "DeltaY" in also else ""
    told = f' DeltaX="{across}"' if across else ""
    named = "".join(f' {name}="{value}"' for name, value in also.items())
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 200 {2 * size}" Font="2" Size="{size}"{named}>'
        f'<ofd:TextCode X="0" Y="{0.88 * size}"{told}{down}>{escape(characters)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def lines(printed: Sequence[str], x: float = 20, y: float = 30) -> str:
    """Printed lines, one below the other; spaces of a full character's width indent them."""
    return "".join(
        text(one.strip(), x + SIZE * (len(one) - len(one.lstrip())), y + n * LINE)
        for n, one in enumerate(printed)
    )


def page(*objects: str, template: str = "") -> str:
    behind = f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>' if template else ""
    layer = f"<ofd:Layer>{''.join(objects)}</ofd:Layer>"
    return f"<ofd:Page {_NAMES}>{behind}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def unit(held: str) -> str:
    """A graphic named 7."""
    return f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{held}</ofd:Content></ofd:CompositeGraphicUnit>'


def ofd(
    *pages: str,
    templates: Mapping[str, str] | None = None,
    notes: str = "",
    resources: str = "",
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A file of one document. `templates` are pages by their names; `notes` are the annotations of the first
    page; `resources` stand in its DocumentRes."""
    behind = templates or {}
    parts: dict[str, str | bytes] = {
        "OFD.xml": root("Doc_0/Document.xml"),
        "Doc_0/Document.xml": document(len(pages), tuple(behind), bool(notes)),
        "Doc_0/DocumentRes.xml": f"<ofd:Res {_NAMES}>{resources}</ofd:Res>",
        "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {_NAMES}><ofd:Page PageID="10">'
        "<ofd:FileLoc>Page_0/Annot.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
        "Doc_0/Annots/Page_0/Annot.xml": f"<ofd:PageAnnot {_NAMES}>{notes}</ofd:PageAnnot>",
    }
    parts |= {f"Doc_0/Tpls/{name}.xml": one for name, one in behind.items()}
    parts |= {f"Doc_0/Pages/Page_{n}/Content.xml": one for n, one in enumerate(pages)}
    return zipped({**parts, **(extra or {})})


def root(*documents: str) -> str:
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>{one}</ofd:DocRoot></ofd:DocBody>" for one in documents)
    return f'<ofd:OFD {_NAMES} Version="1.1" DocType="OFD">{bodies}</ofd:OFD>'


def document(count: int, templates: Sequence[str] = (), noted: bool = False) -> str:
    behind = "".join(f'<ofd:TemplatePage ID="{one}" BaseLoc="Tpls/{one}.xml"/>' for one in templates)
    pages = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(count))
    notes = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if noted else ""
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = (
        f"<ofd:CommonData>{behind}{area}<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
    )
    return f"<ofd:Document {_NAMES}>{common}<ofd:Pages>{pages}</ofd:Pages>{notes}</ofd:Document>"


def without_prefix(data: str) -> str:
    """The same, in the default namespace."""
    return data.replace("<ofd:", "<").replace("</ofd:", "</").replace("xmlns:ofd=", "xmlns=")
