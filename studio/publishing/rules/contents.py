"""What is inside the files that a feed points at: pictures, sounds, transcripts, chapters."""

from __future__ import annotations

import json
import re
import struct

from studio.publishing.requirements import PIXELS, pixels

_JPEG = b"\xff\xd8"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_TIMING = re.compile(r"(?:\d{2,}:)?[0-5]\d:[0-5]\d[.,]\d{3} --> (?:\d{2,}:)?[0-5]\d:[0-5]\d[.,]\d{3}(?:[ \t].*)?")
_MPEG = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xfa", b"\xff\xf2", b"\xff\xe3")
_SOUNDS: dict[str, tuple[tuple[int, bytes], ...]] = {
    "audio/mpeg": tuple((0, mark) for mark in _MPEG),
    "audio/ogg": ((0, b"OggS"),),
    "audio/opus": ((0, b"OggS"),),
    "audio/flac": ((0, b"fLaC"),),
    "audio/x-m4a": ((4, b"ftyp"),),
    "audio/mp4": ((4, b"ftyp"),),
    "video/mp4": ((4, b"ftyp"),),
    "video/x-m4v": ((4, b"ftyp"),),
    "audio/wav": ((0, b"RIFF"),),
}  # fmt: skip


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or a JPEG; None where it is neither, or ends before it says so.

    Source: PNG 3rd edition, 11.2.1; ITU-T T.81, B.2.2.
    """
    if not content.startswith(_JPEG):
        return pixels(content)
    at = 2
    while at + 9 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        bare = marker == 0xFF or 0xD0 <= marker <= 0xD8 or marker == 0x01
        at += (1 if marker == 0xFF else 2) if bare else 2 + max(2, int.from_bytes(content[at + 2 : at + 4], "big"))
    return None


def is_artwork(size: tuple[int, int]) -> bool:
    """Whether a picture is square and of a size that Apple takes. Source: Apple Podcasts, artwork requirements."""
    least, most = PIXELS
    return size[0] == size[1] and least <= size[0] <= most


def is_sound(content: bytes, mime: str) -> bool:
    """Whether the first bytes are of the type that is said; a type that is not known here is believed."""
    marks = _SOUNDS.get(mime, ())
    if content.lstrip()[:1] in (b"<", b"{"):
        return False
    return not marks or any(content[at : at + len(mark)] == mark for at, mark in marks)


def transcript_fault(content: bytes, mime: str) -> str:
    """What is wrong with a transcript of a type, in a few letters; empty where nothing is."""
    try:
        text = content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return f"UTF-8, byte {error.start}"
    if not text.strip():
        return "0 bytes"
    if mime == "text/vtt":
        return _captions_fault(text) if re.match(r"WEBVTT(?:[ \t\n]|$)", text) else "WEBVTT"
    if mime in ("application/srt", "application/x-subrip", "text/srt"):
        return _captions_fault(text)
    if mime == "application/json":
        return _json_fault(content, "segments")
    return ""


def chapters_fault(content: bytes) -> str:
    """What is wrong with JSON chapters, in a few letters; empty where nothing is. Source: JSON chapters 1.2."""
    wrong = _json_fault(content, "chapters")
    if wrong:
        return wrong
    found = json.loads(content)
    if not isinstance(found.get("version"), str):
        return "version"
    starts: list[float] = []
    for number, one in enumerate(found["chapters"], start=1):
        start = one.get("startTime") if isinstance(one, dict) else None
        if isinstance(start, bool) or not isinstance(start, int | float):
            return f"chapters {number}: startTime"
        starts.append(start)
    return "" if starts == sorted(starts) else "startTime ↑"


def _json_fault(content: bytes, key: str) -> str:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return "JSON"
    return "" if isinstance(found, dict) and isinstance(found.get(key), list) else key


def _captions_fault(text: str) -> str:
    """The first line with an arrow that is no timing, or that there is none."""
    count = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if "-->" in line:
            count += 1
            if len(line) > 500 or not _TIMING.fullmatch(line.strip()):
                return f"{number}"
    return "" if count else "-->"
