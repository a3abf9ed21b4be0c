"""An open file as the demuxers are shown it: its own bytes, no more than there were when it was opened.

What its first and last bytes say is read here; nothing is opened by name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.audio.files.sniff import HEAD, container_of, first_mp3_frame, id3_size
from studio.audio.takes.headers import (
    flac_header,
    gsm_whole,
    is_chunk,
    mov_box,
    mov_indexed,
    mov_whole,
    mp3_seconds,
    mp3_whole,
    ogg_whole,
    w64_header,
    wav_header,
    wav_whole,
)
from studio.errors import SoundRefused, fault

TAIL = 1 << 17
TAGS = 8
"""How many ID3 tags in a row are passed over."""
BOXES = 100_000
WAV_REST = 1.0
"""Seconds of sound behind the end that a WAV names from which on its length is not believed."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What the bytes of a file say.

    container: the demuxer. start, end: where its sound lies, tags in front left out. seconds: how long it says it is,
    0.0 where it does not, or where the demuxer knows. whole: whether its end is there, None where that cannot be told.
    tag_damaged: the tag in front lies about its length. contradicts: rate, channels and bits are not what the bytes a
    second say. unlimited: the length in the header is not to be followed. said: rate and channels of FLAC.
    """

    container: str
    start: int
    end: int
    seconds: float = 0.0
    whole: bool | None = None
    tag_damaged: bool = False
    contradicts: bool = False
    unlimited: bool = False
    said: tuple[int, int] | None = None


def look(source: int, name: str) -> Looks:
    """What an open file says about itself.

    Raises SoundRefused where it is empty, of no format that is taken, or lacks its index.
    """
    end = os.fstat(source).st_size
    start, damaged = _behind_tags(source, end)
    head = os.pread(source, HEAD, start)
    container = container_of(head, Path(name).suffix.lower())
    if container is None:
        raise SoundRefused(fault("audio.format-unknown" if end else "audio.empty", name))
    if container in ("wav", "w64"):
        return _wav(source, container, head, end)
    seconds: float = 0.0
    whole: bool | None = None
    if container == "mp3":
        first = first_mp3_frame(head)
        seconds, whole = mp3_seconds(head[first:] if first is not None else b""), mp3_whole(_tail(source, start, end))
    elif container == "ogg":
        whole = ogg_whole(_tail(source, start, end))
    elif container == "gsm":
        whole = gsm_whole(end)
    elif container == "mov":
        boxes = list(_boxes(source, end))
        if not mov_indexed(boxes, end):
            raise SoundRefused(fault("audio.index-missing", name))
        whole = mov_whole(boxes, end)
    said = flac_header(head) if container == "flac" else None
    return Looks(container, start, end, seconds, whole, damaged, said=said)


def _wav(source: int, container: str, head: bytes, end: int) -> Looks:
    header = wav_header(head) if container == "wav" else w64_header(head)
    if header is None or header.length is None:
        return Looks(container, 0, end, contradicts=header is not None and header.contradicts)
    behind = header.start + header.length + header.length % 2
    per_second = max(header.byte_rate, 1)
    lies = container == "wav" and end - behind > per_second * WAV_REST and not is_chunk(os.pread(source, 8, behind))
    return Looks(
        container,
        0,
        end,
        0.0 if header.contradicts or not header.byte_rate else header.length / per_second,
        wav_whole(header, end),
        contradicts=header.contradicts,
        unlimited=lies,
    )


def _behind_tags(source: int, end: int) -> tuple[int, bool]:
    """Where the sound begins behind ID3 tags; and whether such a tag is longer than the file."""
    start = 0
    for _ in range(TAGS):
        head = os.pread(source, HEAD, start)
        size = id3_size(head)
        if not size:
            break
        if start + size >= end:
            first = first_mp3_frame(head, 1)
            return start + (first if first is not None else 0), True
        start += size
    return start, False


def _tail(source: int, start: int, end: int) -> bytes:
    begin = max(start, end - TAIL)
    return os.pread(source, end - begin, begin)


def _boxes(source: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    at = 0
    for _ in range(BOXES):
        box = mov_box(os.pread(source, 16, at), at, end)
        if box is None:
            return
        yield box
        at += box[2]


class Window:
    """A part of an open file, for reading: positions count from its beginning, and it does not grow.

    start, end: bytes of the file.
    """

    def __init__(self, source: int, start: int, end: int) -> None:
        self._source, self._start, self._size = source, start, max(end - start, 0)
        self._at = 0

    def read(self, count: int = -1) -> bytes:
        """The next bytes, at most count."""
        left = max(self._size - self._at, 0)
        found = os.pread(self._source, left if count < 0 else min(count, left), self._start + self._at)
        self._at += len(found)
        return found

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a position; the new one."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(base + offset, 0)
        return self._at

    def tell(self) -> int:
        """The position."""
        return self._at

    def seekable(self) -> bool:
        """Always."""
        return True
