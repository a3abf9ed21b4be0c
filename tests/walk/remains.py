"""What is left of words and voices in a folder: in every file, however it is packed; in every sound, by its shape."""

from __future__ import annotations

import gzip
import hashlib
import html
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np
from mutagen import File as Tagged

from studio.audio.files.source import Source
from studio.errors import SoundRefused

PLAIN = (".studio.lock",)
BREAKS = re.compile(b"\xe2\x80\x8b|<wbr ?/?>|&#8203;")
"""Where a page says that a line may break: nobody reads it."""
ALIKE = 0.12
"""Correlation from which two sounds have the same one in them; of noises that do not, it is below .08."""
SOUNDS = frozenset({"", ".mp3", ".flac", ".wav", ".opus", ".ogg", ".m4a"})
COARSE, WINDOW = 3, 6_000


def layers(content: bytes, depth: int = 3) -> Iterator[bytes]:
    """Some bytes, and what is packed in them."""
    yield content
    if BREAKS.search(content):
        yield BREAKS.sub(b"", content)
    if not depth:
        return
    if content.startswith(b"\x1f\x8b"):
        yield from layers(gzip.decompress(content), depth - 1)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for one in packed.infolist():
                yield from layers(packed.read(one), depth - 1)
    if content.startswith(b"\x89PNG"):
        at = 8
        while at < len(content):
            size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
            chunk = content[at + 8 : at + 8 + size]
            if kind in (b"zTXt", b"iTXt") and b"\x78" in chunk:
                yield zlib.decompressobj().decompress(chunk[chunk.index(b"\x78") :])
            at += 12 + size


def ways(words: str) -> list[bytes]:
    """How words may stand in a file."""
    spelled = (words, json.dumps(words)[1:-1], html.escape(words), words.encode("ascii", "xmlcharrefreplace").decode())
    return [one.encode(code) for one in dict.fromkeys(spelled) for code in ("utf-8", "utf-16-le", "utf-16-be")]


def texts(path: Path, content: bytes) -> Iterator[bytes]:
    """Everything in a file that may be text: its bytes, what is packed, rows of a database."""
    yield from layers(content)
    if content.startswith(b"SQLite format 3"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            yield "\n".join(database.iterdump()).encode()


def tags(path: Path) -> bytes:
    """What is written on a sound, however it is kept there."""
    tagged = Tagged(path)
    return str(tagged.tags.pprint() if tagged is not None and tagged.tags else "").encode()


def holds(path: Path, content: bytes, phrases: Collection[str]) -> bool:
    """Whether one of some phrases stands in a file, in any form; in a sound, in any of its bytes or on it."""
    if path.suffix in (".mp3", ".flac", ".opus") or content.startswith(b"fLaC"):
        wanted = [one.encode() for one in phrases]
        return any(one in content for one in wanted) or any(one in tags(path) for one in wanted)
    ways_of = [way for one in phrases for way in ways(one)]
    return any(way in text for text in texts(path, content) for way in ways_of)


def with_words(root: Path, *phrases: str, known: dict[bytes, bool] | None = None) -> list[str]:
    """The files below a folder in which one of some phrases stands, in any form.

    known: what was found for the same phrases in files of the same bytes, wherever they lay.
    """
    known, found = {} if known is None else known, []
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.name in PLAIN:
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).digest()
        if digest not in known:
            known[digest] = holds(path, content, phrases)
        if known[digest]:
            found.append(path.relative_to(root).as_posix())
    return found


def sound(path: Path) -> np.ndarray | None:
    """A sound as one channel, float32 (n,) at 48 kHz; None where the file is none."""
    try:
        with Source(path) as source:
            blocks = [block.mean(axis=1) for block in source.blocks()]
    except (SoundRefused, OSError):
        return None
    return np.concatenate(blocks) if blocks else None


def coarse(whole: np.ndarray) -> np.ndarray:
    """A sound at a third of its rate, which is enough to know it by."""
    return whole[: len(whole) // COARSE * COARSE].reshape(-1, COARSE).mean(axis=1).astype(np.float64)


def likeness(long: np.ndarray, shapes: dict[str, np.ndarray]) -> dict[str, float]:
    """How like the middle of each of some sounds some place in another is: the highest normalised correlation."""
    long = coarse(long)
    size = 1 << (len(long) + WINDOW).bit_length()
    spectrum = np.fft.rfft(long, size)
    energy = np.concatenate([[0.0], np.cumsum(long**2)])
    found = {}
    for name, whole in shapes.items():
        shape = coarse(whole)
        middle = max(len(shape) // 2 - WINDOW // 2, 0)
        shape = shape[middle : middle + WINDOW]
        shape = shape - shape.mean()
        count = len(long) - len(shape)
        if count <= 0 or not shape.any():
            continue
        crossed = np.fft.irfft(spectrum * np.conj(np.fft.rfft(shape, size)), size)[:count]
        within = energy[len(shape) :][:count] - energy[:count]
        found[name] = float(np.max(np.abs(crossed) / np.sqrt(np.maximum(within, 1e-6) * (shape**2).sum())))
    return found


def with_voice(root: Path, voices: dict[str, np.ndarray]) -> dict[str, list[str]]:
    """For each sound file below a folder, whatever it is called, the voices that are heard in it."""
    found = {}
    for path in sorted(root.rglob("*")) if voices else ():
        if not path.is_file() or not ("audio" in path.parts or path.suffix in SOUNDS):
            continue
        whole = sound(path)
        heard = [name for name, like in likeness(whole, voices).items() if like >= ALIKE] if whole is not None else []
        if heard:
            found[path.relative_to(root).as_posix()] = heard
    return found
