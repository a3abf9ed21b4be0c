"""The rules of Apple Podcasts for a show, its episodes and their sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import splitext
from urllib.parse import urlsplit

from studio.publishing import categories
from studio.publishing.rules.forms import (
    is_ascii,
    is_duration,
    is_email,
    is_picture,
    is_positive,
    is_truth,
    is_web,
    listed,
    pattern,
)
from studio.publishing.rules.kinds import bad, formed, needed, needs, octets, once
from studio.publishing.rules.rss import DATE, WEB
from studio.publishing.rules.values import MUST, NICE, SHOULD, Feed, Finding, Rule

DESCRIPTION_BYTES = 4_000
"""Bytes that a description may have at most. Source: Apple Podcasts, RSS tags: description."""

PLAYED = {
    "audio/mpeg": (".mp3",),
    "audio/x-m4a": (".m4a",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/aac": (".aac", ".m4a"),
    "video/quicktime": (".mov",),
    "video/mp4": (".mp4",),
    "video/x-m4v": (".m4v",),
    "application/pdf": (".pdf",),
}
"""The types that Apple's app plays, with the endings of their addresses. Source: Apple Podcasts, enclosure."""

UNKNOWN = {
    "audio/mp3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "audio/m4a": "audio/x-m4a",
}
"""Types that nobody registered, and what is meant. Source: IANA media types; RFC 3003."""

_SUFFIXES = frozenset(suffix for suffixes in PLAYED.values() for suffix in suffixes)
_REQUIREMENTS = "Apple Podcasts, RSS feed requirements"
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_IMAGE = '<itunes:image href="https://example.org/cover.jpg"/>'
_ONCE = ("image", "explicit", "author", "type", "owner", "new-feed-url", "block", "complete")
_ENTRY_ONCE = ("duration", "explicit", "image", "title", "season", "episode", "episodeType", "block", "author")


def _tag(name: str) -> str:
    return f"Apple Podcasts, RSS tags: {name}"


def _categories(feed: Feed) -> Iterator[Finding]:
    for category in feed.at("channel/itunes:category"):
        head = category.value("text")
        for sub in [each.value("text") for each in category.below("itunes:category")] or [""]:
            full = f"{head} > {sub}" if sub else head
            if head and not categories.is_known(full):
                yield bad(category, full, "News; Society & Culture > Documentary; …")


def _addresses_unique(feed: Feed) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for sound in feed.at("item/enclosure"):
        address = sound.value("url")
        line = first.setdefault(address, sound.line)
        if address and line != sound.line:
            yield Finding("publishing.enclosure-repeated", sound, values={"value": address[:100], "first": line})


def _played(feed: Feed) -> Iterator[Finding]:
    """A type that Apple does not play is told where no other encoding of the episode is one that it does."""
    for sound in feed.at("item/enclosure"):
        mime = sound.value("type").partition(";")[0].strip().lower()
        entry = sound.parent
        others = entry.below("podcast:alternateEnclosure") if entry is not None else ()
        played = any(other.value("type").lower() in PLAYED for other in others)
        if "/" in mime and mime not in PLAYED and (mime in UNKNOWN or not played):
            yield bad(sound, mime, UNKNOWN.get(mime, ", ".join(PLAYED)))


def _suffix(feed: Feed) -> Iterator[Finding]:
    for sound in feed.at("item/enclosure"):
        wanted = PLAYED.get(sound.value("type").lower())
        address = sound.value("url")
        if wanted and is_web(address):
            suffix = splitext(urlsplit(address).path)[1].lower()
            if suffix not in wanted and (suffix in _SUFFIXES or not suffix):
                yield bad(sound, address, ", ".join(wanted))


def _markup(feed: Feed) -> Iterator[Finding]:
    for title in (*feed.at("channel/title"), *feed.at("item/title"), *feed.at("item/itunes:title")):
        tag = _MARKUP.search(title.text[:2000])
        if tag:
            yield bad(title, tag[0], "text/plain")


def _serial(feed: Feed) -> Iterator[Finding]:
    if not any(kind.text.lower() == "serial" for kind in feed.at("channel/itunes:type")):
        return
    for entry in feed.episodes:
        kind = next(entry.below("itunes:episodeType"), None)
        if not any(entry.below("itunes:episode")) and (kind is None or kind.text.lower() == "full"):
            yield Finding(
                "publishing.tag-missing", entry, "itunes:episode", {"example": "<itunes:episode>1</itunes:episode>"}
            )


def _any_episode(feed: Feed) -> Iterator[Finding]:
    if not feed.episodes and not feed.at("channel/podcast:liveItem") and not feed.at("channel/podcast:remoteItem"):
        yield Finding("publishing.tag-missing", feed.channel, "item", {"example": "<item>…</item>"})


