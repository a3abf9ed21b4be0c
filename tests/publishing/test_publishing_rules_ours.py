"""What is published from here keeps every demand and every recommendation."""

from __future__ import annotations

from studio.publishing.feed import feed_bytes
from studio.publishing.rules.ruling import feed_faults
from studio.publishing.values import Channel, PublishedEpisode


def test_a_feed_of_ours_breaks_no_demand_and_no_recommendation(
    channel: Channel, episodes: tuple[PublishedEpisode, ...]
) -> None:
    spoken = tuple(each for each in episodes if each.utterances)
    assert spoken
    found = feed_faults(feed_bytes(channel, spoken), "feed.xml")
    assert [each for each in found if each.values["severity"] != "hint"] == []


def test_an_episode_without_words_is_told_and_published(
    channel: Channel, episodes: tuple[PublishedEpisode, ...]
) -> None:
    found = feed_faults(feed_bytes(channel, episodes), "feed.xml")
    assert [each.values["rule"] for each in found if each.values["severity"] != "hint"] == ["podcast.transcript-there"]
