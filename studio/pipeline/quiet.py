"""Where somebody speaks in a recording, and its room tone: measured once, kept in the cache."""

from __future__ import annotations

import json
from typing import Protocol

from studio.audio.files.source import Source
from studio.audio.scores.levels import fine_energies
from studio.audio.scores.room import room_tone
from studio.audio.scores.treatment import Quiet, Treatment
from studio.audio.scores.trim import spoken
from studio.pipeline import ledger
from studio.pipeline.opening import Studio
from studio.store.cache import Cache
from studio.units import Digest, Ms, Samples, samples

RECIPE = 1


class Recording(Protocol):
    """A recording in the vault: its digest, how long it is, and what is done to it."""

    @property
    def digest(self) -> Digest:
        """The name of its working copy."""

    @property
    def ms(self) -> Ms:
        """How long it is, as recorded."""

    @property
    def treatment(self) -> Treatment:
        """What is done to it where it is heard."""


def quiet_of(studio: Studio, heard: Recording) -> Quiet:
    """What was measured of a recording; room tone is never taken from what a person left out of it.

    Raises VaultDamaged, SoundRefused where it cannot be read.
    """
    left_out = without(heard.treatment, heard.ms)
    key = ledger.key("quiet", RECIPE, [heard.digest, left_out])
    cache = Cache(studio.workspace.cache / "sound", studio.settings.limits.cache_mb << 20)
    known = cache.get(key)
    if known is None:
        with Source(studio.workspace.vault.open(heard.digest)) as source:
            energies = fine_energies(source.blocks(), source.channels)
        known = json.dumps([spoken(energies), room_tone(energies, left_out)]).encode()
        cache.put(key, known)
    found, room = json.loads(known)
    return Quiet((Samples(found[0]), Samples(found[1])), room and (Samples(room[0]), Samples(room[1])))


def without(treatment: Treatment, length: Ms) -> list[tuple[Samples, Samples]]:
    """What a person left out of a recording."""
    ends = [(Ms(0), treatment.trim_in or Ms(0)), (length if treatment.trim_out is None else treatment.trim_out, length)]
    return [(samples(start), samples(end)) for start, end in [*ends, *treatment.cuts] if start < end]
