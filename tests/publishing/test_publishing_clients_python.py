"""Every field of a feed as three readers in Python see it, from another house: feedparser, podcastparser, reader.

What each of them sees of an entry is compared whole: a field too many or too few is a difference. Of the podcast
namespace feedparser keeps the last of several, and no text beside attributes; the other two know some of its tags.
"""

from __future__ import annotations

import importlib
import io
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.feed import feed_bytes, show_notes
from studio.publishing.rules.ruling import feed_faults
from studio.publishing.rules.values import NICE
from studio.publishing.tags import NAMESPACES
from studio.publishing.values import Both, Channel, Person, PublishedEpisode
from studio.units import Ms

BASE = "https://radio.example.org/"
OLDER_NAME = b"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x05\xdc\x00\x00\x05\xdc\x08\x02\x00\x00\x00"
Make = Callable[[int], PublishedEpisode]


@pytest.fixture
def one(episode: Make) -> PublishedEpisode:
    """A programme that says everything a programme can say."""
    small = replace(episode(5).enclosure, mime="audio/ogg", suffix=".opus", name="low", ms=Ms(120_000))
    return replace(episode(2), alternates=(small,), people=(Person("សុខ ចាន់ធី", "host"),), picture=PICTURE)


@pytest.fixture
def show(channel: Channel) -> Channel:
    return replace(
        channel,
        hub="https://hub.example.org/",
        frequency="FREQ=WEEKLY",
        new_feed_url=f"{BASE}{addresses.FEED}",
    )


def plain(found: Any) -> Any:
    """What a reader saw, without how each text was encoded, which it adds itself."""
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items() if not key.endswith(("_detail", "_parsed"))}
    return [plain(each) for each in found] if isinstance(found, list) else found


def test_feedparser_reads_every_field_back(show: Channel, one: PublishedEpisode) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # inside the reader
        read = feedparser.parse(feed_bytes(show, (one,)))
        (entry,) = map(plain, read.entries)
        feed = plain(dict(read.feed))
    assert not read.bozo
    cover, picture = BASE + addresses.cover(show), f"{BASE}{addresses.picture(one)}"
    for name, value in {
        "title": show.title.km,
        "subtitle": show.description.km,
        "link": BASE,
        "language": "km",
        "image": {"href": cover},
        "author": show.owner,
        "itunes_type": "episodic",
        "itunes_new-feed-url": show.new_feed_url,
        "podcast_guid": show.guid,
        "podcast_medium": "podcast",
        "podcast_locked": {"owner": show.email},
        "podcast_license": {"url": show.license_url},
        "podcast_funding": {"url": show.funding_url},
        "podcast_txt": {"purpose": "ai-content"},
        "podcast_updatefrequency": {"rrule": "FREQ=WEEKLY"},
        "updated": format_datetime(one.published_at),
    }.items():
        assert feed[name] == value, name
    assert [tag["term"] for tag in feed["tags"]] == ["Society & Culture", "Documentary", "News"]
    (small,) = one.alternates
    authors = ", ".join(name.km for name in one.organizations)
    text = {"type": "text/html", "language": None, "base": ""}
    assert entry.pop("podcast_integrity")["value"].startswith("sha256-")
    assert entry == {
        "id": one.guid,
        "guidislink": False,
        "title": one.title.km,
        "summary": one.description.km,
        "content": [{**text, "value": show_notes(one, Language.KM)}],
        "link": f"{BASE}episodes/{one.slug}.html",
        "links": [
            {"rel": "alternate", "type": "text/html", "href": f"{BASE}episodes/{one.slug}.html"},
            {
                "rel": "enclosure",
                "type": "audio/mpeg",
                "href": BASE + addresses.media(one.enclosure),
                "length": str(one.enclosure.bytes),
            },
        ],
        "published": format_datetime(one.published_at),
        "author": authors,
        "authors": [{"name": authors}],
        "image": {"href": picture},
        "itunes_title": one.title.km,
        "itunes_duration": "120",
        "itunes_explicit": None,
        "itunes_episodetype": "full",
        "itunes_season": "1",
        "itunes_episode": "2",
        "podcast_season": "1",
        "podcast_episode": "2",
        "podcast_image": {"href": picture, "alt": one.title.km, "aspect-ratio": "1/1", "purpose": "artwork"},
        "podcast_transcript": {
            "url": BASE + addresses.transcript(one),
            "type": "text/vtt",
            "language": "km",
            "rel": "captions",
        },
        "podcast_chapters": {"url": BASE + addresses.chapters(one), "type": "application/json+chapters"},
        "psc_chapters": {
            "version": "1.2",
            "chapters": [
                {"start": start, "title": each.title.km}
                for start, each in zip(("00:00:00.000", "00:00:10.000", "00:01:30.000"), one.chapters, strict=True)
            ],
        },
        "podcast_person": {"role": "host"},
        "podcast_location": {"rel": "subject"},
        "podcast_txt": {"purpose": "ai-content"},
        "podcast_license": {"url": show.license_url},
        "podcast_soundbite": {"starttime": "10.000", "duration": "80.000"},
        "podcast_alternateenclosure": {
            "type": "audio/ogg",
            "length": str(small.bytes),
            "bitrate": str(round(small.bytes * 8 / 120)),
            "lang": "km",
        },
        "podcast_source": {"uri": BASE + addresses.media(small)},
    }


