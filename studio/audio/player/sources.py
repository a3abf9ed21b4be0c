"""The sources of a score, ready to be played: metered, and decoded where they have to be, each once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from studio.audio.player.metered import Metered, from_bytes
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
        kept = {name: cache.get(key) for name, key in self.keys.items()}
        refused = [fault("audio.source-missing", name) for name in missing]
        try:
            self._prepare([name for name, content in kept.items() if content is None])
        except SoundRefused as error:
            refused += error.faults
        SoundRefused.raise_if(refused)
        self.metered: Mapping[str, Metered] = {
            name: from_bytes(kept[name] or cache.kept(key)) for name, key in self.keys.items()
        }

    def paths(self, names: Collection[str]) -> Mapping[str, Path]:
        """The files that some sounds are played from, whole: what the cache lost is decoded again."""
        new = [name for name in self._cues if name in names and name not in self._paths]
        decoded = {name: sound_key(self.keys[name]) for name in new if not self.metered[name].ready}
        self._prepare([name for name, key in decoded.items() if self._cache.path(key) is None])
        for name in new:
            own = self._files[self._cues[name].source]
            self._paths[name] = self._cache.whole(decoded[name]) if name in decoded else own
        return {name: self._paths[name] for name in names}

    def _prepare(self, names: Sequence[str]) -> None:
        tasks = [
            (self._files[self._cues[name].source], self.keys[name], self._cues[name].cleaning, self._cache)
            for name in names
        ]
        self._workers(prepare, tasks, lambda done: self._tell(N_("Preparing sources"), done, len(tasks)))
