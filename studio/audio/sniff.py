"""What kind of file it is, by its first bytes and never by its name. Pure."""

from __future__ import annotations

HEAD = 1 << 16
"""How many bytes are enough to know."""

ENDINGS = {
    "wav": (".wav", ".wave"),
    "w64": (".w64",),
    "flac": (".flac",),
    "ogg": (".ogg", ".oga", ".opus"),
    "mov": (".m4a", ".mp4", ".3gp", ".m4b", ".mov", ".aac"),
    "amr": (".amr", ".awb"),
    "aac": (".aac",),
    "mp3": (".mp3",),
}
"""The endings that belong to each container; its keys are the names of demuxers."""


def container_of(head: bytes) -> str | None:
    """The demuxer for a file that begins with these bytes; None for what Studio does not take.

    Only these demuxers are ever opened: none of them follows a reference to another file or to the network.
    """
    if head[:3] == b"ID3" and len(head) > 10:
        size = (head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127
        behind = head[10 + size :]
        return "flac" if behind[:4] == b"fLaC" else "aac" if _is_adts(behind) else "mp3"
    if head[:4] in (b"RIFF", b"RF64", b"RIFX") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "ogg"
    if head[4:8] == b"ftyp":
        return "mov"
    if head[:5] == b"#!AMR":
        return "amr"
    if _is_adts(head):
        return "aac"
    return "mp3" if _holds_mp3(head) else None


def _is_adts(head: bytes) -> bool:
    return len(head) > 6 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0


def _holds_mp3(head: bytes) -> bool:
    """Two frame headers of MPEG audio, one where the other says that the next begins."""
    at = head.find(b"\xff")
    while 0 <= at < len(head) - 4:
        size = mp3_frame_size(head[at : at + 4])
        if size and head[at + size : at + size + 1] == b"\xff" and mp3_frame_size(head[at + size : at + size + 4]):
            return True
        at = head.find(b"\xff", at + 1)
    return False


BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s of layer III by version, 1, or 2 for the low sample rates.

Source: ISO 11172-3 2.4.2.3, ISO 13818-3 2.4.2.3.
"""
RATES = (44_100, 48_000, 32_000)


def mp3_frame_size(header: bytes) -> int:
    """Bytes of the layer III frame with this header of 4 bytes; 0 where it is no such header."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, index, rate = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or index in (0, 15) or rate == 3:
        return 0
    low = 1 if version == 3 else 2
    hertz = RATES[rate] // {3: 1, 2: 2, 0: 4}[version]
    return 144_000 // low * BITRATES[low][index] // hertz + (header[2] >> 1 & 1)


STREAMED = (0, 0xFFFFFFFF)
"""Lengths in a WAV header that say nothing: its writer did not come back to fill them in."""


def ends_whole(container: str, head: bytes, tail: bytes, size: int) -> bool:
    """Whether a file of that size ends where its sound does; True where the container has no sign of it.

    Source: RFC 3533, 6 (the header type flag 0x04 on the last page of an Ogg stream); the length in a RIFF header.
    """
    if container == "wav" and head[:4] == b"RIFF":
        promised = int.from_bytes(head[4:8], "little")
        return promised in STREAMED or promised + 8 <= size
    if container != "ogg":
        return True
    at = tail.rfind(b"OggS")
    return at >= 0 and len(tail) > at + 5 and bool(tail[at + 5] & 4)
