"""The feed of the show: RSS 2.0 by feedgen, the same bytes for the same episodes."""

from __future__ import annotations

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree
from markupsafe import Markup

from studio.errors import PublishRefused
from studio.languages import Language, translator
from studio.publishing import addresses
from studio.publishing.podcast import ChannelTags, EpisodeTags, channel_tags, episode_tags
from studio.publishing.rules.ruling import own_faults
from studio.publishing.values import Channel, PublishedEpisode, cleaned, newest_first
from studio.publishing.wording import SYNTHETIC

GENERATOR = "Studio"


def feed_bytes(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> bytes:
    """The RSS document, newest episode first, dated by the newest episode; parsed again and checked before it is given.

    Raises PublishRefused with every fault of the document. Source: RSS 2.0; facts of docs/decisions.
    """
    channel, ordered = cleaned(channel), newest_first(cleaned(episodes))
    feed = _head(channel, channel.synthetic_voice or any(episode.synthetic_voice for episode in ordered))
    for episode in ordered:
        _add(feed, channel, episode)
    if ordered:
        feed.updated(ordered[0].published_at)
    tree = etree.fromstring(feed.rss_str())
    if not ordered:
        for date in tree.iter("lastBuildDate"):
            date.getparent().remove(date)
    etree.indent(tree, space=" ")
    document: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=True) + b"\n"
    PublishRefused.raise_if(own_faults(document, addresses.FEED))
    return document


def _head(channel: Channel, synthetic: bool) -> FeedGenerator:
    feed = FeedGenerator()
    feed.register_extension("show", ChannelTags, EpisodeTags, atom=False, rss=True)
    home = addresses.url(channel, "index.html")
    title = channel.title.told(channel.language)
    feed.title(title)
    feed.description(channel.description.told(channel.language))
    feed.link(href=addresses.url(channel, addresses.FEED), rel="self", type="application/rss+xml")
    feed.link(href=home, rel="alternate")  # last: RSS takes its link from the last call
    feed.language(channel.language.value)
    feed.generator(GENERATOR)
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.image(url=addresses.url(channel, addresses.cover(channel)), title=title, link=home)
    feed.show.set(channel_tags(channel, synthetic))
    return feed


def _add(feed: FeedGenerator, channel: Channel, episode: PublishedEpisode) -> None:
    entry: FeedEntry = feed.add_entry(order="append")
    entry.title(episode.title.told(channel.language))
    entry.guid(episode.guid, permalink=False)
    entry.link(href=addresses.url(channel, addresses.episode_page(episode, channel.language)))
    entry.description(episode.description.told(channel.language))
    entry.content(show_notes(episode, channel.language))
    entry.published(episode.published_at)
    sound = episode.enclosure
    entry.enclosure(addresses.url(channel, addresses.media(sound)), str(sound.bytes), sound.mime)
    entry.show.set(episode_tags(channel, episode))


def show_notes(episode: PublishedEpisode, first: Language) -> str:
    """The description as HTML in both languages, the show's own first: what must be known, and who is heard."""
    blocks: list[Markup] = []
    for language in sorted(Language, key=lambda each: each is not first):
        notes = (episode.description, *(notice.text for notice in episode.notices))
        said = [text.told(language) for text in notes if text.language(language) is language]
        if episode.synthetic_voice:
            said.append(translator(language)(SYNTHETIC))
        blocks.extend(Markup('<p lang="{}">{}</p>').format(language.value, text) for text in said)
        names = [name.told(language) for name in episode.organizations if name.language(language) is language]
        if names:
            rows = Markup("").join(Markup("<li>{}</li>").format(name) for name in names)
            blocks.append(Markup('<ul lang="{}">{}</ul>').format(language.value, rows))
    return str(Markup("\n").join(blocks))
