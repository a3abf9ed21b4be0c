"""One chunk, in a worker: played, limited, encoded, and measured after decoding it again.

Whatever has a say in a sample of a chunk lies in a window around it, so that chunks do not depend on one another.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.audio.files.flac import FlacWriter, integers
from studio.audio.files.mp3 import DECODED_DELAY, Frames, checked, decoded, encoded, frame_bytes
from studio.audio.files.source import fitted
from studio.audio.masters.aim import Aim
from studio.audio.masters.chunks import Chunk
from studio.audio.meters.kweight import STEP, Sound
from studio.audio.meters.meter import Energies, Powers
from studio.audio.meters.truepeak import HALF, inner_peak
from studio.audio.player.limit import FORESIGHT, MEMORY, Limiter
from studio.audio.player.mix import blocks
from studio.audio.values import FRAME, CueSheet, MasterSpec
from studio.store.cache import Cache
from studio.units import RATE, Digest, Samples, digest_of

FRAMES_BEFORE, FRAMES_BEHIND = 8, 4
"""MP3 frames that are encoded around a chunk and left out: the encoder then stands as if it had never stopped."""
WARM = STEP
"""Sample frames before a chunk that the meter listens to first: its filter has forgotten all else."""
RAMP = RATE // 100
"""Half of the time over which one stretch's aim becomes the next one's."""
BITS = 24
KEPT = np.dtype("<f4")
GRAIN = math.gcd(FRAME, STEP)
"""Sample frames of one energy of a chunk: 4 ms, so that it can be measured on the 100 ms of any show it stands in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A finished chunk. energies (one a GRAIN), peak (full scale 1.0): as decoded again. checksum: of MP3 frames."""

    energies: Energies
    peak: float
    checksum: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the show that is played for a chunk, and the aims in it: each from a sample of the show on."""

    begin: Samples
    end: Samples
    aims: tuple[tuple[int, Aim], ...] = ()


def window_of(chunk: Chunk, length: Samples, encoder: bool) -> Window:
    """What is played for a finished chunk. encoder: it is encoded on its own."""
    before = MEMORY + FORESIGHT + (FRAMES_BEFORE * FRAME if encoder else WARM)
    behind = FORESIGHT + HALF + (FRAMES_BEHIND * FRAME if encoder else 0)
    return Window(Samples(max(chunk.start - before, 0)), Samples(min(chunk.end + behind, length)))


def render(
    sheet: CueSheet,
    levels: Sequence[float],
    sources: Mapping[str, Path],
    channels: int,
    chunk: Chunk,
    window: Window,
    spec: MasterSpec,
    key: Digest,
    cache: Cache,
) -> None:
    """Finish a chunk for a master, and keep it with what it measures. channels: of the mix."""
    played = blocks(sheet, sources, levels, channels, window.begin, window.end)
    sound = _limited(played, channels, window)
    if spec.codec == "mp3":
        _render_frames(sound, channels, chunk, window, spec, key, cache, chunk.end == sheet.length)
    else:
        _render_samples(sound, chunk, window, spec, key, cache)


def read_frames(content: bytes) -> tuple[Piece, Frames]:
    """A finished chunk of MP3."""
    head, _, rest = content.partition(b"\n")
    plain = json.loads(head)
    energies = np.frombuffer(rest, KEPT, plain["energies"])
    piece = Piece(energies.astype(np.float64), plain["peak"], plain["checksum"])
    return piece, Frames(rest[energies.nbytes :], piece.checksum)


def read_piece(content: bytes) -> Piece:
    """What a finished chunk measures."""
    return read_frames(content)[0]


def samples_key(key: Digest) -> Digest:
    """What names the samples of a finished chunk that is not encoded on its own."""
    return digest_of(f"samples {key}".encode())


def _limited(played: Iterable[Sound], channels: int, window: Window) -> Iterator[Sound]:
    """The window at its loudness, below its ceiling."""
    aims = window.aims
    if len(aims) == 1:
        limiter = Limiter(channels, aims[0][1].ceiling, aims[0][1].gain)
        for block in played:
            yield limiter.add(block)
        yield limiter.finish()
        return
    limiter = Limiter(channels, 0.0)
    taken = given = window.begin
    for block in played:
        drive = _curve(aims, taken, block, [aim.gain - aim.ceiling for _, aim in aims])
        taken = Samples(taken + len(block))
        out = limiter.add(block * drive)
        yield out * _curve(aims, given, out, [aim.ceiling for _, aim in aims])
        given = Samples(given + len(out))
    rest = limiter.finish()
    yield rest * _curve(aims, given, rest, [aim.ceiling for _, aim in aims])


