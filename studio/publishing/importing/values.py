"""A podcast as it was published elsewhere. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from studio.units import Ms

UNKNOWN = Ms(0)


@dataclass(frozen=True, slots=True)
class Pointed:
    """A file that an episode points at: its address, its type as the feed has it."""

    address: str
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """An episode of a feed.

    guid: as clients know it: the feed's own, else the address of the sound. published_at: timezone-aware. season,
    number: 0 where the feed says none. ms: its length as the feed has it, 0 for unknown. line: of its <item>.
    """

    guid: str
    title: str
    description: str
    published_at: datetime
    sound: Pointed
    season: int = 0
    number: int = 0
    ms: Ms = UNKNOWN
    chapters: Pointed | None = None
    transcripts: tuple[Pointed, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Podcast:
    """A feed that can be taken over. guid: its podcast:guid, empty where it has none; episodes as they stand in it.

    silent: items without a sound.
    """

    title: str
    guid: str
    language: str
    episodes: tuple[Foreign, ...]
    silent: int = 0
