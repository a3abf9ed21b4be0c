"""The tags of the iTunes and podcast namespaces, and the feedgen extension that writes them."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from studio.languages import N_, translator
from studio.publishing import addresses, categories, chapters
from studio.publishing.values import Channel, Enclosure, PublishedEpisode

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

_ROOT = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_SUPPORT = N_("Support this programme")
_COVER = N_("Cover of the programme")


@dataclass(frozen=True, slots=True)
class Tag:
    """An element to be written: "itunes:author", its text, its attributes in order, its children."""

    name: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Tag, ...] = ()

    def append_to(self, parent: etree._Element) -> None:
        """Write it as the last child of an element."""
        prefix, local = self.name.split(":")
        element = etree.SubElement(parent, f"{{{NAMESPACES[prefix]}}}{local}", dict(self.attributes))
        element.text = self.text or None
        for child in self.children:
            child.append_to(element)


class _Tags:
    """What both extensions do: keep tags and write them at the end of the element they belong to."""

    def __init__(self) -> None:
        self._tags: tuple[Tag, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        """The prefixes that the document needs."""
        return dict(NAMESPACES)

    def set(self, tags: tuple[Tag, ...]) -> None:
        """The tags to write."""
        self._tags = tags


class ChannelTags(_Tags, BaseExtension):  # type: ignore[misc] # feedgen has no types
    """The feedgen extension of the channel."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Write the tags into the channel; called by feedgen with the rss element."""
        for tag in self._tags:
            tag.append_to(feed[0])
        return feed


class EpisodeTags(_Tags, BaseEntryExtension):  # type: ignore[misc] # feedgen has no types
    """The feedgen extension of an entry."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Write the tags into the entry; called by feedgen with the item element."""
        for tag in self._tags:
            tag.append_to(feed)
        return feed


def podcast_guid(feed_url: str) -> str:
    """The guid of a podcast from the first address of its feed; computed once and then kept, also after a move.

    Source: podcast namespace, guid (UUID v5 of the address without scheme and trailing slashes).
    """
    return str(uuid.uuid5(_ROOT, feed_url.split("://", 1)[-1].rstrip("/")))


def channel_tags(channel: Channel, synthetic: bool) -> tuple[Tag, ...]:
    """What the two namespaces say about the show; synthetic: a made voice is heard in it."""
    language = channel.language
    picture = addresses.url(channel, addresses.cover(channel))
    said = translator(language)
    owner = [Tag("itunes:name", channel.owner)] + ([Tag("itunes:email", channel.email)] if channel.email else [])
    tags = [
        Tag("itunes:author", channel.author),
        Tag("itunes:type", "episodic"),
        Tag("itunes:explicit", _truth(channel.explicit)),
        Tag("itunes:owner", children=tuple(owner)),
        Tag("itunes:image", attributes=(("href", picture),)),
        *(_category(category) for category in channel.categories),
        Tag("podcast:guid", channel.guid),
        Tag("podcast:locked", "yes", (("owner", channel.email),) if channel.email else ()),
        Tag("podcast:medium", "podcast"),
        Tag("podcast:image", attributes=(("href", picture), ("alt", said(_COVER)), ("aspect-ratio", "1/1"))),
        _ai(synthetic),
        *_license(channel),
    ]
    if channel.funding_url:
        tags.append(Tag("podcast:funding", said(_SUPPORT), (("url", channel.funding_url),)))
    return tuple(tags)


def episode_tags(channel: Channel, episode: PublishedEpisode) -> tuple[Tag, ...]:
    """What the two namespaces say about an episode; people and places only where they are given."""
    language = channel.language
    author = ", ".join(name.told(language) for name in episode.organizations) or channel.author
    tags = [
        Tag("itunes:title", episode.title.told(language)),
        Tag("itunes:author", author),
        Tag("itunes:duration", str(max(1, round(episode.enclosure.ms / 1000)))),
        Tag("itunes:explicit", _truth(channel.explicit)),
        Tag("itunes:episodeType", "full"),
        Tag("itunes:season", str(episode.season)),
        Tag("itunes:episode", str(episode.number)),
        *_item_picture(channel, episode),
        *_transcript(channel, episode),
        *_chapters(channel, episode),
        Tag("podcast:season", str(episode.season)),
        Tag("podcast:episode", str(episode.number)),
        *(Tag("podcast:person", person.name, (("role", person.role),)) for person in episode.people),
        *(Tag("podcast:location", place.told(language), (("rel", "subject"),)) for place in episode.places),
        _ai(episode.synthetic_voice),
        *_license(channel),
        *_encodings(channel, episode),
    ]
    return tuple(tags)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _ai(synthetic: bool) -> Tag:
    return Tag("podcast:txt", _truth(synthetic), (("purpose", "ai-content"),))


def _license(channel: Channel) -> Iterator[Tag]:
    if channel.license:
        url = (("url", channel.license_url),) if channel.license_url else ()
        yield Tag("podcast:license", channel.license.lower(), url)


def _category(category: str) -> Tag:
    head, sub = categories.parts(category)
    children = (Tag("itunes:category", attributes=(("text", sub),)),) if sub else ()
    return Tag("itunes:category", attributes=(("text", head),), children=children)


def _item_picture(channel: Channel, episode: PublishedEpisode) -> Iterator[Tag]:
    path = addresses.picture(episode)
    if path is not None:
        yield Tag("itunes:image", attributes=(("href", addresses.url(channel, path)),))


def _transcript(channel: Channel, episode: PublishedEpisode) -> Iterator[Tag]:
    if episode.utterances:
        where = addresses.url(channel, addresses.transcript(episode))
        attributes = (("url", where), ("type", "text/vtt"), ("language", episode.language.value), ("rel", "captions"))
        yield Tag("podcast:transcript", attributes=attributes)


def _chapters(channel: Channel, episode: PublishedEpisode) -> Iterator[Tag]:
    if episode.chapters:
        where = addresses.url(channel, addresses.chapters(episode))
        yield Tag("podcast:chapters", attributes=(("url", where), ("type", chapters.MIME)))


def _encodings(channel: Channel, episode: PublishedEpisode) -> Iterator[Tag]:
    for sound in (episode.enclosure, *episode.alternates):
        default = (("default", "true"),) if sound is episode.enclosure else ()
        yield Tag(
            "podcast:alternateEnclosure",
            attributes=(
                ("type", sound.mime),
                ("length", str(sound.bytes)),
                ("bitrate", str(_bitrate(sound))),
                ("lang", episode.language.value),
                *default,
            ),
            children=(
                Tag("podcast:source", attributes=(("uri", addresses.url(channel, addresses.media(sound))),)),
                Tag("podcast:integrity", attributes=(("type", "sri"), ("value", _integrity(sound)))),
            ),
        )


def _bitrate(sound: Enclosure) -> int:
    """Bits per second, averaged over the file."""
    return round(sound.bytes * 8 * 1000 / max(1, sound.ms))


def _integrity(sound: Enclosure) -> str:
    """Source: W3C Subresource Integrity, 3.1."""
    return "sha256-" + base64.b64encode(bytes.fromhex(sound.digest)).decode("ascii")
