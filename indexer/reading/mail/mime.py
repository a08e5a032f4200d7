"""A letter as it is sent (.eml): parts within parts, some of them its text, some files."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.policy import Compat32
from functools import partial

from indexer.errors import Unreadable
from indexer.reading.archive.member import Broken, Told
from indexer.reading.html.encoding import decoded
from indexer.reading.mail.headers import day_of, people, text_in, text_of
from indexer.reading.mail.letter import File, Letter

LOCKED = "邮件已加密，打不开。请在邮件程序中打开，把正文和附件另存后再收录。"
_SIGNATURES = {
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "application/pgp-encrypted",
}  # fmt: skip
_MAX_PARTS = 10_000


class _AsItIs(Compat32):
    """The lines above a part, which the library would else give as something of its own where they are not
    ASCII."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


def parsed(data: bytes) -> Message:
    """The tree of parts. Raises `Broken`."""
    try:
        return message_from_bytes(data, policy=_AsItIs())
    except RecursionError as error:
        raise Broken("一层套一层，太深") from error
    except (MessageError, ValueError, LookupError, AttributeError) as error:
        raise Broken(str(error)) from error


def letter_of(data: bytes) -> Letter:
    """The letter. Raises `Broken`."""
    whole = parsed(data)
    if not any(whole.get(name) for name in ("From", "To", "Subject", "Date", "Content-Type", "Received")):
        raise Broken("没有信头")
    parts = _Parts()
    try:
        parts.take(whole)
    except RecursionError as error:
        raise Broken("一层套一层，太深") from error
    sender = people(whole.get_all("From", []))
    return Letter(
        subject=text_of(whole.get("Subject", "")),
        sender=_shown(sender),
        author=sender[0][0] or sender[0][1] if sender else "",
        receivers=_shown(people(whole.get_all("To", []))),
        copies=_shown(people(whole.get_all("Cc", []))),
        date=day_of(whole.get("Date", "")),
        page="\n".join(parts.pages),
        text="\n".join(parts.texts),
        files=tuple(parts.files),
    )


def packed(letter: Letter) -> bytes:
    """A letter that was stored in another form, as one is sent."""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = letter.subject, letter.sender, letter.receivers
    made.set_content(letter.text)
    if letter.page:
        made.add_alternative(letter.page, subtype="html")
    for file in letter.files:
        made.add_attachment(file.content(), "application", "octet-stream", filename=file.name)
    return made.as_bytes()


def content_of(part: Message) -> bytes:
    """The bytes of a part that is no holder of others."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def page_of(part: Message, place: str) -> str:
    """The web page that a part is. Raises `Unreadable`."""
    try:
        return decoded(content_of(part), place, part.get_content_charset("")).text
    except Unreadable:
        return decoded(content_of(part), place).text


def shown(name: str, address: str) -> str:
    """Somebody as a reader of mail sees them."""
    return f"{name} <{address}>" if name and address else name or address


def _shown(found: list[tuple[str, str]]) -> str:
    return "、".join(shown(name, address) for name, address in found)


@dataclass(slots=True)
class _Parts:
    """What the parts of a letter are. Of a text that is there as page and as text, both are kept apart."""

    pages: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    _count: int = 0

    def take(self, part: Message) -> None:
        self._count += 1
        kind = part.get_content_type()
        if self._count > _MAX_PARTS or kind in _SIGNATURES:
            return
        if kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
            raise Told(LOCKED)
        if kind == "message/rfc822":
            self.files += _forwarded(part)
        elif part.is_multipart():
            for one in _children(part):
                self.take(one)
        elif (name := _name(part)) or part.get_content_disposition() == "attachment":
            if not part.get("Content-ID") or part.get_content_maintype() != "image":
                self.files.append(_file(part, name or f"附件{len(self.files) + 1}{_ending(kind)}"))
        elif kind == "text/html":
            self.pages.append(page_of(part, ""))
        elif part.get_content_maintype() == "text":
            self.texts.append(text_in(content_of(part), part.get_content_charset("")))


def _children(part: Message) -> Iterator[Message]:
    held = part.get_payload()
    return (one for one in held if isinstance(one, Message)) if isinstance(held, list) else iter(())


def _name(part: Message) -> str:
    try:
        return text_of(part.get_filename("") or "")
    except (ValueError, LookupError, TypeError):
        return ""


def _ending(kind: str) -> str:
    return mimetypes.guess_extension(kind) or ""


def _file(part: Message, name: str) -> File:
    payload = part.get_payload()
    return File(name, len(payload) * 3 // 4 if isinstance(payload, str) else 0, partial(content_of, part))


def _forwarded(part: Message) -> Iterator[File]:
    """Letters that are attached whole."""
    for one in _children(part):
        name = text_of(one.get("Subject", "")).replace("/", "／")[:80] or "转发的邮件"
        yield File(f"{name}.eml", 0, one.as_bytes)
