"""Publish: media, transcripts, chapters and pages first, the feed last, each file whole, nothing twice.

What is read, made and written follows from what changed, not from how many episodes there are.
"""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from studio.errors import Fault, PublishRefused, fault
from studio.publishing import addresses
from studio.publishing.archive import files, rows
from studio.publishing.archive.changes import (
    SITE,
    Offered,
    around,
    changes,
    forget,
    set_notes,
    set_recipe,
    waiting,
)
from studio.publishing.archive.digests import recipe_of, value_digest
from studio.publishing.archive.gone import change_gone, gone
from studio.publishing.archive.index import changing, index_of
from studio.publishing.archive.shelf import Shelf
from studio.publishing.check import faults
from studio.publishing.plan import Planned, feed_faults, of_episode, of_scope, of_site, sounds
from studio.publishing.requirements import unfit
from studio.publishing.values import Channel, Enclosure, Notice, PublishedEpisode, cleaned
from studio.store.files import replacing, sweep, sync_folder, write_bytes
from studio.store.vault import digest_file
from studio.units import Digest, digest_of

__all__ = ["Offered", "Published", "faults", "publish", "stamps"]

_IN_HAND = 32
"""Changed episodes that are kept in memory; of more than these each is read twice."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: the files it wrote, how many stand as they were, what it took away.

    feed and page are the paths of the feed and of the Khmer home page. read: the episodes that were read.
    """

    written: tuple[Path, ...]
    unchanged: int
    removed: tuple[Path, ...]
    feed: Path
    page: Path
    read: tuple[str, ...] = ()


def publish(
    channel: Channel, episodes: Iterable[PublishedEpisode | Offered], root: Path, notes: Iterable[Notice] = ()
) -> Published:
    """Make root hold exactly these episodes; interrupted anywhere, the feed in it is the old one or the new one, whole.

    Everything is checked and every feed made before the first byte is written. What earlier publications left and
    this one does not need is removed after the feed. notes: what is said of programmes that are there no
    more. Raises PublishRefused with every fault.
    """
    channel = cleaned(channel)
    offered = [each if isinstance(each, Offered) else _offered(each) for each in episodes]
    twice = [slug for slug, times in Counter(each.slug for each in offered).items() if times > 1]
    new = not root.exists()
    root.mkdir(parents=True, exist_ok=True)
    try:
        with _alone(root), index_of(root) as index:
            run = _Run(channel, root, index, {each.slug: each for each in offered}, tuple(notes))
            return run.publish(
                [fault("publishing.name-repeated", channel.slug, field="slug", value=one) for one in twice]
            )
    except BaseException:
        if new and not (root / addresses.FEED).exists():
            _withdraw_folder(root)
        raise


def stamps(root: Path, channel: Channel) -> Mapping[str, str]:
    """The stamps of the episodes that stand in a folder as they are made now; none where all would be made anew."""
    if not (root / addresses.INDEX).is_file():
        return {}
    with index_of(root) as index:
        if index.execute("SELECT digest FROM recipe").fetchone() != (recipe_of(cleaned(channel)),):
            return {}
        return dict(index.execute("SELECT slug, stamp FROM episode WHERE 'episode:' || slug NOT IN stale"))


def _offered(episode: PublishedEpisode) -> Offered:
    """An episode that has been read already."""
    return Offered(episode.slug, value_digest(episode), lambda: episode)