def _curve(aims: Sequence[tuple[int, Aim]], at: int, block: Sound, decibels: Sequence[float]) -> Sound:
    """A level that goes from one aim to the next over 2 * RAMP around each change, linear, as the block is shaped."""
    edges = [edge for start, _ in aims[1:] for edge in (start - RAMP, start + RAMP)]
    values = [decibels[0], *(level for level in decibels[1:-1] for _ in (0, 1)), decibels[-1]]
    count, channels = block.shape
    first, last = np.searchsorted(edges, (at, at + count), "right")
    if first == last and first % 2 == 0:
        return np.full((1, 1), 10 ** (decibels[first // 2] / 20), np.float32)
    curve = 10 ** (np.interp(np.arange(at, at + count), edges, values) / 20)
    return np.repeat(curve.astype(np.float32), channels).reshape(count, channels)


def _render_frames(
    sound: Iterable[Sound],
    channels: int,
    chunk: Chunk,
    window: Window,
    spec: MasterSpec,
    key: Digest,
    cache: Cache,
    last: bool,
) -> None:
    before = min(FRAMES_BEFORE, chunk.start // FRAME)
    first = chunk.start - before * FRAME
    behind = 0 if last else FRAMES_BEHIND * FRAME
    content = encoded(_between(sound, window.begin, first, chunk.end + behind), channels, spec.bitrate_kbps)
    size = frame_bytes(spec.bitrate_kbps)
    count = None if last else before + (chunk.end - chunk.start) // FRAME
    kept = content[before * size : count and count * size]
    heard = _between(decoded(content, spec.bitrate_kbps), first - DECODED_DELAY, first, chunk.end + HALF)
    frames = checked(kept, spec.bitrate_kbps)
    piece = _measured(heard, channels, first, chunk)
    cache.put(key, _kept(Piece(piece.energies, piece.peak, frames.checksum)) + kept)


def _render_samples(
    sound: Iterable[Sound], chunk: Chunk, window: Window, spec: MasterSpec, key: Digest, cache: Cache
) -> None:
    scale = np.float32(1 / (1 << (BITS - 1)))
    written = [(integers(fitted(block, spec.channels), BITS) * scale).astype(np.float32) for block in sound]
    with (
        cache.making(samples_key(key), ".flac") as target,
        FlacWriter(target, spec.channels, BITS) as writer,
    ):
        for block in _between(written, window.begin, chunk.start, chunk.end):
            writer.write(block)
    cache.put(key, _kept(_measured(written, spec.channels, window.begin, chunk)))


def _measured(sound: Iterable[Sound], channels: int, begin: int, chunk: Chunk) -> Piece:
    """What a chunk measures; sound: a stretch around it that begins there, silent before and behind."""
    lead = min(WARM, chunk.start - begin)
    ahead = min(HALF, chunk.start - begin)
    powers, peak, at = Powers(channels, GRAIN), 0.0, begin
    energies: list[Energies] = []
    around = np.zeros((HALF - ahead, channels), np.float32)
    behind = chunk.end + HALF
    for block in sound:
        for heard in _between([block], at, chunk.start - lead, chunk.end):
            energies += powers.add(heard)
        for heard in _between([block], at, chunk.start - ahead, chunk.end + HALF):
            around = np.concatenate([around, heard])
            peak, around = inner_peak(around, peak), around[-2 * HALF :]
            behind -= len(heard)
        at += len(block)
    missing = behind - (chunk.start - ahead)
    peak = inner_peak(np.pad(around, ((0, missing), (0, 0))), peak)
    return Piece(np.concatenate([*energies, powers.rest()])[lead // GRAIN :], peak)


def _between(sound: Iterable[Sound], begin: int, start: int, end: int) -> Iterator[Sound]:
    """What lies between two samples of the show in a sound that begins at one."""
    at = begin
    for block in sound:
        first, last = max(start - at, 0), min(end - at, len(block))
        if first < last:
            yield block[first:last]
        at += len(block)


def _kept(piece: Piece) -> bytes:
    """A piece as it is kept, in front of its frames."""
    plain = {"energies": len(piece.energies), "peak": piece.peak, "checksum": piece.checksum}
    return json.dumps(plain).encode() + b"\n" + piece.energies.astype(KEPT).tobytes()
