"""What a publication consists of, apart from sounds and the feed: every path, and how its content is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from studio.publishing import addresses
from studio.publishing.chapters import chapters_json
from studio.publishing.font import font_bytes, font_path
from studio.publishing.opml import Listed, opml_bytes
from studio.publishing.site import Looks, Page, pages, stylesheet
from studio.publishing.transcript import webvtt
from studio.publishing.values import Channel, PublishedEpisode
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to be published: its path below the root, and what makes its bytes when they are needed.

    named_by_content: the path changes whenever the bytes would.
    """

    path: str
    make: Callable[[], bytes]
    named_by_content: bool = False


def plan(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> Iterator[Planned]:
    """Every file but sounds and the feed, none made yet, each after those that it points at; episodes: newest first."""
    style = stylesheet(font_path()).encode("utf-8")
    looks = Looks(style=addresses.asset("style", style, ".css"), font=font_path())
    yield Planned(looks.font, font_bytes, named_by_content=True)
    yield Planned(looks.style, lambda: style, named_by_content=True)
    yield Planned(addresses.cover(channel), lambda: channel.cover, named_by_content=True)
    for episode in episodes:
        yield from _of_episode(channel, episode)
    for page in pages(channel, episodes, looks):
        yield _page(page)
    yield Planned(addresses.OPML, lambda: _opml(channel))


def _page(page: Page) -> Planned:
    return Planned(page.path, lambda: page.render().encode("utf-8"))


def _of_episode(channel: Channel, episode: PublishedEpisode) -> Iterator[Planned]:
    path, picture = addresses.picture(episode), episode.picture
    if path is not None and picture is not None:
        yield Planned(path, lambda: picture, named_by_content=True)
    if episode.utterances:
        yield Planned(addresses.transcript(episode), lambda: webvtt(episode.utterances).encode("utf-8"))
    if episode.chapters:
        yield Planned(addresses.chapters(episode), lambda: _chapters(channel, episode))


def _chapters(channel: Channel, episode: PublishedEpisode) -> bytes:
    links: dict[Ms, str] = {
        segment.start: addresses.url(channel, addresses.segment_page(episode, segment, channel.language))
        for segment in episode.stories
    }
    return chapters_json(episode.chapters, channel.language, links).encode("utf-8")


def _opml(channel: Channel) -> bytes:
    title = channel.title.told(channel.language)
    feed, home = addresses.url(channel, addresses.FEED), addresses.url(channel, "index.html")
    return opml_bytes(title, (Listed(title, feed, home, channel.language.value),))