@dataclass(slots=True)
class _Run:
    """One publication as it goes: what stands, what was written."""

    channel: Channel
    root: Path
    index: sqlite3.Connection
    offered: Mapping[str, Offered]
    notes: tuple[Notice, ...] = ()
    in_hand: dict[str, PublishedEpisode] = field(default_factory=dict)
    digests: dict[str, Digest] = field(default_factory=dict)
    written: list[Path] = field(default_factory=list)

    def publish(self, found: list[Fault]) -> Published:
        """Decide in one transaction, then write, then note what was written in another one."""
        listed = gone(self.root)
        for folder in files.unfinished(self.index):
            sweep(self.root / folder)
        with changing(self.index):
            set_recipe(self.index, recipe_of(self.channel))
            set_notes(self.index, self.notes)
            read = self._take_in(found)
            planned = [each for scope in waiting(self.index) for each in self._expect(scope)]
        removed: tuple[Path, ...] = ()
        if waiting(self.index) or files.leaving(self.index):
            removed = self._perform(listed.intersection(planned))
        standing = files.count(self.index) - len(self.written)
        feed, page = self.root / addresses.FEED, self.root / "index.html"
        return Published(tuple(self.written), standing, removed, feed, page, read)

    def _perform(self, comes: frozenset[str]) -> tuple[Path, ...]:
        """Write what has to be made, the feed last, then take away what nobody has any more: what that was."""
        change_gone(self.root, comes=comes)
        for scope in waiting(self.index):
            for each in self._planned(scope):
                self._file(each)
        removed = self._leave()
        with changing(self.index):
            files.finish(self.index, self.digests)
            files.left(self.index)
            forget(self.index)
        (self.root / addresses.MANIFEST).unlink(missing_ok=True)
        return removed

    def _take_in(self, found: list[Fault]) -> tuple[str, ...]:
        """Bring the index to what is offered, and see that it can be published; which episodes were read."""
        change = changes(self.index, self.offered)
        fit = [*found, *unfit(self.channel, ())]
        with around(self.index, (*change.read, *change.gone)):
            for slug in change.gone:
                rows.drop(self.index, slug)
            for slug in change.read:
                fit.extend(self._keep(self._read(slug), self.offered[slug].stamp))
        PublishRefused.raise_if((*fit, *self._named_twice(change.read)))
        shelf = Shelf(self.index)
        feeds = (scope for scope in waiting(self.index) if scope.startswith(f"{rows.FEED}:"))
        for scope in feeds:
            fit.extend(feed_faults(of_scope(shelf, self.channel, scope)))
        PublishRefused.raise_if(fit)
        return change.read

    def _keep(self, episode: PublishedEpisode, stamp: str) -> Iterator[Fault]:
        """Keep an episode in the index, or say why it cannot be published."""
        found = (*unfit(self.channel, (episode,), channel_too=False), *_sounds_missing(episode))
        yield from found
        if not found:
            rows.put(self.index, rows.row_of(self.channel, episode, stamp, value_digest(episode)))

    def _read(self, slug: str) -> PublishedEpisode:
        if slug in self.in_hand:
            return self.in_hand[slug]
        episode = cleaned(self.offered[slug].read())
        if len(self.in_hand) < _IN_HAND:
            self.in_hand[slug] = episode
        return episode

    def _named_twice(self, read: Iterable[str]) -> Iterator[Fault]:
        """Guids that two episodes have."""
        query = (
            "SELECT guid FROM episode WHERE guid = (SELECT guid FROM episode WHERE slug = ?)"
            " GROUP BY guid HAVING count(*) > 1"
        )
        found = {guid for slug in read for (guid,) in self.index.execute(query, (slug,))}
        for guid in sorted(found):
            yield fault("publishing.name-repeated", self.channel.slug, field="guid", value=guid)

    def _expect(self, scope: str) -> list[str]:
        """Note the files of a scope before the first one is written; their paths."""
        paths = list(dict.fromkeys(each.path for each in self._planned(scope)))
        files.expect(self.index, scope, paths)
        return paths

    def _planned(self, scope: str) -> Iterator[Planned]:
        shows, _, which = scope.partition(":")
        if scope == SITE:
            yield from of_site(self.channel)
        elif shows == rows.EPISODE:
            if which in self.offered:
                yield from of_episode(self.channel, self._read(which))
        else:
            yield from of_scope(Shelf(self.index), self.channel, scope)

    def _file(self, planned: Planned) -> None:
        """Write a file where it is not yet so; one whose name follows from its content is not even made again."""
        target = self.root / planned.path
        if planned.sound is not None:
            self._sound(target, planned.path, planned.sound)
            return
        known = files.known(self.index, planned.path)
        if planned.named_by_content and known != files.UNFINISHED and target.is_file():
            self.digests[planned.path] = known
            return
        content = planned.make()
        self.digests[planned.path] = digest_of(content)
        if write_bytes(target, content):
            self.written.append(target)

    def _sound(self, target: Path, path: str, sound: Enclosure) -> None:
        """Copy a sound to its content-addressed place, measuring it on the way; one that stands there known is left."""
        self.digests[path] = sound.digest
        if target.is_file() and target.stat().st_size == sound.bytes:
            known = files.known(self.index, path)
            if sound.digest == (digest_file(target) if known == files.UNFINISHED else known):
                return
        with replacing(target) as temporary:
            shutil.copyfile(sound.path, temporary)
            _verify(temporary, sound)
        self.written.append(target)

    def _leave(self) -> tuple[Path, ...]:
        """Remove what nobody has any more, pages first, and the folders left empty; its addresses are gone."""
        orphans = files.leaving(self.index)
        asked = [path for path, owner in orphans if owner != SITE and not path.startswith("assets/")]
        change_gone(self.root, goes=asked)
        removed = tuple(self.root / path for path, _ in orphans if (self.root / path).is_file())
        for path in removed:
            path.unlink()
            folder = path.parent
            while folder != self.root and not any(folder.iterdir()):
                folder.rmdir()
                folder = folder.parent
            sync_folder(folder)
        return removed


def _sounds_missing(episode: PublishedEpisode) -> Iterator[Fault]:
    for sound in sounds(episode):
        found = sound.path.stat().st_size if sound.path.is_file() else 0
        if found != sound.bytes:
            where = f"{episode.slug}, {sound.path.name}"
            yield fault("publishing.sound-differs", where, found=found, wanted=sound.bytes)


def _verify(path: Path, sound: Enclosure) -> None:
    if digest_file(path) != sound.digest:
        raise PublishRefused.because("publishing.sound-changed", sound.path.name, wanted=sound.digest[:12])


def _withdraw_folder(root: Path) -> None:
    """Take away the folder that was made for a publication that was refused."""
    for name in (addresses.INDEX, addresses.LOCK):
        (root / name).unlink(missing_ok=True)
    if not any(root.iterdir()):
        root.rmdir()


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One publication at a time into a folder."""
    with (root / addresses.LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
