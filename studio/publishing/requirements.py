"""What a channel and its episodes must be before anything is written: every fault at once."""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator

from studio.errors import Fault, fault
from studio.publishing import categories
from studio.publishing.values import Both, Channel, Enclosure, PublishedEpisode
from studio.units import Ms

PIXELS = (1400, 3000)
"""Width and height of artwork, least and most. Source: Apple Podcasts, artwork requirements."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BASE = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")
_SUFFIX = re.compile(r"\.[a-z0-9]{2,5}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PNG = b"\x89PNG\r\n\x1a\n"


def unfit(channel: Channel, episodes: tuple[PublishedEpisode, ...], *, channel_too: bool = True) -> tuple[Fault, ...]:
    """Everything that keeps these values from being published; empty when they are fit."""
    found = [*_of_channel(channel)] if channel_too else []
    for episode in episodes:
        found.extend(_of_episode(episode))
    for field, values in (
        ("slug", [episode.slug for episode in episodes]),
        ("guid", [episode.guid for episode in episodes]),
    ):
        found.extend(_twice(field, values, channel.slug))
    return tuple(found)


def pixels(png: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG; None where the bytes are none. Source: PNG 3rd edition, 11.2.1."""
    if not png.startswith(_PNG) or len(png) < 24:
        return None
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _of_channel(channel: Channel) -> Iterator[Fault]:
    where = channel.slug
    if not _BASE.fullmatch(channel.base_url):
        yield fault("publishing.address-bad", where, value=channel.base_url)
    for name, text in (("title", channel.title), ("description", channel.description)):
        yield from _texts(where, name, text)
    for name, value in (("author", channel.author), ("owner", channel.owner), ("guid", channel.guid)):
        if not value.strip():
            yield fault("publishing.text-missing", where, field=name)
    if not channel.categories:
        yield fault("publishing.text-missing", where, field="categories")
    for category in channel.categories:
        if not categories.is_known(category):
            yield fault("publishing.category-unknown", where, value=category)
    size = pixels(channel.cover)
    least, most = PIXELS
    if size is None or size[0] != size[1] or not least <= size[0] <= most:
        shown = "×".join(map(str, size)) if size else "–"
        yield fault("publishing.cover-unfit", where, found=shown, least=least, most=most)


def _of_episode(episode: PublishedEpisode) -> Iterator[Fault]:
    where = episode.slug
    for slug in (episode.slug, *(segment.slug for segment in episode.segments)):
        if not _SLUG.fullmatch(slug):
            yield fault("publishing.slug-bad", where, value=slug)
    yield from _twice("slug", [segment.slug for segment in episode.segments], where)
    if not episode.guid.strip():
        yield fault("publishing.text-missing", where, field="guid")
    if episode.published_at.tzinfo is None:
        yield fault("publishing.date-without-zone", where)
    for name, text in (("title", episode.title), ("description", episode.description)):
        yield from _texts(where, name, text)
    own = (segment.enclosure for segment in episode.segments)
    for sound in (episode.enclosure, *episode.alternates, *(sound for sound in own if sound is not None)):
        yield from _of_sound(where, sound)
    yield from _times(episode)
    if any(picture is not None and pixels(picture) is None for picture in (episode.picture, episode.banner)):
        yield fault("publishing.picture-unreadable", where)


def _of_sound(where: str, sound: Enclosure) -> Iterator[Fault]:
    fit = sound.bytes > 0 and sound.ms > 0 and _SUFFIX.fullmatch(sound.suffix) and _DIGEST.fullmatch(sound.digest)
    if not fit:
        yield fault("publishing.sound-unfit", where, bytes=sound.bytes, ms=sound.ms, suffix=sound.suffix)


def _times(episode: PublishedEpisode) -> Iterator[Fault]:
    length = episode.enclosure.ms
    spans: list[tuple[str, Ms, Ms]] = [("chapter", chapter.start, chapter.start) for chapter in episode.chapters]
    spans += [(segment.slug, segment.start, segment.end) for segment in episode.segments]
    spans += [("utterance", spoken.start, spoken.end) for spoken in episode.utterances]
    for name, start, end in spans:
        if not 0 <= start <= end <= length:
            yield fault("publishing.time-outside", episode.slug, name=name, start=start, end=end, length=length)


def _texts(where: str, name: str, text: Both) -> Iterator[Fault]:
    if not (text.km.strip() or text.en.strip()):
        yield fault("publishing.text-missing", where, field=name)


def _twice(field: str, values: list[str], where: str) -> Iterator[Fault]:
    for value, times in Counter(values).items():
        if times > 1:
            yield fault("publishing.name-repeated", where, field=field, value=value)