RULES: tuple[Rule, ...] = (
    Rule("apple.image", MUST, _tag("itunes:image"), needed("channel/itunes:image", _IMAGE, text=False)),
    Rule("apple.image-href", MUST, _tag("itunes:image"), needs("*/itunes:image", "href", _IMAGE)),
    Rule(
        "apple.image-form",
        MUST,
        "Apple Podcasts, artwork requirements",
        formed("*/itunes:image", is_picture, f"{WEB}.jpg, {WEB}.png", "href"),
    ),
    Rule(
        "apple.category",
        MUST,
        _tag("itunes:category"),
        needed("channel/itunes:category", '<itunes:category text="News"/>', text=False),
    ),
    Rule("apple.category-text", MUST, _tag("itunes:category"), needs("*/itunes:category", "text", 'text="News"')),
    Rule("apple.category-known", MUST, "Apple Podcasts, categories", _categories),
    Rule(
        "apple.explicit",
        MUST,
        _tag("itunes:explicit"),
        needed("channel/itunes:explicit", "<itunes:explicit>false</itunes:explicit>"),
    ),
    Rule("apple.explicit-form", MUST, _tag("itunes:explicit"), formed("*/itunes:explicit", is_truth, "true, false")),
    Rule("apple.once", MUST, _tag("show tags"), once("channel", [f"itunes:{name}" for name in _ONCE])),
    Rule("apple.entry-once", MUST, _tag("episode tags"), once("item", [f"itunes:{name}" for name in _ENTRY_ONCE])),
    Rule(
        "apple.author",
        SHOULD,
        _tag("itunes:author"),
        needed("channel/itunes:author", "<itunes:author>…</itunes:author>"),
    ),
    Rule(
        "apple.email-form",
        SHOULD,
        _tag("itunes:owner"),
        formed("itunes:owner/itunes:email", is_email, "radio@example.org"),
    ),
    Rule("apple.type", NICE, _tag("itunes:type"), needed("channel/itunes:type", "<itunes:type>episodic</itunes:type>")),
    Rule(
        "apple.type-form",
        MUST,
        _tag("itunes:type"),
        formed("channel/itunes:type", listed("episodic", "serial"), "episodic, serial"),
    ),
    Rule("apple.serial-numbers", SHOULD, _tag("itunes:episode (serial shows)"), _serial),
    Rule("apple.new-feed-url", MUST, _tag("itunes:new-feed-url"), formed("channel/itunes:new-feed-url", is_web, WEB)),
    Rule("apple.complete", SHOULD, _tag("itunes:complete"), formed("channel/itunes:complete", listed("yes"), "Yes")),
    Rule("apple.block", SHOULD, _tag("itunes:block"), formed("*/itunes:block", listed("yes"), "Yes")),
    Rule(
        "apple.description-bytes",
        MUST,
        _tag("description"),
        octets(("channel/description", "item/description"), DESCRIPTION_BYTES),
    ),
    Rule("apple.episodes", SHOULD, _REQUIREMENTS, _any_episode),
    Rule("apple.entry-title", MUST, _tag("title"), needed("item/title", "<title>…</title>")),
    Rule("apple.title-markup", SHOULD, _tag("title"), _markup),
    Rule(
        "apple.enclosure",
        MUST,
        _tag("enclosure"),
        needed("item/enclosure", f'<enclosure url="{WEB}.mp3" length="12345678" type="audio/mpeg"/>', text=False),
    ),
    Rule("apple.enclosure-unique", MUST, _REQUIREMENTS, _addresses_unique),
    Rule("apple.enclosure-type", SHOULD, _tag("enclosure"), _played),
    Rule("apple.enclosure-suffix", SHOULD, _tag("enclosure"), _suffix),
    Rule(
        "apple.address-ascii",
        SHOULD,
        f"{_REQUIREMENTS} (ASCII file names and URLs)",
        formed("item/enclosure", is_ascii, "a-z A-Z 0-9 %E1%9E%80", "url"),
    ),
    Rule("apple.guid", MUST, _tag("guid"), needed("item/guid", '<guid isPermaLink="false">…</guid>')),
    Rule("apple.pub-date", SHOULD, _tag("pubDate"), needed("item/pubDate", f"<pubDate>{DATE}</pubDate>")),
    Rule("apple.entry-link", SHOULD, _tag("link"), needed("item/link", f"<link>{WEB}</link>")),
    Rule(
        "apple.entry-description",
        SHOULD,
        _tag("description"),
        needed("item/description", "<description>…</description>"),
    ),
    Rule(
        "apple.duration",
        SHOULD,
        _tag("itunes:duration"),
        needed("item/itunes:duration", "<itunes:duration>1800</itunes:duration>"),
    ),
    Rule(
        "apple.duration-form",
        MUST,
        _tag("itunes:duration"),
        formed("item/itunes:duration", is_duration, "1800, 30:00, 0:30:00"),
    ),
    Rule(
        "apple.entry-explicit",
        SHOULD,
        _tag("itunes:explicit"),
        needed("item/itunes:explicit", "<itunes:explicit>false</itunes:explicit>"),
    ),
    Rule("apple.entry-image", NICE, _tag("itunes:image"), needed("item/itunes:image", _IMAGE, text=False)),
    Rule(
        "apple.episode-type",
        MUST,
        _tag("itunes:episodeType"),
        formed("item/itunes:episodeType", listed("full", "trailer", "bonus"), "full, trailer, bonus"),
    ),
    Rule(
        "apple.number-form",
        MUST,
        _tag("itunes:episode, itunes:season"),
        formed(("item/itunes:episode", "item/itunes:season"), is_positive, "1, 2, 3 …"),
    ),
    Rule(
        "apple.keywords", NICE, _tag("itunes:keywords (no longer read)"), formed("*/itunes:keywords", pattern(""), "–")
    ),
)
"""In the order of Apple's own list: the show, then its episodes."""
