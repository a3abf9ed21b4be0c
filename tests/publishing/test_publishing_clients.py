"""Every field of a feed as three readers from another house see it: feedsmith, podcast-partytime, rss-parser.

What each of them sees of an entry is compared whole: a field too many or too few is a difference.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.feed import feed_bytes, show_notes
from studio.publishing.values import Channel, Enclosure, Person, PublishedEpisode
from studio.units import Ms

CLIENTS = Path(__file__).parents[1] / "clients"
BASE = "https://radio.example.org/"
STARTS = ("00:00:00.000", "00:00:10.000", "00:01:30.000")
Make = Callable[[int], PublishedEpisode]
Seen = dict[str, Any]


@pytest.fixture
def one(episode: Make, tmp_path: Path) -> PublishedEpisode:
    """A programme that says everything a programme can say."""
    made = episode(2)
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x05\xdc\x00\x00\x05\xdc\x08\x02\x00\x00\x00"
    small = replace(episode(5).enclosure, mime="audio/ogg", suffix=".opus", name="low", ms=Ms(120_000))
    people = (Person("សុខ ចាន់ធី", "host"),)
    return replace(made, alternates=(small,), people=people, picture=picture)


@pytest.fixture
def show(channel: Channel) -> Channel:
    return replace(
        channel,
        hub="https://hub.example.org/",
        frequency="FREQ=WEEKLY",
        new_feed_url=f"{BASE}{addresses.FEED}",
    )


@pytest.fixture
def seen(show: Channel, one: PublishedEpisode, required: Callable[[str, str], Path], tmp_path: Path) -> Seen:
    """What each reader saw of the feed of that programme."""
    node = required("node", "apt-get install nodejs npm")
    required(str(CLIENTS / "node_modules"), "npm ci --prefix tests/clients")
    path = tmp_path / "feed.xml"
    path.write_bytes(feed_bytes(show, (one,)))
    command = [str(node), str(CLIENTS / "read.mjs"), str(path)]
    read: Seen = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
    return read


def test_feedsmith_reads_every_field_back(seen: Seen, show: Channel, one: PublishedEpisode) -> None:
    feed = seen["feedsmith"]["feed"]
    assert (feed["title"], feed["link"], feed["language"]) == (show.title.km, BASE, "km")
    assert feed["description"] == show.description.km
    cover = BASE + addresses.cover(show)
    assert feed["image"]["url"] == cover
    links = {link["rel"]: link["href"] for link in feed["atom"]["links"]}
    assert links == {"self": f"{BASE}feed.xml", "hub": show.hub}
    itunes, podcast = feed["itunes"], feed["podcast"]
    assert (itunes["image"], itunes["explicit"], itunes["author"], itunes["type"]) == (
        cover,
        False,
        show.author,
        "episodic",
    )
    assert itunes["owner"] == {"name": show.owner, "email": show.email}
    assert itunes["newFeedUrl"] == show.new_feed_url
    assert itunes["categories"] == [
        {"text": "Society & Culture", "categories": [{"text": "Documentary"}]},
        {"text": "News"},
    ]
    assert podcast["locked"] == {"value": True, "owner": show.email}
    assert (podcast["guid"], podcast["medium"]) == (show.guid, "podcast")
    assert podcast["license"] == {"display": show.license.lower(), "url": show.license_url}
    assert [each["url"] for each in podcast["fundings"]] == [show.funding_url]
    assert podcast["updateFrequency"]["rrule"] == "FREQ=WEEKLY"
    assert [(each["purpose"], each["display"]) for each in podcast["txts"]] == [("ai-content", "true")]
    assert [(each["href"], bool(each["alt"])) for each in podcast["images"]] == [(cover, True)]


def integrity(sound: Enclosure) -> dict[str, str]:
    digest = base64.b64encode(bytes.fromhex(sound.digest)).decode()
    return {"type": "sri", "value": f"sha256-{digest}"}


def test_feedsmith_reads_every_field_of_an_entry_back(seen: Seen, show: Channel, one: PublishedEpisode) -> None:
    (entry,) = seen["feedsmith"]["feed"]["items"]
    picture, media = f"{BASE}{addresses.picture(one)}", BASE + addresses.media(one.enclosure)
    first = {"default": True}
    assert entry.pop("podcast") == {
        "transcripts": [
            {"url": BASE + addresses.transcript(one), "type": "text/vtt", "language": "km", "rel": "captions"}
        ],
        "chapters": {"url": BASE + addresses.chapters(one), "type": "application/json+chapters"},
        "persons": [{"display": "សុខ ចាន់ធី", "role": "host"}],
        "locations": [{"display": place.km, "rel": "subject"} for place in one.places],
        "season": {"number": 1},
        "episode": {"number": 2},
        "license": {"display": show.license.lower(), "url": show.license_url},
        "images": [{"href": picture, "alt": one.title.km, "aspectRatio": "1/1", "purpose": "artwork"}],
        "txts": [{"display": "true", "purpose": "ai-content"}],
        "soundbites": [{"startTime": 10, "duration": 80, "display": one.stories[0].title.km}],
        "alternateEnclosures": [
            {
                "type": sound.mime,
                "length": sound.bytes,
                "bitrate": round(sound.bytes * 8 / 120),
                "lang": "km",
                "sources": [{"uri": BASE + addresses.media(sound)}],
                "integrity": integrity(sound),
            }
            | (first if sound == one.enclosure else {})
            for sound in (one.enclosure, *one.alternates)
        ],
    }
    assert entry == {
        "guid": {"value": one.guid, "isPermaLink": False},
        "title": one.title.km,
        "link": f"{BASE}episodes/{one.slug}.html",
        "description": one.description.km,
        "content": {"encoded": show_notes(one, Language.KM)},
        "enclosures": [{"url": media, "length": one.enclosure.bytes, "type": "audio/mpeg"}],
        "pubDate": format_datetime(one.published_at),
        "itunes": {
            "title": one.title.km,
            "author": ", ".join(name.km for name in one.organizations),
            "duration": 120,
            "image": picture,
            "explicit": False,
            "season": 1,
            "episode": 2,
            "episodeType": "full",
        },
        "psc": {
            "chapters": [
                {"start": start, "title": each.title.km} for start, each in zip(STARTS, one.chapters, strict=True)
            ]
        },
    }


def test_partytime_reads_every_field_back(seen: Seen, show: Channel, one: PublishedEpisode) -> None:
    feed, cover = seen["partytime"], BASE + addresses.cover(show)
    when = f"{one.published_at.astimezone(UTC).isoformat()[:19]}.000Z"
    assert (feed["title"], feed["description"], feed["link"]) == (show.title.km, show.description.km, BASE)
    assert (feed["explicit"], feed["language"], feed["guid"]) == (False, "km", show.guid)
    assert (feed["medium"], feed["locked"], feed["podcastOwner"]) == ("podcast", True, show.email)
    assert feed["itunesCategory"] == ["Society & Culture > Documentary", "News"]
    assert feed["pubsub"] == {"self": f"{BASE}feed.xml", "hub": show.hub}
    assert feed["itunesNewFeedUrl"] == show.new_feed_url
    assert feed["license"] == {"identifier": show.license.lower(), "url": show.license_url}
    assert (feed["author"], feed["owner"]) == (show.author, {"name": show.owner, "email": show.email})
    assert (feed["itunesImage"], feed["image"]["url"], feed["itunesType"]) == (cover, cover, "episodic")
    assert [each["url"] for each in feed["podcastFunding"]] == [show.funding_url]
    assert (feed["pubDate"], feed["lastBuildDate"]) == (when, when)
    (entry,) = feed["items"]
    picture = f"{BASE}{addresses.picture(one)}"
    assert entry == {
        "guid": one.guid,
        "title": one.title.km,
        "author": ", ".join(name.km for name in one.organizations),
        "description": one.description.km,
        "content": show_notes(one, Language.KM),
        "link": f"{BASE}episodes/{one.slug}.html",
        "pubDate": when,
        "duration": 120,
        "explicit": False,
        "enclosure": {
            "url": BASE + addresses.media(one.enclosure),
            "length": one.enclosure.bytes,
            "type": "audio/mpeg",
        },
        "image": picture,
        "itunesImage": picture,
        "itunesSeason": 1,
        "itunesEpisode": 2,
        "itunesEpisodeType": "full",
        "podcastSeason": {"number": 1},
        "podcastEpisode": {"number": 2},
        "podcastTranscripts": [
            {"url": BASE + addresses.transcript(one), "type": "text/vtt", "language": "km", "rel": "captions"}
        ],
        "podcastChapters": {"url": BASE + addresses.chapters(one), "type": "application/json+chapters"},
        "podcastSoundbites": [{"startTime": 10, "duration": 80, "title": one.stories[0].title.km}],
        "podcastPeople": [{"name": "សុខ ចាន់ធី", "role": "Host", "group": "Cast"}],
        "podcastLocation": {"name": one.places[0].km},
        "license": {"identifier": show.license.lower(), "url": show.license_url},
        "alternativeEnclosures": [
            {
                "type": sound.mime,
                "length": sound.bytes,
                "bitrate": round(sound.bytes * 8 / 120),
                "lang": "km",
                "default": sound == one.enclosure,
                "source": [{"uri": BASE + addresses.media(sound), "contentType": sound.mime}],
                "integrity": integrity(sound),
            }
            for sound in (one.enclosure, *one.alternates)
        ],
    }


def test_rss_parser_reads_every_field_back(seen: Seen, show: Channel, one: PublishedEpisode) -> None:
    feed = seen["rssParser"]
    assert (feed["title"], feed["link"], feed["feedUrl"]) == (show.title.km, BASE, f"{BASE}feed.xml")
    assert (feed["description"], feed["language"]) == (show.description.km, "km")
    assert (feed["podcast:guid"], feed["podcast:locked"]) == (show.guid, "yes")
    assert feed["itunes"] == {
        "owner": {"name": show.owner, "email": show.email},
        "author": show.author,
        "explicit": "false",
        "image": BASE + addresses.cover(show),
        "categories": ["Society & Culture", "News"],
        "categoriesWithSubs": [
            {"name": "Society & Culture", "subs": [{"name": "Documentary"}]},
            {"name": "News", "subs": None},
        ],
    }
    (entry,) = feed["items"]
    for plain in ("contentSnippet", "content:encodedSnippet"):
        assert "<" not in entry.pop(plain)
    assert entry == {
        "guid": one.guid,
        "title": one.title.km,
        "link": f"{BASE}episodes/{one.slug}.html",
        "content": one.description.km,
        "content:encoded": show_notes(one, Language.KM),
        "pubDate": format_datetime(one.published_at),
        "isoDate": f"{one.published_at.astimezone(UTC).isoformat()[:19]}.000Z",
        "enclosure": {
            "url": BASE + addresses.media(one.enclosure),
            "length": str(one.enclosure.bytes),
            "type": "audio/mpeg",
        },
        "itunes": {
            "author": ", ".join(name.km for name in one.organizations),
            "explicit": "false",
            "duration": "120",
            "image": f"{BASE}{addresses.picture(one)}",
            "episode": "2",
            "season": "1",
            "episodeType": "full",
        },
        "podcast:transcript": {
            "$": {"url": BASE + addresses.transcript(one), "type": "text/vtt", "language": "km", "rel": "captions"}
        },
        "podcast:chapters": {"$": {"url": BASE + addresses.chapters(one), "type": "application/json+chapters"}},
        "podcast:person": "សុខ ចាន់ធី",
        "podcast:location": one.places[0].km,
        "podcast:txt": "true",
        "podcast:season": "1",
        "podcast:episode": "2",
    }


def test_the_clients_are_pinned_and_name_no_registry() -> None:
    wanted = json.loads((CLIENTS / "package.json").read_text("utf-8"))["dependencies"]
    lock = json.loads((CLIENTS / "package-lock.json").read_text("utf-8"))
    for name, version in wanted.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    packages = [each for name, each in lock["packages"].items() if name]
    assert all(each["integrity"].startswith("sha512-") and "resolved" not in each for each in packages)
