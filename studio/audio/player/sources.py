"""The sources of a score, ready to be played: metered, and decoded where they have to be, each once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from studio.audio.player.metered import Metered, Peaks, from_bytes, peaks_from_bytes
from studio.audio.player.prepare import prepare, prepared_key, sound_key
from studio.audio.player.workers import Workers
from studio.audio.values import Cue
from studio.errors import SoundRefused, fault
from studio.languages import N_
from studio.store.cache import Cache
from studio.store.vault import digest_file
from studio.units import Digest

Tell = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and of how much."""


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


class Sources:
    """What is played, by its name. keys: what names each sound; metered: what each is.

    Raises SoundRefused with every source that is missing or cannot be used.
    """

    def __init__(
        self,
        cues: Sequence[Cue],
        files: Mapping[str, Path],
        digests: Mapping[str, Digest],
        cache: Cache,
        workers: Workers,
        tell: Tell,
    ) -> None:
        self._cues = {cue.played: cue for cue in cues}
        self._files, self._cache, self._workers, self._tell = files, cache, workers, tell
        self._paths: dict[str, Path] = {}
        there = [cue for cue in self._cues.values() if cue.source in files and files[cue.source].is_file()]
        missing = sorted({cue.source for cue in cues} - {cue.source for cue in there})
        known = {cue.source: digests.get(cue.source) or digest_file(files[cue.source]) for cue in there}
        self.keys: Mapping[str, Digest] = {cue.played: prepared_key(known[cue.source], cue.cleaning) for cue in there}
        found = {name: from_bytes(content) for name, key in self.keys.items() if (content := cache.get(key))}
        refused = [fault("audio.source-missing", name) for name in missing]
        try:
            self._prepare([name for name in self.keys if name not in found])
        except SoundRefused as error:
            refused += error.faults
        SoundRefused.raise_if(refused)
        self.metered: Mapping[str, Metered] = {
            name: found.get(name) or from_bytes(cache.kept(key)) for name, key in self.keys.items()
        }

    def peaks(self, name: str, channels: int) -> Peaks:
        """The peaks of a sound on that many channels, read anew; metered again where the cache lost them."""
        content = self._cache.get(self.keys[name])
        if content is None:
            self._prepare([name])
        return peaks_from_bytes(content or self._cache.kept(self.keys[name]), channels)

    def paths(self, names: Collection[str]) -> Mapping[str, Path]:
        """The files that some sounds are played from, whole: what the cache lost is decoded again."""
        new = [name for name in self._cues if name in names and name not in self._paths]
        decoded = {name: sound_key(self.keys[name]) for name in new if not self.metered[name].ready}
        self._paths |= {name: self._files[self._cues[name].source] for name in new if name not in decoded}
        self._paths |= {name: path for name, key in decoded.items() if (path := self._cache.path(key))}
        lost = [name for name in decoded if name not in self._paths]
        self._prepare(lost)
        self._paths |= {name: self._cache.whole(decoded[name]) for name in lost}
        return {name: self._paths[name] for name in names}

    def _prepare(self, names: Sequence[str]) -> None:
        tasks = [
            (self._files[self._cues[name].source], self.keys[name], self._cues[name].cleaning, self._cache)
            for name in names
        ]
        self._workers(prepare, tasks, lambda done: self._tell(N_("Preparing sources"), done, len(tasks)))
