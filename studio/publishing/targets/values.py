"""What is published here and what lies at a target, and how they differ. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.publishing import addresses
from studio.publishing.kinds import YEAR, kind_of

RECORD = ".delivered.json"
"""The list at a target of what was brought there: only what stands in it is ever taken away."""

MEDIA, TEXTS, PAGES, FEEDS, FEED = range(5)
"""In this order things arrive: what points at something comes after it."""

_TEXTS = re.compile(r".*\.(vtt|srt)|(?:.*/)?chapters(?:\.[a-z]{2})?\.json")
_FEEDS = re.compile(r"(?:.*/)?feed[^/]*\.xml|feeds/.*\.xml|archive/.*\.xml|.*\.opml")


@dataclass(frozen=True, slots=True)
class Kept:
    """A published file: its SHA-256 and its bytes."""

    digest: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A file at a target: its bytes, and the tag by which the target knows this version of it, if it has any."""

    bytes: int
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What would change at a target: paths in the order in which they go, and the bytes that travel."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    bytes: int = 0

    @property
    def sent(self) -> tuple[str, ...]:
        """What is sent, in its order."""
        return in_order((*self.added, *self.changed))


def stage(path: str) -> int:
    """When a path is sent: media and pictures, transcripts and chapters, pages, feeds, the show's own feed."""
    if path == addresses.FEED:
        return FEED
    if _FEEDS.fullmatch(path):
        return FEEDS
    if is_addressed(path):
        return MEDIA
    return TEXTS if _TEXTS.fullmatch(path) else PAGES


def in_order(paths: Iterable[str]) -> tuple[str, ...]:
    """Paths in the order in which they are sent."""
    return tuple(sorted(paths, key=lambda path: (stage(path), path)))


def leaving_order(paths: Iterable[str]) -> tuple[str, ...]:
    """Paths in the order in which they are taken away: the other way round."""
    return tuple(sorted(paths, key=lambda path: (-stage(path), path)))


def is_addressed(path: str) -> bool:
    """Whether a path says by its name what its bytes are: the same path is the same file."""
    return kind_of(path).cache == YEAR


def difference(
    ours: Mapping[str, Kept], theirs: Mapping[str, Seen], same: Iterable[str], delivered: Iterable[str]
) -> Difference:
    """What has to be sent and taken away. same: paths whose bytes are there already. delivered: what we brought."""
    standing = frozenset(same)
    sent = [path for path in ours if path not in standing]
    return Difference(
        in_order(path for path in sent if path not in theirs),
        in_order(path for path in sent if path in theirs),
        leaving_order(path for path in delivered if path not in ours and path in theirs),
        sum(ours[path].bytes for path in sent),
    )
