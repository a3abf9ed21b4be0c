"""A feed as bytes: RSS 2.0 by feedgen, in fragments that are kept and joined; the same bytes for the same episodes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree
from markupsafe import Markup

from studio.errors import PublishRefused
from studio.languages import Language, translator
from studio.publishing import addresses
from studio.publishing.cards import month_of
from studio.publishing.foreign import marked
from studio.publishing.podcast import MIME, Page, channel_tags, post_tags
from studio.publishing.podcasts import HEAD, Podcast, Post, posts, show
from studio.publishing.rules.ruling import own_faults
from studio.publishing.tags import NAMESPACES, ChannelTags, EpisodeTags
from studio.publishing.values import Channel, PublishedEpisode, Segment, cleaned, newest_first
from studio.publishing.wording import SYNTHETIC

GENERATOR = "Studio"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_BEGIN = "<?xml version='1.0' encoding='UTF-8'?>\n"
_END = b" </channel>\n</rss>\n"


def feed_bytes(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> bytes:
    """The head of the show's own feed: the newest HEAD episodes, dated by the newest one, and where the others are.

    Raises PublishRefused with every fault of the document. Source: RSS 2.0; RFC 5005, 4.
    """
    channel, ordered = cleaned(channel), newest_first(cleaned(episodes))
    shown, older = ordered[:HEAD], ordered[HEAD:]
    fragments = [fragment(channel, each, next(posts(channel, each))) for each in shown]
    page = Page(
        older=month_of(older[0].published_at) if older else "",
        synthetic=channel.synthetic_voice or any(each.synthetic_voice for each in shown),
    )
    document = joined(channel, show(channel), page, fragments, shown[0].published_at if shown else None)
    PublishRefused.raise_if(own_faults(document, addresses.FEED))
    return document


def joined(
    channel: Channel, podcast: Podcast, page: Page, fragments: Sequence[bytes], newest: datetime | None
) -> bytes:
    """A document of a feed from the fragments of its entries, newest first; newest: the moment of the first of them."""
    feed = FeedGenerator()
    feed.register_extension("show", ChannelTags, EpisodeTags, atom=False, rss=True)
    home = addresses.url(channel, "index.html")
    title = podcast.title.told(channel.language)
    feed.title(title)
    feed.description(podcast.description.told(channel.language))
    feed.link(href=addresses.url(channel, podcast.path(page.month)), rel="self", type=MIME)
    feed.link(href=home, rel="alternate")  # last: RSS takes its link from the last call
    feed.language(channel.language.value)
    feed.generator(GENERATOR)
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.image(url=addresses.url(channel, addresses.cover(channel)), title=title, link=home)
    if newest is not None:
        feed.updated(newest)
    feed.show.set(channel_tags(channel, podcast, page))
    tree = etree.fromstring(feed.rss_str())
    if newest is None:
        for date in tree.iter("lastBuildDate"):
            date.getparent().remove(date)
    etree.indent(tree, space=" ")
    document: bytes = etree.tostring(tree, encoding="UTF-8") + b"\n"
    style = addresses.relative(podcast.path(page.month), addresses.FEED_STYLE)
    document = f'{_BEGIN}<?xml-stylesheet type="text/css" href="{style}"?>\n'.encode() + document
    return document.removesuffix(_END) + b"".join(fragments) + _END


def fragment(channel: Channel, episode: PublishedEpisode, post: Post) -> bytes:
    """An entry as it stands in every document, indented, with the namespaces that the documents declare."""
    language, segment = channel.language, post.segment
    entry = FeedEntry()
    entry.register_extension("show", EpisodeTags, atom=False, rss=True)
    entry.title((episode.title if segment is None else segment.title).told(language))
    entry.guid(post.guid, permalink=False)
    page = addresses.episode_page(episode, language)
    entry.link(
        href=addresses.url(channel, page if segment is None else addresses.segment_page(episode, segment, language))
    )
    entry.description(_summary(episode, segment, language))
    entry.content(show_notes(episode, language) if segment is None else story_notes(episode, segment, language))
    entry.published(post.at)
    sound = post.enclosure
    entry.enclosure(addresses.url(channel, addresses.media(sound)), str(sound.bytes), sound.mime)
    entry.show.set(post_tags(channel, episode, post))
    root = etree.Element("rss", nsmap={**NAMESPACES, "content": _CONTENT})
    etree.SubElement(root, "channel").append(entry.rss_entry())
    etree.indent(root, space=" ")
    document: bytes = etree.tostring(root, encoding="UTF-8")
    return document[document.index(b"  <item>") : document.rindex(b"</item>")] + b"</item>\n"


def _summary(episode: PublishedEpisode, segment: Segment | None, language: Language) -> str:
    """What an app shows of an entry: of a story, who tells it."""
    if segment is None:
        return episode.description.told(language)
    names = ", ".join(name.told(language) for name in segment.organizations)
    return f"{segment.title.told(language)} · {names}"


def show_notes(episode: PublishedEpisode, first: Language) -> str:
    """The description as HTML in both languages, the show's own first: what must be known, and who is heard."""
    blocks: list[Markup] = []
    for language in sorted(Language, key=lambda each: each is not first):
        notes = (episode.description, *(notice.text for notice in episode.notices))
        said = [text.told(language) for text in notes if text.language(language) is language]
        if episode.synthetic_voice:
            said.append(translator(language)(SYNTHETIC))
        blocks.extend(Markup('<p lang="{}">{}</p>').format(language.value, marked(text, language)) for text in said)
        names = [name.told(language) for name in episode.organizations if name.language(language) is language]
        if names:
            rows = Markup("").join(Markup("<li>{}</li>").format(marked(name, language)) for name in names)
            blocks.append(Markup('<ul lang="{}">{}</ul>').format(language.value, rows))
    return str(Markup("\n").join(blocks))


def story_notes(episode: PublishedEpisode, segment: Segment, first: Language) -> str:
    """What a story is, who tells it, and the programme that it was heard in, in both languages."""
    blocks: list[Markup] = []
    for language in sorted(Language, key=lambda each: each is not first):
        texts = [segment.title, *segment.organizations, episode.title]
        said = [text.told(language) for text in texts if text.language(language) is language]
        if episode.synthetic_voice:
            said.append(translator(language)(SYNTHETIC))
        blocks.extend(Markup('<p lang="{}">{}</p>').format(language.value, marked(text, language)) for text in said)
    return str(Markup("\n").join(blocks))
