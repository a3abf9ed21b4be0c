"""What a recording says about itself, and whether it is all there. Pure.

The demuxers believe a header or guess in silence; here its promises are read, to be held against what is decoded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.audio.files.sniff import GSM_FRAME, RATES, mp3_frame_size

STREAMED = (0, 0xFFFFFFFF)
"""Lengths in a WAV header that say nothing: its writer did not come back to fill them in."""
PCM, FLOAT, MULAW, ALAW = 1, 3, 7, 6
EXTENSIBLE = 0xFFFE
OGG_LAST = 4
OGG_PAGE = 27
ID3V1, APE_FOOTER = 128, 32
TRUSTED_FRAMES = 3
"""Frames in a row, each where the one before says, that are believed to be MPEG audio."""


@dataclass(frozen=True, slots=True)
class WavHeader:
    """The promises of a WAV header.

    rate: hertz. byte_rate: bytes a second. align: bytes a sample frame. start: where the sound begins. length: bytes
    of sound; None where the header does not say. plain: whether it is not compressed.
    """

    rate: int
    channels: int
    bits: int
    byte_rate: int
    align: int
    start: int
    length: int | None
    plain: bool

    @property
    def contradicts(self) -> bool:
        """Whether rate, channels and bits are not what the bytes a second say."""
        if not self.plain:
            return False
        return self.align != self.channels * ((self.bits + 7) // 8) or self.byte_rate != self.rate * self.align


def wav_header(head: bytes) -> WavHeader | None:
    """The header of a RIFF or RF64 WAV; None where format or sound are not in these bytes.

    Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF); EBU Tech 3306 (RF64, ds64).
    """
    fields: bytes | None = None
    long = None
    for kind, start, length in _chunks(head):
        if kind == b"ds64":
            long = int.from_bytes(head[start + 8 : start + 16], "little")
        if kind == b"fmt " and length >= 16:
            fields = head[start : start + length]
        if kind == b"data" and fields is not None:
            if length == 0xFFFFFFFF and long:
                length = long
            return _wav(fields, start, None if length in STREAMED else length)
    return None


def _wav(fields: bytes, start: int, length: int | None) -> WavHeader:
    number = [int.from_bytes(fields[at : at + size], "little") for at, size in WAV_FIELDS]
    kind, channels, rate, byte_rate, align, bits = number
    if kind == EXTENSIBLE and len(fields) >= 26:
        kind = int.from_bytes(fields[24:26], "little")
    return WavHeader(rate, channels, bits, byte_rate, align, start, length, kind in (PCM, FLOAT, MULAW, ALAW))


WAV_FIELDS = ((0, 2), (2, 2), (4, 4), (8, 4), (12, 2), (14, 2))


def _chunks(head: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at + 8 <= len(head):
        length = int.from_bytes(head[at + 4 : at + 8], "little")
        yield head[at : at + 4], at + 8, length
        at += 8 + length + length % 2


def w64_header(head: bytes) -> WavHeader | None:
    """The header of a Sony Wave64; None where format or sound are not in these bytes.

    Its chunks are named by 16 bytes that begin with four letters; a length counts its own 24 bytes as well.
    """
    fields, at = b"", 40
    while at + 24 <= len(head):
        kind, length = head[at : at + 4], int.from_bytes(head[at + 16 : at + 24], "little")
        if kind == b"fmt ":
            fields = head[at + 24 : at + length]
        if kind == b"data" and len(fields) >= 16:
            return _wav(fields, at + 24, length - 24 if length > 24 else None)
        at += max(length + -length % 8, 24)
    return None


def is_chunk(content: bytes) -> bool:
    """Whether a RIFF chunk begins here: four printable letters, and a length."""
    return len(content) >= 8 and all(32 <= one < 127 for one in content[:4])


def flac_header(head: bytes) -> tuple[int, int] | None:
    """The rate and the channels that a FLAC file names; None where it has no STREAMINFO. Source: RFC 9639, 8.2."""
    if len(head) < 26 or head[:4] != b"fLaC" or head[4] & 0x7F:
        return None
    packed = int.from_bytes(head[18:26], "big")
    return packed >> 44, (packed >> 41 & 7) + 1


def mp3_seconds(head: bytes) -> float:
    """How long an MP3 says it is in the Xing, Info or VBRI header of its first frame; 0.0 where it has none.

    Source: ISO 11172-3 2.4.1.7 (where the main part of a frame begins); the headers are a custom of encoders.
    """
    size = mp3_frame_size(head[:4])
    if not size:
        return 0.0
    first = head[:size]
    low = first[1] >> 3 & 3 != 3
    mono = first[3] >> 6 == 3
    side = (9 if mono else 17) if low else (17 if mono else 32)
    rate = RATES[first[2] >> 2 & 3] // {3: 1, 2: 2, 0: 4}[first[1] >> 3 & 3]
    if first[4 + side : 8 + side] in (b"Xing", b"Info") and first[11 + side] & 1:
        count = int.from_bytes(first[12 + side : 16 + side], "big")
    elif first[36:40] == b"VBRI":
        count = int.from_bytes(first[50:54], "big")
    else:
        return 0.0
    return count * (576 if low else 1152) / rate


def wav_whole(header: WavHeader, size: int) -> bool:
    """Whether all the sound that a WAV promises is in a file of that size."""
    return header.length is None or header.start + header.length <= size


def ogg_whole(tail: bytes) -> bool:
    """Whether an Ogg file that ends with these bytes has its last page, all of it.

    Source: RFC 3533, 6 (the header type flag 0x04 on the last page of a stream; the table of lengths).
    """
    at = tail.rfind(b"OggS")
    if at < 0 or len(tail) < at + OGG_PAGE:
        return False
    count = tail[at + 26]
    page = OGG_PAGE + count + sum(tail[at + OGG_PAGE : at + OGG_PAGE + count])
    return bool(tail[at + 5] & OGG_LAST) and len(tail) - at >= page


def mp3_whole(tail: bytes) -> bool:
    """Whether the last frame of an MP3 that ends with these bytes is complete; True where that cannot be told."""
    end = _sound_end(tail)
    for start in range(end):
        at, count = start, 0
        while size := mp3_frame_size(tail[at : min(at + 4, end)]):
            at, count = at + size, count + 1
        if count >= TRUSTED_FRAMES:
            return at <= end
    return True


def _sound_end(tail: bytes) -> int:
    """Where the tags at the end of an MP3 begin."""
    end = len(tail)
    if tail[end - ID3V1 : end - ID3V1 + 3] == b"TAG":
        end -= ID3V1
    footer = tail[max(end - APE_FOOTER, 0) : end]
    if footer[:8] == b"APETAGEX":
        end -= int.from_bytes(footer[12:16], "little") + (APE_FOOTER if footer[23] & 0x80 else 0)
    return max(end, 0)


def gsm_whole(size: int) -> bool:
    """Whether headerless GSM of that many bytes is made of whole frames."""
    return size % GSM_FRAME == 0


Boxes = Sequence[tuple[bytes, int, int]]
"""The boxes of an MP4 file that are not inside another: kind, where it begins, its length in bytes."""


def mov_box(content: bytes, at: int, size: int) -> tuple[bytes, int, int] | None:
    """The box whose header these bytes are; None where they are none.

    at: where it stands in a file of that size. Source: ISO/IEC 14496-12, 4.2.
    """
    if len(content) < 8:
        return None
    length = int.from_bytes(content[:4], "big")
    if length == 1 and len(content) >= 16:
        length = int.from_bytes(content[8:16], "big")
    if length == 0:
        length = size - at
    return (content[4:8], at, length) if length >= 8 else None


def mov_indexed(boxes: Boxes, size: int) -> bool:
    """Whether an MP4 file of that size has its index, all of it."""
    return any(kind == b"moov" and at + length <= size for kind, at, length in boxes)


def mov_whole(boxes: Boxes, size: int) -> bool:
    """Whether the last box of an MP4 file of that size is complete."""
    return bool(boxes) and boxes[-1][1] + boxes[-1][2] <= size
