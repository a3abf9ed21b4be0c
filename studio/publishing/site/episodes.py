"""The pages of an episode's own: itself, each story in it, and its player for other sites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from markupsafe import Markup

from studio.languages import Language
from studio.publishing import addresses, jsonld
from studio.publishing.site.assets import Looks
from studio.publishing.site.frame import Frame, Head, Page, is_small
from studio.publishing.transcript import html
from studio.publishing.values import Channel, PublishedEpisode, Segment

WIDTH, HEIGHT = 600, 240
"""Pixels of the player inside other sites."""


def of_episode(channel: Channel, episode: PublishedEpisode, looks: Looks) -> Iterator[Page]:
    """Every page of an episode's own, none rendered yet, stories first and the episode last."""
    frames = [Frame(channel, looks, language) for language in Language]
    for frame in frames:
        for segment in episode.stories:
            where = addresses.segment_page(episode, segment, frame.language)
            yield Page(where, partial(_story, frame, episode, segment))
        yield Page(addresses.player_page(episode, frame.language), partial(_player, frame, episode))
        yield Page(addresses.oembed(episode, frame.language), partial(_oembed, frame, episode))
        yield Page(addresses.episode_page(episode, frame.language), partial(_episode, frame, episode))


def _episode(frame: Frame, episode: PublishedEpisode) -> str:
    """The page of an episode; where it would be too large, the words of its stories stand on their own pages only."""
    where = partial(addresses.episode_page, episode)
    sound = addresses.relative(where(frame.language), addresses.media(episode.enclosure))
    said: list[tuple[Segment, Markup | None]] = [
        (one, html(one.utterances, episode.language, sound)) for one in episode.segments if one.utterances
    ]
    head = Head(
        episode.description,
        addresses.banner(episode),
        jsonld.episode(frame.channel, episode, frame.language),
        (addresses.media(episode.enclosure), episode.enclosure.mime),
        addresses.oembed(episode, frame.language),
    )
    embed = embedded(frame.channel, episode, frame.language)
    render = partial(frame.page, "episode", where, head, episode=episode, sound=sound, embed=embed)
    page = render(said=said)
    if is_small(page):
        return page
    return render(said=[(one, None if one.is_story else text) for one, text in said])


def _story(frame: Frame, episode: PublishedEpisode, segment: Segment) -> str:
    where = partial(addresses.segment_page, episode, segment)
    sound = addresses.relative(where(frame.language), addresses.media(episode.enclosure))
    text = html(segment.utterances, episode.language, sound) if segment.utterances else ""
    own = segment.enclosure or episode.enclosure
    head = Head(
        segment.title,
        addresses.banner(episode),
        jsonld.story(frame.channel, episode, segment, frame.language),
        (addresses.media(own), own.mime),
    )
    return frame.page("segment", where, head, episode=episode, segment=segment, sound=sound, text=text)


def _player(frame: Frame, episode: PublishedEpisode) -> str:
    where = partial(addresses.player_page, episode)
    head = Head(episode.description)
    page = addresses.url(frame.channel, addresses.episode_page(episode, frame.language))
    return frame.page("embed", where, head, episode=episode, address=page)


def embedded(channel: Channel, episode: PublishedEpisode, language: Language) -> Markup:
    """What another site writes into its page to show the player."""
    address = addresses.url(channel, addresses.player_page(episode, language))
    return Markup(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" style="border:0;max-width:100%"></iframe>'
    ).format(address, episode.title.told(language), WIDTH, HEIGHT)


def _oembed(frame: Frame, episode: PublishedEpisode) -> str:
    """Source: oEmbed 1.0, 2.3.4 (response parameters) and 2.3.4.4 (the rich type)."""
    channel, language = frame.channel, frame.language
    found = {
        "version": "1.0",
        "type": "rich",
        "title": episode.title.told(language),
        "author_name": channel.author,
        "provider_name": channel.title.told(language),
        "provider_url": addresses.url(channel, addresses.in_language("index.html", language)),
        "html": str(embedded(channel, episode, language)),
        "width": WIDTH,
        "height": HEIGHT,
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
