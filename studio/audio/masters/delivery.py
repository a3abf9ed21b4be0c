"""A master written out: its chunks behind one another in one file, with what players show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.audio.files.mp3 import write_mp3
from studio.audio.files.source import decoded_blocks
from studio.audio.files.tags import id3
from studio.audio.files.writers import writer
from studio.audio.masters.chunks import Chunk
from studio.audio.masters.render import read_frames, samples_key
from studio.audio.values import CueSheet, MasterSpec, Tags
from studio.store.cache import Cache
from studio.units import Digest


@dataclass(frozen=True, slots=True)
class Order:
    """A master that is wanted, and where. tags: what players show; None for none."""

    spec: MasterSpec
    target: Path
    tags: Tags | None = None


def write(path: Path, sheet: CueSheet, keys: Mapping[Chunk, Digest], order: Order, cache: Cache) -> None:
    """Write finished chunks as one file of an order's codec."""
    spec = order.spec
    if spec.codec == "mp3":
        tag = id3(order.tags, sheet.marks, sheet.length) if order.tags is not None else b""
        frames = (read_frames(cache.kept(key))[1] for key in keys.values())
        write_mp3(path, frames, sheet.length, spec.channels, spec.bitrate_kbps, tag)
        return
    with writer(path, spec, spec.channels, sheet.marks, order.tags, sheet.length) as file:
        for key in keys.values():
            for block in decoded_blocks(cache.whole(samples_key(key))):
                file.write(block)
