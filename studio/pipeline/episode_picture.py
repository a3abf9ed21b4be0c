"""The picture of an edition: its title, and what the sound that is published looks like."""

from __future__ import annotations

import json

from studio.audio.files.writers import heard
from studio.audio.pictures.bars import bars
from studio.errors import SoundRefused
from studio.pipeline import ledger
from studio.pipeline.opening import Studio
from studio.publishing.picture import BARS, banner
from studio.publishing.values import Both, Enclosure
from studio.store.cache import Cache

VERSION = 1


def episode_banner(studio: Studio, title: Both, sound: Enclosure) -> bytes:
    """The picture of an episode with this title and this sound, PNG."""
    show = Both(studio.settings.show.title_km, studio.settings.show.title_en)
    return banner(show, title, outline(studio, sound))


def outline(studio: Studio, sound: Enclosure) -> tuple[int, ...]:
    """How loud each part of a sound is, kept for the next time; none of one that cannot be decoded."""
    cache = Cache(studio.workspace.cache / "sound", studio.settings.limits.cache_mb << 20)
    key = ledger.key("outline", VERSION, {"sound": sound.digest, "bars": BARS})
    known = cache.get(key)
    if known is not None:
        return tuple(json.loads(known))
    try:
        found = bars(heard(sound.path), BARS)
    except SoundRefused:
        return ()
    cache.put(key, json.dumps(found).encode())
    return found
