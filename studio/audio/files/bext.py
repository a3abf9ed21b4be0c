"""Chunks of a broadcast WAV file: what is in it, when it is aired, how loud it is, and where its chapters begin. Pure.

Source: EBU Tech 3285 version 2 (bext), EBU Tech 3306 (RF64), Microsoft and IBM, Multimedia Programming Interface and
Data Specifications 1.0 (cue, adtl, INFO, CSET).
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from studio.audio.meters.meter import Loudness
from studio.audio.values import QUIETEST, Mark, Tags

VERSION = 2
ORIGINATOR = "Studio"
LOUDNESS_AT = 412
"""Where the five loudness fields stand in the contents of bext."""
UNMEASURED = b"\xff\x7f" * 5
UTF_8 = 65001
FORMAT_PCM = 1


def chunk(name: bytes, contents: bytes) -> bytes:
    """A chunk with its length in front, padded to an even number of bytes."""
    return name + struct.pack("<I", len(contents)) + contents + bytes(len(contents) % 2)


def pcm(channels: int, rate: int, size: int) -> bytes:
    """The chunk `fmt ` of uncompressed sound; size: bytes of one sample."""
    return chunk(
        b"fmt ", struct.pack("<HHIIHH", FORMAT_PCM, channels, rate, rate * channels * size, channels * size, 8 * size)
    )


def extension(tags: Tags, channels: int, rate: int, bits: int) -> bytes:
    """The chunk `bext`, with its loudness still open.

    Its texts are ASCII by the standard: other letters are left out, so tags.plain is what it is called.
    """
    title = ascii_of(tags.plain) or ascii_of(tags.title) or ascii_of(tags.reference)
    day, moment, reference = moments(tags.originated, rate)
    sides = "mono" if channels == 1 else "stereo"
    history = f"A=PCM,F={rate},W={bits},M={sides},T={ORIGINATOR}\r\n"
    return chunk(
        b"bext",
        _fixed(title, 256)
        + _fixed(ascii_of(tags.artist) or ORIGINATOR, 32)
        + _fixed(ascii_of(tags.reference), 32)
        + _fixed(day, 10)
        + _fixed(moment, 8)
        + struct.pack("<QH", reference, VERSION)
        + bytes(64)
        + UNMEASURED
        + bytes(180)
        + history.encode(),
    )


def moments(originated: datetime | None, rate: int) -> tuple[str, str, int]:
    """Date, time of day, and samples since midnight, as bext holds them; empty and 0 where nothing is known."""
    if originated is None:
        return "", "", 0
    seconds = originated.hour * 3600 + originated.minute * 60 + originated.second
    since = seconds * rate + originated.microsecond * rate // 1_000_000
    return originated.date().isoformat(), f"{originated:%H:%M:%S}", since


def levels(loudness: Loudness) -> bytes:
    """The five loudness fields of bext, hundredths each: value, range, true peak, momentary, short-term."""
    found = (loudness.integrated, loudness.range, loudness.peak, loudness.momentary, loudness.short_term)
    fields = [0x7FFF if level <= QUIETEST else round(level * 100) for level in found]
    return struct.pack("<5h", *fields)


def cue_points(marks: Sequence[Mark]) -> bytes:
    """The chunks `cue ` and `LIST adtl`: where each chapter begins, in sample frames of the file, and its title."""
    if not marks:
        return b""
    points, labels = [], []
    for number, mark in enumerate(marks, 1):
        points.append(struct.pack("<II4sIII", number, mark.start, b"data", 0, 0, mark.start))
        labels.append(chunk(b"labl", struct.pack("<I", number) + _terminated(mark.title)))
    listed = struct.pack("<I", len(points)) + b"".join(points)
    return chunk(b"cue ", listed) + chunk(b"LIST", b"adtl" + b"".join(labels))


def names(tags: Tags) -> bytes:
    """The chunks `CSET` and `LIST INFO`: what players show, and that texts are UTF-8."""
    told = {
        b"INAM": tags.title,
        b"IART": tags.artist,
        b"IPRD": tags.album,
        b"ICRD": tags.date,
        b"IGNR": tags.genre,
        b"ICOP": tags.license,
        b"ICMT": tags.comment,
    }
    listed = b"".join(chunk(name, _terminated(text)) for name, text in told.items() if text)
    return chunk(b"CSET", struct.pack("<HHHH", UTF_8, 0, 0, 0)) + chunk(b"LIST", b"INFO" + listed)


def ascii_of(text: str) -> str:
    """A text without what is not printable ASCII; accents are taken off, gaps are closed."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in plain).split())


def _fixed(text: str, size: int) -> bytes:
    return text.encode("ascii")[:size].ljust(size, b"\0")


def _terminated(text: str) -> bytes:
    return text.replace("\0", "").encode("utf-8", "replace") + b"\0"
