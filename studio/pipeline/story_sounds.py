"""Sounds of single stories, cut out of a master between two frames."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.audio.files.cutting import cut_mp3
from studio.audio.values import Tags
from studio.errors import SoundRefused
from studio.languages import Language
from studio.publishing.values import Enclosure, Segment
from studio.store.vault import digest_file
from studio.units import samples


def with_sound(segment: Segment, whole: Enclosure, folder: Path) -> Segment:
    """A story with its part of the master as a sound of its own; as it is where the master cannot be cut."""
    path = folder / f"{whole.digest}-{segment.start}.mp3"
    if whole.suffix != ".mp3":
        return segment
    try:
        cut_mp3(whole.path, path, samples(segment.start), samples(segment.ms), Tags(segment.title.told(Language.KM)))
    except SoundRefused:
        return segment
    own = replace(whole, path=path, bytes=path.stat().st_size, ms=segment.ms, digest=digest_file(path), name="")
    return replace(segment, enclosure=own)
