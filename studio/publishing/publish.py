"""Publish: media, transcripts, chapters and pages first, the feed last, each file whole, nothing twice."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from studio.errors import Fault, PublishRefused, fault
from studio.publishing import addresses, manifest
from studio.publishing.check import faults
from studio.publishing.feed import feed_bytes
from studio.publishing.plan import Planned, plan
from studio.publishing.requirements import unfit
from studio.publishing.values import Channel, Enclosure, PublishedEpisode, cleaned, newest_first
from studio.store.files import replacing, sweep, sync_folder, write_bytes
from studio.units import Digest, digest_of

__all__ = ["Published", "faults", "publish"]

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: the files it wrote, how many it found as they should be, what it took away.

    feed and page are the paths of the feed and of the Khmer home page.
    """

    written: tuple[Path, ...]
    unchanged: int
    removed: tuple[Path, ...]
    feed: Path
    page: Path


def publish(channel: Channel, episodes: tuple[PublishedEpisode, ...], root: Path) -> Published:
    """Make root hold exactly these episodes; interrupted anywhere, the feed in it is the old one or the new one, whole.

    Everything is checked and the feed made before the first byte is written. What earlier publications left and this
    one does not need is removed after the feed. Raises PublishRefused with every fault.
    """
    channel, episodes = cleaned(channel), newest_first(cleaned(tuple(episodes)))
    PublishRefused.raise_if((*unfit(channel, episodes), *_sounds_missing(episodes)))
    feed = feed_bytes(channel, episodes)
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        sweep(root)
        before = manifest.read(root)
        sounds = {addresses.media(sound): sound for episode in episodes for sound in _sounds(episode)}
        planned = tuple(plan(channel, episodes))
        paths = (*sounds, *(each.path for each in planned), addresses.FEED)
        run = _Run(root, before, paths)
        for path, sound in sounds.items():
            run.sound(path, sound)
        for each in planned:
            run.file(each)
        run.file(Planned(addresses.FEED, lambda: feed))
        removed = _sweep_orphans(root, before, run.files)
        manifest.write(root, run.files)
    return Published(tuple(run.written), run.unchanged, removed, root / addresses.FEED, root / "index.html")


class _Run:
    """One publication as it goes: what stands, what was written."""

    def __init__(self, root: Path, before: dict[str, Digest], paths: tuple[str, ...]) -> None:
        self.files: dict[str, Digest] = {}
        self.written: list[Path] = []
        self.unchanged = 0
        self._root = root
        self._before = before
        self._paths = paths

    def file(self, planned: Planned) -> None:
        """Write a file where it is not yet so; one whose name follows from its content is not even made again."""
        path, target = planned.path, self._root / planned.path
        known = self._before.get(path, manifest.UNFINISHED)
        if planned.named_by_content and known != manifest.UNFINISHED and target.is_file():
            self.files[path] = known
            self.unchanged += 1
            return
        content = planned.make()
        self.files[path] = digest_of(content)
        if target.is_file() and target.read_bytes() == content:
            self.unchanged += 1
            return
        self._announce(target)
        write_bytes(target, content)

    def sound(self, path: str, sound: Enclosure) -> None:
        """Copy a sound to its content-addressed place, measuring it on the way."""
        target = self._root / path
        self.files[path] = sound.digest
        if target.is_file() and target.stat().st_size == sound.bytes:
            self.unchanged += 1
            return
        self._announce(target)
        with replacing(target) as temporary:
            shutil.copyfile(sound.path, temporary)
            _verify(temporary, sound)

    def _announce(self, target: Path) -> None:
        """Before the first file is touched, note every path of this publication: a later one can then sweep them."""
        if not self.written:
            manifest.write(self._root, self._before | dict.fromkeys(self._paths, manifest.UNFINISHED))
        self.written.append(target)


def _sounds(episode: PublishedEpisode) -> tuple[Enclosure, ...]:
    return (episode.enclosure, *episode.alternates)


def _sounds_missing(episodes: tuple[PublishedEpisode, ...]) -> Iterator[Fault]:
    for episode in episodes:
        for sound in _sounds(episode):
            found = sound.path.stat().st_size if sound.path.is_file() else 0
            if found != sound.bytes:
                where = f"{episode.slug}, {sound.path.name}"
                yield fault("publishing.sound-differs", where, found=found, wanted=sound.bytes)


def _verify(path: Path, sound: Enclosure) -> None:
    measured = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            measured.update(chunk)
    if measured.hexdigest() != sound.digest:
        raise PublishRefused.because("publishing.sound-changed", sound.path.name, wanted=sound.digest[:12])


def _sweep_orphans(root: Path, before: dict[str, Digest], now: dict[str, Digest]) -> tuple[Path, ...]:
    """Remove what earlier publications wrote and this one does not have, pages first, and the folders left empty."""
    orphans = [root / path for path in sorted(before.keys() - now.keys(), key=lambda path: (".html" not in path, path))]
    gone = tuple(path for path in orphans if path.is_file())
    for path in gone:
        path.unlink()
        folder = path.parent
        while folder != root and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
        sync_folder(folder)
    return gone


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One publication at a time into a folder."""
    with (root / addresses.LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
