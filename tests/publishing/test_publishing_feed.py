"""The feed, read by clients that nobody here made."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

import feedparser
import podcastparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from studio.errors import PublishRefused
from studio.publishing import addresses
from studio.publishing.feed import feed_bytes
from studio.publishing.podcast import podcast_guid
from studio.publishing.rules.names import NAMES
from studio.publishing.tags import NAMESPACES
from studio.publishing.values import Both, Channel, Enclosure, Person, PublishedEpisode
from studio.units import Ms

OLDER_NAME = b"https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
BASE = "https://radio.example.org/"


def parsed(document: bytes) -> feedparser.FeedParserDict:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # inside the reader
        return feedparser.parse(document)


def channel_of(document: bytes) -> etree._Element:
    return etree.fromstring(document)[0]


def test_the_feed_is_the_golden_one(
    channel: Channel, episodes: tuple[PublishedEpisode, ...], golden: Callable[[str, bytes], None]
) -> None:
    golden("feed.xml", feed_bytes(channel, episodes))


def test_the_same_episodes_in_any_order_give_the_same_bytes(
    channel: Channel, episodes: tuple[PublishedEpisode, ...]
) -> None:
    assert feed_bytes(channel, episodes) == feed_bytes(channel, episodes[::-1])


def test_feedparser_reads_every_field_back(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> None:
    read = parsed(feed_bytes(channel, episodes))
    assert not read.bozo
    assert (read.feed.title, read.feed.link, read.feed.language) == (channel.title.km, BASE, "km")
    assert read.feed.image.href == BASE + addresses.cover(channel)
    assert [entry.id for entry in read.entries] == [each.guid for each in episodes[::-1]]
    for entry, episode in zip(read.entries, episodes[::-1], strict=True):
        assert entry.title == episode.title.km
        assert entry.summary == episode.description.km
        assert entry.link == f"{BASE}episodes/{episode.slug}.html"
        (enclosure,) = (link for link in entry.links if link.rel == "enclosure")
        assert enclosure.href == BASE + addresses.media(episode.enclosure)
        assert (enclosure.length, enclosure.type) == (str(episode.enclosure.bytes), "audio/mpeg")
        assert entry.published_parsed[:6] == episode.published_at.astimezone(UTC).timetuple()[:6]
        assert (entry.itunes_duration, entry.itunes_episode, entry.itunes_season) == ("120", str(episode.number), "1")


def test_podcastparser_reads_every_field_back(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> None:
    # This reader knows the podcast namespace by its older name only, which the namespace declares to be the same.
    document = feed_bytes(channel, episodes).replace(NAMESPACES["podcast"].encode(), OLDER_NAME)
    read = podcastparser.parse(f"{BASE}feed.xml", io.BytesIO(document))
    assert (read["title"], read["link"], read["description"]) == (channel.title.km, BASE, channel.description.km)
    assert read["explicit"] is False
    for entry, episode in zip(read["episodes"], episodes[::-1], strict=True):
        assert (entry["guid"], entry["title"], entry["total_time"]) == (episode.guid, episode.title.km, 120)
        (enclosure,) = entry["enclosures"]
        assert (enclosure["file_size"], enclosure["mime_type"]) == (episode.enclosure.bytes, "audio/mpeg")
        assert entry["published"] == int(episode.published_at.timestamp())
        assert entry["number"] == episode.number
        if episode.utterances:
            assert entry["transcript_url"] == BASE + addresses.transcript(episode)
        if episode.chapters:
            assert entry["chapters_json_url"] == BASE + addresses.chapters(episode)


def test_people_and_places_stand_only_where_they_are_given(
    channel: Channel, episode: Callable[[int], PublishedEpisode]
) -> None:
    silent = replace(episode(1), segments=tuple(replace(each, place=None) for each in episode(1).segments))
    hidden = channel_of(feed_bytes(channel, (silent,)))
    assert not hidden.findall(".//podcast:location", NAMES)
    assert not hidden.findall(".//podcast:person", NAMES)
    named = replace(episode(1), people=(Person("សុខ ចាន់ធី", "host"),))
    shown = channel_of(feed_bytes(channel, (named,)))
    assert [(each.text, each.get("role")) for each in shown.iterfind(".//podcast:person", NAMES)] == [
        ("សុខ ចាន់ធី", "host")
    ]
    assert [each.text for each in shown.iterfind(".//podcast:location", NAMES)] == ["ស្រុកឯកភ្នំ"]


def test_a_synthetic_voice_is_declared_and_said(channel: Channel, episode: Callable[[int], PublishedEpisode]) -> None:
    feed = channel_of(feed_bytes(channel, (episode(1), episode(2))))
    assert feed.findtext("podcast:txt", None, NAMES) == "true"
    assert [each.findtext("podcast:txt", None, NAMES) for each in feed.iter("item")] == ["true", "false"]
    notes = [each.findtext("content:encoded", "", NAMES) for each in feed.iter("item")]
    assert ["កុំព្យូទ័រ" in note and "computer" in note for note in notes] == [True, False]


def test_explicit_is_true_or_false_everywhere(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> None:
    feed = channel_of(feed_bytes(replace(channel, explicit=True), episodes))
    assert {each.text for each in feed.iterfind(".//itunes:explicit", NAMES)} == {"true"}


def test_the_link_is_the_page_and_not_the_feed(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> None:
    feed = channel_of(feed_bytes(channel, episodes))
    assert [each.text for each in feed.findall("link")] == [BASE]
    assert [each.get("href") for each in feed.findall("atom:link", NAMES)] == [f"{BASE}feed.xml"]


def test_every_encoding_is_offered_with_its_digest(
    channel: Channel, episode: Callable[[int], PublishedEpisode]
) -> None:
    made = episode(1)
    small = Enclosure(made.enclosure.path, "audio/ogg", 6000, Ms(120_000), made.enclosure.digest, ".ogg")
    feed = channel_of(feed_bytes(channel, (replace(made, alternates=(small,)),)))
    found = feed.findall(".//podcast:alternateEnclosure", NAMES)
    assert [(each.get("type"), each.get("length"), each.get("bitrate"), each.get("default")) for each in found] == [
        ("audio/mpeg", str(made.enclosure.bytes), "1600", "true"),
        ("audio/ogg", "6000", "400", None),
    ]
    assert all(each.find("podcast:integrity", NAMES).get("value").startswith("sha256-") for each in found)


def test_no_episode_is_a_feed_too(channel: Channel) -> None:
    feed = channel_of(feed_bytes(channel, ()))
    assert feed.find("lastBuildDate") is None
    assert feed.find("item") is None


def test_the_guid_follows_from_the_first_address() -> None:
    # The example of the podcast namespace's guid page.
    assert podcast_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert podcast_guid("podnews.net/rss///") == podcast_guid("https://podnews.net/rss")


def test_a_description_past_four_thousand_bytes_is_refused(
    channel: Channel, episode: Callable[[int], PublishedEpisode]
) -> None:
    fits, long = "ក" * 1_333, "ក" * 1_334
    assert feed_bytes(channel, (replace(episode(1), description=Both(fits, "")),))
    with pytest.raises(PublishRefused) as refused:
        feed_bytes(channel, (replace(episode(1), description=Both(long, "")),))
    assert [each.code for each in refused.value.faults] == ["publishing.too-many-bytes"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(alphabet=st.characters(exclude_categories=()), min_size=1))
def test_law_no_character_in_a_title_breaks_the_feed(
    channel: Channel, episode: Callable[[int], PublishedEpisode], title: str
) -> None:
    made = replace(episode(1), title=Both("ត្រី" + title, ""), description=Both("ត្រី" + title, ""))
    read = parsed(feed_bytes(channel, (made,)))
    assert not read.bozo
    assert len(read.entries) == 1
