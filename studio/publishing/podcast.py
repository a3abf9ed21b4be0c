"""What the iTunes and podcast namespaces say about a feed and its entries."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from studio.languages import N_, translator
from studio.publishing import addresses, categories, chapters
from studio.publishing.picture import HEIGHT, WIDTH
from studio.publishing.podcasts import EPISODES, LOW, Podcast, Post, alone
from studio.publishing.tags import Tag
from studio.publishing.values import Channel, Enclosure, PublishedEpisode
from studio.units import Ms

_ROOT = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_SUPPORT = N_("Support this programme")
_COVER = N_("Cover of the programme")
_OFTEN = {"DAILY": N_("Daily"), "WEEKLY": N_("Weekly"), "MONTHLY": N_("Monthly"), "YEARLY": N_("Yearly")}
_SOUNDBITE = (Ms(15_000), Ms(120_000))
"""How long a soundbite is at least and at most. Source: podcast namespace, soundbite."""
_LETTERS = 128
"""Characters of a title in an attribute or a soundbite. Source: podcast namespace."""


_AUTHOR = 255
"""Characters of an author. Source: PSP-1."""

MIME = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Page:
    """A document of a feed: its head, or the page of a month.

    month: of a page; empty for the head. older: the month of the next older page, or empty. synthetic: a made voice
    is heard in it.
    """

    month: str = ""
    older: str = ""
    synthetic: bool = False


def podcast_guid(feed_url: str) -> str:
    """The guid of a podcast from the first address of its feed; computed once and then kept, also after a move.

    Source: podcast namespace, guid (UUID v5 of the address without scheme and trailing slashes).
    """
    return str(uuid.uuid5(_ROOT, feed_url.split("://", 1)[-1].rstrip("/")))


def channel_tags(channel: Channel, podcast: Podcast, page: Page) -> tuple[Tag, ...]:
    """What the namespaces say about a feed, on its head or on one of its pages."""
    language = channel.language
    picture = addresses.url(channel, addresses.cover(channel))
    said = translator(language)
    owner = [Tag("itunes:name", channel.owner)] + ([Tag("itunes:email", channel.email)] if channel.email else [])
    tags = [
        *_links(channel, podcast, page),
        Tag("itunes:author", channel.author),
        Tag("itunes:type", "episodic"),
        Tag("itunes:explicit", _truth(channel.explicit)),
        Tag("itunes:owner", children=tuple(owner)),
        Tag("itunes:image", attributes=(("href", picture),)),
        *(_category(category) for category in channel.categories),
        *_moved(channel, podcast),
        Tag("podcast:guid", podcast.guid),
        Tag("podcast:locked", "yes", (("owner", channel.email),) if channel.email else ()),
        Tag("podcast:medium", "podcast"),
        Tag("podcast:image", attributes=(("href", picture), ("alt", said(_COVER)), ("aspect-ratio", "1/1"))),
        *_frequency(channel, podcast),
        _ai(page.synthetic),
        *_license(channel),
    ]
    if channel.funding_url:
        tags.append(Tag("podcast:funding", said(_SUPPORT), (("url", channel.funding_url),)))
    return tuple(tags)


def _links(channel: Channel, podcast: Podcast, page: Page) -> Iterator[Tag]:
    """Where older entries and the newest ones are, who tells of news. Source: RFC 5005, 3 and 4; W3C WebSub, 4."""
    if page.older:
        address = addresses.url(channel, podcast.path(page.older))
        for rel in ("next", "prev-archive"):
            yield Tag("atom:link", attributes=(("rel", rel), ("href", address), ("type", MIME)))
    if page.month:
        address = addresses.url(channel, podcast.path())
        yield Tag("atom:link", attributes=(("rel", "current"), ("href", address), ("type", MIME)))
        yield Tag("fh:archive")
    if channel.hub:
        yield Tag("atom:link", attributes=(("rel", "hub"), ("href", channel.hub)))


def _moved(channel: Channel, podcast: Podcast) -> Iterator[Tag]:
    """Where a feed is read now, if it has moved. Source: Apple Podcasts, changing the address of a feed."""
    address = channel.new_feed_url
    if address.endswith(f"/{addresses.FEED}"):
        yield Tag("itunes:new-feed-url", address.removesuffix(addresses.FEED) + podcast.path())
    elif address and not podcast.key:
        yield Tag("itunes:new-feed-url", address)


def _frequency(channel: Channel, podcast: Podcast) -> Iterator[Tag]:
    """How often an episode comes; of single stories nobody knows."""
    if podcast.kind not in (EPISODES, LOW):
        return
    often = next((part.removeprefix("FREQ=") for part in channel.frequency.split(";") if part.startswith("FREQ=")), "")
    if often in _OFTEN:
        told = translator(channel.language)(_OFTEN[often])
        yield Tag("podcast:updateFrequency", told, (("rrule", channel.frequency),))


def post_tags(channel: Channel, episode: PublishedEpisode, post: Post) -> tuple[Tag, ...]:
    """What the namespaces say about an entry; people and places only where they are given."""
    language, segment = channel.language, post.segment
    names = episode.organizations if segment is None else segment.organizations
    title = episode.title if segment is None else segment.title
    places = episode.places if segment is None else (segment.place,)
    tags = [
        Tag("itunes:title", title.told(language)),
        Tag("itunes:author", _speakers([name.told(language) for name in names]) or channel.author),
        Tag("itunes:duration", str(max(1, round(post.enclosure.ms / 1000)))),
        Tag("itunes:explicit", _truth(channel.explicit)),
        Tag("itunes:episodeType", "full"),
        *(_numbers(episode) if segment is None else ()),
        *_item_picture(channel, episode),
        *_transcript(channel, episode, post),
        *(_chapters(channel, episode) if segment is None else ()),
        *(Tag("podcast:person", person.name, (("role", person.role),)) for person in episode.people if not segment),
        *(Tag("podcast:location", place.told(language), (("rel", "subject"),)) for place in places if place),
        _ai(episode.synthetic_voice),
        *_license(channel),
        *(_soundbite(channel, episode) if segment is None else ()),
        *_encodings(channel, episode, post),
    ]
    return tuple(tags)


def _speakers(names: list[str]) -> str:
    """Who is heard, as many whole names as apps show; the show notes name everybody. Source: PSP-1 (255 characters)."""
    told = ", ".join(names)
    while len(told) > _AUTHOR and names:
        names = names[:-1]
        told = ", ".join((*names, "…"))
    return told


def _numbers(episode: PublishedEpisode) -> Iterator[Tag]:
    """Season and number of an episode; a single story has none of its own."""
    for prefix in ("itunes", "podcast"):
        yield Tag(f"{prefix}:season", str(episode.season))
        yield Tag(f"{prefix}:episode", str(episode.number))


def _soundbite(channel: Channel, episode: PublishedEpisode) -> Iterator[Tag]:
    """The beginning of the first story, for apps that let people taste an episode."""
    least, most = _SOUNDBITE
    story = next(iter(episode.stories), None)
    if story is not None and story.ms >= least:
        seconds = (("startTime", f"{story.start / 1000:.3f}"), ("duration", f"{min(story.ms, most) / 1000:.3f}"))
        yield Tag("podcast:soundbite", story.title.told(channel.language)[:_LETTERS], seconds)


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
    """The square picture of an episode, and the wide one. Source: podcast namespace, image (purpose)."""
    alt = ("alt", episode.title.told(channel.language)[:_LETTERS])
    square, wide = addresses.picture(episode), addresses.banner(episode)
    if square is not None:
        address = ("href", addresses.url(channel, square))
        yield Tag("itunes:image", attributes=(address,))
        yield Tag("podcast:image", attributes=(address, alt, ("aspect-ratio", "1/1"), ("purpose", "artwork")))
    if wide is not None:
        address = ("href", addresses.url(channel, wide))
        size = (("aspect-ratio", f"{WIDTH}/{HEIGHT}"), ("width", str(WIDTH)), ("height", str(HEIGHT)))
        yield Tag("podcast:image", attributes=(address, alt, *size, ("purpose", "social")))


def _transcript(channel: Channel, episode: PublishedEpisode, post: Post) -> Iterator[Tag]:
    path = addresses.transcript(episode)
    said = bool(episode.utterances)
    if post.segment is not None:
        path = addresses.story_transcript(episode, post.segment)
        said = bool(alone(episode, post.segment).utterances)
    if said:
        where, language = addresses.url(channel, path), episode.language.value
        attributes = (("url", where), ("type", "text/vtt"), ("language", language), ("rel", "captions"))
        yield Tag("podcast:transcript", attributes=attributes)


def _chapters(channel: Channel, episode: PublishedEpisode) -> Iterator[Tag]:
    if episode.chapters:
        where = addresses.url(channel, addresses.chapters(episode))
        yield Tag("podcast:chapters", attributes=(("url", where), ("type", chapters.MIME)))
        ordered = sorted(episode.chapters, key=lambda each: each.start)
        points = tuple(
            Tag(
                "psc:chapter",
                attributes=(("start", clock(one.start)), ("title", one.title.told(channel.language))),
            )
            for one in ordered
        )
        yield Tag("psc:chapters", attributes=(("version", "1.2"),), children=points)


def clock(ms: Ms) -> str:
    """A point in normal play time. Source: Podlove Simple Chapters 1.2; RFC 2326, 3.6."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _encodings(channel: Channel, episode: PublishedEpisode, post: Post) -> Iterator[Tag]:
    whole = post.segment is None
    for sound in (episode.enclosure, *episode.alternates) if whole else (post.enclosure,):
        default = (("default", "true"),) if sound == post.enclosure else ()
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
