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
    "matroska": (".webm", ".weba", ".mka", ".mkv"),
    "gsm": (".gsm",),
}
"""The endings that belong to each container; its keys are the names of demuxers."""

W64 = bytes.fromhex("726966662e91cf11a5d628db04c10000")
"""The first bytes of a Wave64 file: the GUID that stands for "riff"."""
EBML = bytes.fromhex("1a45dfa3")
GSM_FRAME = 33
"""Bytes of 20 ms of GSM 06.10; the upper half of the first is 0xD."""
GSM_FRAMES = 50
TAG_HEADER = 10


def container_of(head: bytes, ending: str = "") -> str | None:
    """The demuxer for a file that begins with these bytes; None for what Studio does not take.

    Only these demuxers are ever opened: none of them follows a reference to another file or to the network.
    ending: of the file's name; counts for ".gsm" alone, which has no header, where a second of frames look like it.
    """
    if head[:3] == b"ID3" and len(head) > TAG_HEADER:
        behind = head[id3_size(head) :]
        return "flac" if behind[:4] == b"fLaC" else "aac" if _is_adts(behind) else "mp3"
    if (head[:4] in (b"RIFF", b"RF64", b"RIFX") and head[8:12] == b"WAVE") or head[:16] == W64:
        return "w64" if head[:16] == W64 else "wav"
    if head[:4] in STARTS:
        return STARTS[head[:4]]
    if head[4:8] == b"ftyp":
        return "mov"
    if head[:5] == b"#!AMR":
        return "amr"
    if _is_adts(head):
        return "aac"
    if ending == ".gsm" and len(head) >= GSM_FRAME and _is_gsm(head):
        return "gsm"
    return "mp3" if first_mp3_frame(head) is not None else None


def _is_gsm(head: bytes) -> bool:
    return all(one >> 4 == 0xD for one in head[: GSM_FRAME * GSM_FRAMES : GSM_FRAME])


STARTS = {b"fLaC": "flac", b"OggS": "ogg", EBML: "matroska"}


def id3_size(head: bytes) -> int:
    """Bytes of the ID3v2 tag that a file begins with, as the tag itself says; 0 where there is none.

    Source: ID3v2.4.0 main structure, 3.1 and 3.4.
    """
    if head[:3] != b"ID3" or len(head) < TAG_HEADER:
        return 0
    size = (head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127
    return TAG_HEADER + size + (TAG_HEADER if head[5] & 0x10 else 0)


def _is_adts(head: bytes) -> bool:
    return len(head) > 6 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0


def first_mp3_frame(head: bytes, start: int = 0) -> int | None:
    """Where MPEG audio begins: two frame headers, one where the other says that the next begins; None for nowhere."""
    at = head.find(b"\xff", start)
    while 0 <= at < len(head) - 4:
        size = mp3_frame_size(head[at : at + 4])
        if size and head[at + size : at + size + 1] == b"\xff" and mp3_frame_size(head[at + size : at + size + 4]):
            return at
        at = head.find(b"\xff", at + 1)
    return None


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


def speech_frame_is_sound(container: str, first: int) -> bool:
    """Whether the first byte of a frame of AMR or GSM is one that a telephone would send; True for other containers.

    The decoders of speech take any bits for speech: this is the only sign of damage there is.
    Source: RFC 4867, 5.3 (padding 0, quality bit 1, a type of frame that exists); RFC 3551, 4.5.8.1 (GSM signature).
    """
    if container == "gsm":
        return first >> 4 == 0xD
    if container != "amr":
        return True
    return first & 0x87 == 0x04 and first >> 3 not in (10, 11, 12, 13)
