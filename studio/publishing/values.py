"""What goes out: the channel, its episodes, and what is in them, as plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from studio.languages import Language
from studio.units import Digest, Ms

Value = TypeVar("Value")

_UNFIT = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200b\ufeff]")


@dataclass(frozen=True, slots=True)
class Both:
    """A text in Khmer and in English; either may be empty, never both."""

    km: str
    en: str

    def language(self, wanted: Language) -> Language:
        """The language that the text is in when it is asked for in `wanted`: the other one where that is empty."""
        if wanted is Language.KM:
            return Language.KM if self.km else Language.EN
        return Language.EN if self.en else Language.KM

    def told(self, wanted: Language) -> str:
        """The text in the wanted language, or in the other one where that is empty."""
        return self.km if self.language(wanted) is Language.KM else self.en


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who agreed to be named online.

    role: a term of the podcast taxonomy in lower case ("host", "reporter", "guest"). Source: podcast namespace, person.
    """

    name: str
    role: str = "guest"


@dataclass(frozen=True, slots=True)
class Province:
    """A province whose name may be shown. code: its two digits in the gazetteer."""

    code: str
    name: Both


@dataclass(frozen=True, slots=True)
class Community:
    """A community that speaks in a story: only what its consent to the online directory allows.

    slug: of its page. listed: it agreed to be in the directory; one that did not is named as it is heard, and has
    neither page, nor description, nor province. sectors: what it works on, by the words of the reports ("land").
    """

    slug: str
    name: Both
    listed: bool = False
    about: Both | None = None
    province: Province | None = None
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence shown plainly at the top of an episode's page: a correction, a withdrawal."""

    text: Both


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A sound file ready to be published.

    path: where its bytes are now. bytes: their exact number. ms: how long it sounds.
    digest: their SHA-256. suffix: with the dot (".mp3"); it ends the public address. name: of the master that it is
    ("low"); empty for the main one.
    """

    path: Path
    mime: str
    bytes: int
    ms: Ms
    digest: Digest
    suffix: str = ".mp3"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A point that a listener can jump to; start in milliseconds from the first sample."""

    start: Ms
    title: Both


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence that is heard, from start to end in milliseconds of the episode.

    speaker: the name that the listener may hear ("a fisher of …"); empty for nobody in particular.
    """

    start: Ms
    end: Ms
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an episode; one with communities is a story and has a page of its own.

    kind: the word of the rundown ("opening", "story", "joint", "hotline").
    communities: who speaks, in the order of the report: the speakers of record. said_by: who is heard in it, as the
    listener may call them: by name only where they agreed to it online, else by role.
    theme: what it is about, by the words of the reports ("land", "labour", "fisheries"); empty for nothing of these.
    place, province: only where every person in the segment agreed to the place being shown online; else None.
    enclosure: the sound of the segment alone, where it is published on its own.
    """

    slug: str
    title: Both
    start: Ms
    ms: Ms
    kind: str
    communities: tuple[Community, ...] = ()
    place: Both | None = None
    utterances: tuple[Utterance, ...] = ()
    theme: str = ""
    province: Province | None = None
    said_by: tuple[Both, ...] = ()
    enclosure: Enclosure | None = None

    @property
    def organizations(self) -> tuple[Both, ...]:
        """The names of its communities."""
        return tuple(community.name for community in self.communities)

    @property
    def end(self) -> Ms:
        """Where it ends, in milliseconds of the episode."""
        return Ms(self.start + self.ms)

    @property
    def is_story(self) -> bool:
        """Whether communities speak in it, and so whether it has a page."""
        return bool(self.communities)


@dataclass(frozen=True, slots=True)
class LowRate:
    """A master with a feed of its own, for listeners who pay by the megabyte: its name, "Opus" or "MP3", kbit/s."""

    name: str
    codec: str
    kbps: int


