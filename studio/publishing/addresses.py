"""Where everything lies: paths inside the published folder, and their public addresses."""

from __future__ import annotations

import posixpath
from typing import Protocol
from urllib.parse import quote

from studio.languages import Language
from studio.publishing.values import Channel, Enclosure, PublishedEpisode, Segment
from studio.units import Ms, digest_of

FEED = "feed.xml"
FEED_STYLE = "assets/feed.css"
OPML = "feeds.opml"
GONE = "gone.json"
INDEX = ".archive.db"
MANIFEST = ".published.json"
WORKER = "worker.js"
FAVICON = "favicon.ico"
LOCK = ".publishing.lock"

FACETS = {"theme": "themes", "province": "provinces", "community": "communities"}
"""The folder of the pages of each kind of facet."""


class Named(Protocol):
    """An episode or a story, whole or on a card."""

    @property
    def slug(self) -> str:
        """What its address ends with."""


def url(channel: Channel, path: str) -> str:
    """The public address of a path; an index page is addressed by its folder."""
    folder, name = posixpath.split(path)
    short = (f"{folder}/" if folder else "") if name == "index.html" else path
    return f"{channel.base_url.rstrip('/')}/{quote(short)}"


def in_language(path: str, language: Language) -> str:
    """The path of a page in a language: Khmer at the root, English below en/."""
    return path if language is Language.KM else f"{language.value}/{path}"


def relative(page: str, target: str) -> str:
    """The link from a page to another path, without the host: the folder can be moved, and opened from disk."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."))


def archive_page(period: str, language: Language) -> str:
    """The page that lists a year ("2012") or a month ("2012-05")."""
    return in_language(f"archive/{period}.html", language)


def facet_page(kind: str, slug: str, language: Language, period: str = "") -> str:
    """The page of a theme, a province or a community, or of what was told of it in a year or a month."""
    folder = FACETS[kind]
    return in_language(f"{folder}/{slug}/{period}.html" if period else f"{folder}/{slug}.html", language)


def corrections_page(period: str, language: Language) -> str:
    """What was corrected in a year ("2012", its second page "2012-2"), or "gone": what is here no more."""
    return in_language(f"corrections/{period}.html", language)


def communities_page(province: str, language: Language) -> str:
    """The communities of a province by its code ("02", the second page "02-2"), or of none ("none")."""
    return in_language(f"communities/by-province/{province}.html", language)


def player_page(episode: Named, language: Language) -> str:
    """The page with nothing but the player of an episode, to be shown inside other sites."""
    return in_language(f"embed/{episode.slug}.html", language)


def oembed(episode: Named, language: Language) -> str:
    """What other sites read to show the player of an episode."""
    return in_language(f"embed/{episode.slug}.json", language)


def episode_page(episode: Named, language: Language) -> str:
    """The page of an episode."""
    return in_language(f"episodes/{episode.slug}.html", language)


def segment_page(episode: Named, segment: Named, language: Language) -> str:
    """The page of a story."""
    return in_language(f"episodes/{episode.slug}/{segment.slug}.html", language)


def feed(key: str, month: str = "") -> str:
    """A feed by its key, the show's own by "", or the page of it that holds a month ("2012-05")."""
    if not key:
        return f"archive/{month}.xml" if month else FEED
    return f"feeds/{key}/{month}.xml" if month else f"feeds/{key}.xml"


def story_transcript(episode: PublishedEpisode, segment: Segment) -> str:
    """The WebVTT of a story on its own."""
    return f"episodes/{episode.slug}/{segment.slug}.{episode.language.value}.vtt"


def transcript(episode: PublishedEpisode) -> str:
    """The WebVTT of an episode, in the language that is spoken."""
    return f"episodes/{episode.slug}/transcript.{episode.language.value}.vtt"


def chapters(episode: PublishedEpisode) -> str:
    """The JSON chapters of an episode."""
    return f"episodes/{episode.slug}/chapters.json"


def media(enclosure: Enclosure) -> str:
    """The content-addressed path of a sound: other bytes, other address."""
    return f"media/{enclosure.digest[:2]}/{enclosure.digest}{enclosure.suffix}"


def asset(name: str, content: bytes, suffix: str) -> str:
    """The content-addressed path of a picture, a stylesheet, a font."""
    return f"assets/{name}-{digest_of(content)[:12]}{suffix}"


def cover(channel: Channel) -> str:
    """The picture of the show."""
    return asset("cover", channel.cover, ".png")


def picture(episode: PublishedEpisode) -> str | None:
    """The picture of an episode, where it has one."""
    return asset("episode", episode.picture, ".png") if episode.picture is not None else None


def banner(episode: PublishedEpisode) -> str | None:
    """The wide picture of an episode; it lies beside its pages, so that it goes when they go."""
    if episode.banner is None:
        return None
    return f"episodes/{episode.slug}/picture-{digest_of(episode.banner)[:12]}.png"


def moment(start: Ms, end: Ms | None = None) -> str:
    """The fragment that plays from start and stops at end, in milliseconds. Source: W3C Media Fragments 1.0, 4.2.1."""
    return f"#t={_seconds(start)}" + ("" if end is None else f",{_seconds(end)}")


def _seconds(ms: Ms) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")
