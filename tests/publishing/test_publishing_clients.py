"""Every field of a feed as three readers from another house see it: feedsmith, podcast-partytime, rss-parser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from studio.publishing import addresses
from studio.publishing.feed import feed_bytes
from studio.publishing.values import Channel, Person, PublishedEpisode
from studio.units import Ms

CLIENTS = Path(__file__).parents[1] / "clients"
BASE = "https://radio.example.org/"
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


def test_feedsmith_reads_every_field_of_an_entry_back(seen: Seen, show: Channel, one: PublishedEpisode) -> None:
    (entry,) = seen["feedsmith"]["feed"]["items"]
    media = BASE + addresses.media(one.enclosure)
    assert entry["guid"] == {"value": one.guid, "isPermaLink": False}
    assert entry["enclosures"] == [{"url": media, "length": one.enclosure.bytes, "type": "audio/mpeg"}]
    assert (entry["title"], entry["description"]) == (one.title.km, one.description.km)
    assert entry["link"] == f"{BASE}episodes/{one.slug}.html"
    assert one.description.en in entry["content"]["encoded"]
    itunes, podcast = entry["itunes"], entry["podcast"]
    assert (itunes["duration"], itunes["season"], itunes["episode"], itunes["episodeType"]) == (120, 1, 2, "full")
    assert (itunes["title"], itunes["explicit"]) == (one.title.km, False)
    assert itunes["image"] == f"{BASE}{addresses.picture(one)}"
    assert podcast["transcripts"] == [
        {"url": BASE + addresses.transcript(one), "type": "text/vtt", "language": "km", "rel": "captions"}
    ]
    assert podcast["chapters"] == {"url": BASE + addresses.chapters(one), "type": "application/json+chapters"}
    assert [(each["display"], each["role"]) for each in podcast["persons"]] == [("សុខ ចាន់ធី", "host")]
    assert [each["display"] for each in podcast["locations"]] == [place.km for place in one.places]
    assert (podcast["season"]["number"], podcast["episode"]["number"]) == (1, 2)
    assert [(each["startTime"], each["duration"]) for each in podcast["soundbites"]] == [(10, 80)]
    assert [each["sources"][0]["uri"] for each in podcast["alternateEnclosures"]] == [
        media,
        BASE + addresses.media(one.alternates[0]),
    ]
    for each, sound in zip(podcast["alternateEnclosures"], (one.enclosure, *one.alternates), strict=True):
        assert (each["type"], each["length"], each["lang"]) == (sound.mime, sound.bytes, "km")
        assert each["integrity"]["value"].startswith("sha256-")
    assert [each["title"] for each in entry["psc"]["chapters"]] == [each.title.km for each in one.chapters]
    assert entry["psc"]["chapters"][1]["start"] == "00:00:10.000"


def test_partytime_reads_every_field_back(seen: Seen, show: Channel, one: PublishedEpisode) -> None:
    feed = seen["partytime"]
    assert (feed["title"], feed["description"], feed["link"]) == (show.title.km, show.description.km, BASE)
    assert (feed["explicit"], feed["language"], feed["guid"]) == (False, "km", show.guid)
    assert (feed["medium"], feed["locked"], feed["podcastOwner"]) == ("podcast", True, show.email)
    assert feed["itunesCategory"] == ["Society & Culture > Documentary", "News"]
    assert feed["pubsub"] == {"self": f"{BASE}feed.xml", "hub": show.hub}
    assert feed["itunesNewFeedUrl"] == show.new_feed_url
    assert feed["license"]["identifier"] == show.license.lower()
    (entry,) = feed["items"]
    assert (entry["guid"], entry["title"], entry["duration"]) == (one.guid, one.title.km, 120)
    assert entry["enclosure"]["length"] == one.enclosure.bytes
    assert entry["pubDate"].startswith(one.published_at.astimezone(UTC).isoformat()[:19])
    assert entry["podcastTranscripts"][0]["url"] == BASE + addresses.transcript(one)
    assert entry["podcastChapters"]["url"] == BASE + addresses.chapters(one)
    assert (entry["podcastSeason"]["number"], entry["podcastEpisode"]["number"]) == (1, 2)
    assert entry["podcastLocation"]["name"] == one.places[0].km
    assert [each["name"] for each in entry["podcastPeople"]] == ["សុខ ចាន់ធី"]
    assert [each["length"] for each in entry["alternativeEnclosures"]] == [
        one.enclosure.bytes,
        one.alternates[0].bytes,
    ]


def test_rss_parser_reads_every_field_back(seen: Seen, show: Channel, one: PublishedEpisode) -> None:
    feed = seen["rssParser"]
    assert (feed["title"], feed["link"], feed["feedUrl"]) == (show.title.km, BASE, f"{BASE}feed.xml")
    assert (feed["podcast:guid"], feed["podcast:locked"]) == (show.guid, "yes")
    assert feed["itunes"]["owner"] == {"name": show.owner, "email": show.email}
    (entry,) = feed["items"]
    assert (entry["guid"], entry["title"], entry["content"]) == (one.guid, one.title.km, one.description.km)
    assert entry["enclosure"]["length"] == str(one.enclosure.bytes)
    assert (entry["itunes"]["duration"], entry["itunes"]["episode"], entry["itunes"]["season"]) == ("120", "2", "1")
    assert entry["podcast:transcript"]["$"]["type"] == "text/vtt"
    assert entry["podcast:chapters"]["$"]["url"] == BASE + addresses.chapters(one)
    assert one.description.en in entry["content:encoded"]


def test_the_clients_are_pinned_and_name_no_registry() -> None:
    wanted = json.loads((CLIENTS / "package.json").read_text("utf-8"))["dependencies"]
    lock = json.loads((CLIENTS / "package-lock.json").read_text("utf-8"))
    for name, version in wanted.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    packages = [each for name, each in lock["packages"].items() if name]
    assert all(each["integrity"].startswith("sha512-") and "resolved" not in each for each in packages)