@dataclass(frozen=True, slots=True)
class Channel:
    """The show: what stands once at the head of the feed and on every page.

    base_url: where the site will be, http or https. language: what is spoken, and what the feed is written in.
    categories: Apple's, "Society & Culture > Documentary" or "News". guid: podcast:guid, given once, kept for ever.
    license: an SPDX identifier, or a name with license_url. cover: a square PNG of 1400 to 3000 pixels.
    author, owner: names as plain text. hotline: a number to call. synthetic_voice: the show uses made voices.
    hub: the address of a WebSub hub, or empty. frequency: how often it comes, as a recurrence rule ("FREQ=WEEKLY"), or
    empty. new_feed_url: where its feed has moved to, or empty. low_rates: the masters that
    have a feed of their own.
    """

    slug: str
    title: Both
    description: Both
    author: str
    email: str
    base_url: str
    language: Language
    categories: tuple[str, ...]
    explicit: bool
    guid: str
    license: str
    license_url: str
    owner: str
    cover: bytes
    network: Both
    hotline: str
    funding_url: str | None = None
    synthetic_voice: bool = False
    hub: str = ""
    frequency: str = ""
    new_feed_url: str = ""
    low_rates: tuple[LowRate, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedEpisode:
    """An episode as the world gets it.

    slug: a-z, 0-9 and hyphens. guid: never changes, whatever else does. published_at: timezone-aware.
    alternates: the same sound in other encodings. picture: a square PNG or None. people: only those who agreed.
    banner: a wide PNG that is shown where somebody shares a link to it, or None.
    """

    slug: str
    number: int
    season: int
    guid: str
    title: Both
    description: Both
    published_at: datetime
    language: Language
    enclosure: Enclosure
    chapters: tuple[Chapter, ...] = ()
    segments: tuple[Segment, ...] = ()
    synthetic_voice: bool = False
    picture: bytes | None = None
    people: tuple[Person, ...] = ()
    notices: tuple[Notice, ...] = ()
    alternates: tuple[Enclosure, ...] = ()
    banner: bytes | None = None

    @property
    def stories(self) -> tuple[Segment, ...]:
        """The segments in which communities speak."""
        return tuple(segment for segment in self.segments if segment.is_story)

    @property
    def communities(self) -> tuple[Community, ...]:
        """Everybody who speaks, once each, in the order of the programme."""
        return tuple(dict.fromkeys(one for segment in self.segments for one in segment.communities))

    @property
    def organizations(self) -> tuple[Both, ...]:
        """The names of everybody who speaks."""
        return tuple(dict.fromkeys(one.name for one in self.communities))

    @property
    def places(self) -> tuple[Both, ...]:
        """The places that may be shown, once each."""
        return tuple(dict.fromkeys(segment.place for segment in self.segments if segment.place is not None))

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """All that is said, in order."""
        return tuple(utterance for segment in self.segments for utterance in segment.utterances)


def clean(text: str) -> str:
    """The text without what XML cannot hold: control characters, surrogates, U+200B, a byte order mark.

    Source: XML 1.0, production 2 (Char).
    """
    return _UNFIT.sub("", text.replace("\r\n", "\n"))


def cleaned(value: Value) -> Value:
    """The same value with every text in it made clean, however deep."""
    cleaner: Any = value
    if isinstance(value, str) and type(value) is str:
        return cast(Value, clean(value))
    if isinstance(value, tuple):
        return cast(Value, tuple(cleaned(part) for part in value))
    if is_dataclass(value) and not isinstance(value, type):
        return cast(Value, replace(cleaner, **{f.name: cleaned(getattr(value, f.name)) for f in fields(value)}))
    return value


def newest_first(episodes: tuple[PublishedEpisode, ...]) -> tuple[PublishedEpisode, ...]:
    """Episodes by the moment of publication, the newest first, whatever order they came in."""
    return tuple(sorted(episodes, key=lambda each: (each.published_at, each.number, each.slug), reverse=True))
