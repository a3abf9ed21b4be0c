"""What a podcast player shows, with cover and chapters: ID3v2.3 in MP3, Vorbis comments in FLAC and Opus. Pure.

ID3v2.3 and not 2.4, whose frames have other sizes: FFmpeg, and what is built on it, reads the title inside a chapter by
the sizes of 2.3 whatever the tag says, and loses every chapter with a title of 127 bytes, which are 42 Khmer letters.

Source: id3.org, ID3 tag version 2.3.0, ID3v2 Chapter Frame Addendum 1.0; Xiph.org, Ogg Vorbis I format specification,
comment field; RFC 9639, 8.8 (picture); the CHAPTERxxx fields as players read them.
"""

from __future__ import annotations

import base64
import io
import struct
from collections.abc import Sequence

from PIL import Image

from studio.audio.values import AT_ONCE, Mark, Tags
from studio.errors import SoundRefused, fault
from studio.units import Ms, Samples, whole_ms

LATIN, UTF_16 = b"\0", b"\x01"
BYTE_ORDER = b"\xff\xfe"
FRONT_COVER = b"\x03"
NO_OFFSET = b"\xff" * 4
TOP_ORDERED = b"\x03"
LARGEST = 1 << 28
MOST_CHAPTERS = 255
VENDOR = b"Studio"
MOST_COMMENTED = 999
PICTURES = ((b"\x89PNG\r\n\x1a\n", b"image/png"), (b"\xff\xd8\xff", b"image/jpeg"))


def id3(tags: Tags, marks: Sequence[Mark] = (), length: Samples = AT_ONCE) -> bytes:
    """The tag that stands in front of an MP3 stream; the same values give the same bytes.

    marks: chapters, each ending where the next begins, the last one at length.
    Raises SoundRefused where the cover is neither PNG nor JPEG, or everything together is too large.
    """
    language = (tags.language or "und").encode("ascii", "replace")[:3].ljust(3, b" ")
    year, month, day = tags.date[:4], tags.date[5:7], tags.date[8:10]
    frames = [
        _text(b"TIT2", tags.title),
        _text(b"TPE1", tags.artist),
        _text(b"TALB", tags.album),
        _text(b"TRCK", str(tags.track) if tags.track else ""),
        _text(b"TYER", year),
        _text(b"TDAT", day + month),
        _text(b"TCON", tags.genre),
        _text(b"TLEN", str(whole_ms(length)) if length else ""),
        _text(b"TCOP", " ".join(filter(None, (year, tags.artist, tags.license))) if year else ""),
        _frame(b"WCOP", tags.license_url.encode("ascii", "ignore")) if tags.license_url else b"",
        _text(b"TLAN", tags.language),
        _comment(language, tags.comment) if tags.comment else b"",
        _chapters(tags.title, marks, length),
        _picture(tags.cover) if tags.cover else b"",
    ]
    body = b"".join(frames)
    if len(body) >= LARGEST:
        raise SoundRefused(fault("audio.tags-too-large", tags.title))
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def _chapters(title: str, marks: Sequence[Mark], length: Samples) -> bytes:
    marks = marks[:MOST_CHAPTERS]
    if not marks:
        return b""
    starts = [Ms(round(mark.start / 48)) for mark in marks]
    ends = [*starts[1:], whole_ms(length)]
    names = [f"ch{number:03}".encode() for number in range(1, len(marks) + 1)]
    entries = b"".join(name + b"\0" for name in names)
    contents = b"toc\0" + TOP_ORDERED + bytes([len(names)]) + entries + _text(b"TIT2", title)
    chapters = [
        _frame(b"CHAP", name + b"\0" + _number(start) + _number(end) + NO_OFFSET * 2 + _text(b"TIT2", mark.title))
        for name, start, end, mark in zip(names, starts, ends, marks, strict=True)
    ]
    return _frame(b"CTOC", contents) + b"".join(chapters)


def _picture(cover: bytes) -> bytes:
    for magic, kind in PICTURES:
        if cover.startswith(magic):
            return _frame(b"APIC", LATIN + kind + b"\0" + FRONT_COVER + b"\0" + cover)
    raise SoundRefused(fault("audio.cover-unusable"))


def _comment(language: bytes, text: str) -> bytes:
    encoding, content = _encoded(text)
    described = BYTE_ORDER + b"\0\0" if encoding == UTF_16 else b"\0"
    return _frame(b"COMM", encoding + language + described + content)


def _text(name: bytes, text: str) -> bytes:
    return _frame(name, b"".join(_encoded(text))) if text else b""


def _encoded(text: str) -> tuple[bytes, bytes]:
    """A text and how it is encoded: what is plain as plain bytes, for the simplest readers. Source: ID3v2.3.0, 3.3."""
    text = text.replace("\0", "")
    if text.isascii():
        return LATIN, text.encode("ascii")
    return UTF_16, BYTE_ORDER + text.encode("utf-16-le", "replace")


def _frame(name: bytes, body: bytes) -> bytes:
    return name + _number(len(body)) + b"\0\0" + body


def _utf8(text: str) -> bytes:
    return text.replace("\0", "").encode("utf-8", "replace")


def _number(value: int) -> bytes:
    return value.to_bytes(4, "big")


def _syncsafe(value: int) -> bytes:
    return bytes(value >> shift & 127 for shift in (21, 14, 7, 0))


def vorbis_comments(tags: Tags, marks: Sequence[Mark] = (), cover: bytes = b"") -> bytes:
    """A Vorbis comment block, as it stands in FLAC and behind the name of an OpusTags packet.

    cover: the contents of a picture block, for a container that has no other place for it.
    """
    told = [
        ("TITLE", tags.title),
        ("ARTIST", tags.artist),
        ("ALBUM", tags.album),
        ("TRACKNUMBER", str(tags.track) if tags.track else ""),
        ("DATE", tags.date),
        ("GENRE", tags.genre),
        ("LANGUAGE", tags.language),
        ("DESCRIPTION", tags.comment),
        ("LICENSE", tags.license_url or tags.license),
    ]
    for number, mark in enumerate(marks[:MOST_COMMENTED], 1):
        told += [(f"CHAPTER{number:03}", _chapter_time(mark)), (f"CHAPTER{number:03}NAME", mark.title)]
    if cover:
        told.append(("METADATA_BLOCK_PICTURE", base64.b64encode(cover).decode("ascii")))
    fields = [_utf8(f"{name}={text}") for name, text in told if text]
    return b"".join(
        [_counted(VENDOR), struct.pack("<I", len(fields)), *(_counted(field) for field in fields)],
    )


def picture(cover: bytes) -> bytes:
    """The contents of a FLAC picture block: a front cover with its size. Raises SoundRefused for what is no picture."""
    kind = next((kind for magic, kind in PICTURES if cover.startswith(magic)), None)
    if kind is None:
        raise SoundRefused(fault("audio.cover-unusable"))
    try:
        with Image.open(io.BytesIO(cover)) as opened:
            (width, height), depth = opened.size, 8 * len(opened.getbands())
    except (OSError, SyntaxError, ValueError) as reason:
        raise SoundRefused(fault("audio.cover-unusable")) from reason
    front = struct.pack(">II", FRONT_COVER[0], len(kind)) + kind
    return front + struct.pack(">IIIIII", 0, width, height, depth, 0, len(cover)) + cover


def _chapter_time(mark: Mark) -> str:
    seconds, ms = divmod(round(mark.start / 48), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{ms:03}"


def _counted(content: bytes) -> bytes:
    return struct.pack("<I", len(content)) + content