def test_podcastparser_reads_every_field_back(show: Channel, one: PublishedEpisode) -> None:
    # This reader knows the podcast namespace by its older name only, which the namespace declares to be the same.
    document = feed_bytes(show, (one,)).replace(NAMESPACES["podcast"].encode(), OLDER_NAME)
    read = podcastparser.parse(f"{BASE}feed.xml", io.BytesIO(document))
    (entry,) = read.pop("episodes")
    assert read == {
        "title": show.title.km,
        "link": BASE,
        "description": show.description.km,
        "generator": "Studio",
        "cover_url": BASE + addresses.cover(show),
        "language": "km",
        "type": "episodic",
        "explicit": False,
        "new_url": show.new_feed_url,
        "itunes_author": show.author,
        "itunes_owner": {"name": show.owner, "email": show.email},
        "itunes_categories": [["Society & Culture", "Documentary"], ["News"]],
        "import_prohibited": True,
        "funding_url": show.funding_url,
    }
    assert entry == {
        "guid": one.guid,
        "title": one.title.km,
        "description": one.description.km,
        "description_html": show_notes(one, Language.KM),
        "link": f"{BASE}episodes/{one.slug}.html",
        "published": int(one.published_at.timestamp()),
        "total_time": 120,
        "payment_url": None,
        "enclosures": [
            {
                "url": BASE + addresses.media(one.enclosure),
                "file_size": one.enclosure.bytes,
                "mime_type": "audio/mpeg",
            }
        ],
        "chapters": [{"start": each.start // 1000, "title": each.title.km} for each in one.chapters],
        "chapters_json_url": BASE + addresses.chapters(one),
        "transcript_url": BASE + addresses.transcript(one),
        "episode_art_url": f"{BASE}{addresses.picture(one)}",
        "itunes_author": ", ".join(name.km for name in one.organizations),
        "explicit": False,
        "type": "full",
        "season": 1,
        "number": 2,
        "persons": [{"name": "សុខ ចាន់ធី", "role": "host", "group": "cast", "href": None, "img": None}],
    }


def test_reader_reads_every_field_back(
    show: Channel, one: PublishedEpisode, required: Callable[[str, str], Path], tmp_path: Path
) -> None:
    required("python:reader", "pip install reader")
    required("python:sgmllib", "pip install sgmllib3k")
    (tmp_path / "feed.xml").write_bytes(feed_bytes(show, (one,)))
    make: Callable[..., Any] = importlib.import_module("reader").make_reader
    with warnings.catch_warnings(), closing(make(":memory:", feed_root=str(tmp_path))) as reader:
        warnings.simplefilter("ignore", DeprecationWarning)
        reader.add_feed("feed.xml")
        reader.update_feeds()
        (entry,) = reader.get_entries()
        (feed,) = reader.get_feeds()
    assert (feed.title, feed.link, feed.subtitle, feed.version) == (show.title.km, BASE, show.description.km, "rss20")
    assert [(each.name, each.email) for each in feed.authors] == [(show.owner, show.email)]
    assert feed.updated == one.published_at.astimezone(UTC)
    assert feed.last_exception is None
    assert (entry.id, entry.title, entry.summary) == (one.guid, one.title.km, one.description.km)
    assert entry.link == f"{BASE}episodes/{one.slug}.html"
    assert entry.published == one.published_at.astimezone(UTC)
    assert [each.name for each in entry.authors] == [name.km for name in one.organizations]
    assert [(each.value, each.type) for each in entry.content] == [(show_notes(one, Language.KM), "text/html")]
    assert [(each.href, each.type, each.length) for each in entry.enclosures] == [
        (BASE + addresses.media(one.enclosure), "audio/mpeg", one.enclosure.bytes)
    ]


def test_of_very_many_who_are_heard_as_many_are_named_as_apps_show(show: Channel, one: PublishedEpisode) -> None:
    told = one.segments[1]
    crowd = tuple(replace(told.communities[0], name=Both(f"សហគមន៍ទី {number}", "")) for number in range(60))
    many = replace(one, segments=(replace(told, communities=crowd),), chapters=())
    document = feed_bytes(show, (many,))
    assert [each for each in feed_faults(document, "feed.xml") if each.values["severity"] != NICE] == []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # inside the reader
        author = feedparser.parse(document).entries[0].author
    assert 200 < len(author) <= 255 and author.startswith("សហគមន៍ទី 0, ") and author.endswith(", …")
    assert all(each.name.km in show_notes(many, Language.KM) for each in crowd)
