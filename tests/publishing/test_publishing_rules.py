"""The rule checker against seeded defects."""

from __future__ import annotations

import re

import pytest

from studio.publishing.feed import feed_bytes
from studio.publishing.rules import feed_faults
from studio.publishing.values import Channel, PublishedEpisode
from studio.sentences.say import say

# What is broken (pattern → replacement, first match only), the code that must be found, the tag it names.
DEFECTS = [
    (r"<title>.*?</title>", "", "publishing.tag-missing", "title"),
    (r"<description>.*?</description>", "<description> </description>", "publishing.tag-missing", "description"),
    (r"<link>.*?</link>", "<link>feed.xml</link>", "publishing.value-bad", "link"),
    (r"<link>", "<link>https://a.example/</link><link>", "publishing.tag-repeated", "link"),
    (r"<language>km<", "<language>Khmer language<", "publishing.value-bad", "language"),
    (r"<language>km</language>", "", "publishing.tag-missing", "language"),
    (r"<atom:link [^>]*/>", "", "publishing.tag-missing", "atom:link"),
    (r"(<atom:link) href=\S+", r"\1", "publishing.attribute-missing", "atom:link"),
    (r"<itunes:image [^>]*/>", "", "publishing.tag-missing", "itunes:image"),
    (r"(<itunes:image href=\S+)\.png", r"\1.webp", "publishing.value-bad", "itunes:image"),
    (r"<itunes:category text=\"News\"/>", '<itunes:category text="Newz"/>', "publishing.value-bad", "itunes:category"),
    (r"Documentary", "Weather", "publishing.value-bad", "itunes:category"),
    (r"<itunes:explicit>false<", "<itunes:explicit>no<", "publishing.value-bad", "itunes:explicit"),
    (r"<itunes:explicit>false</itunes:explicit>", "", "publishing.tag-missing", "itunes:explicit"),
    (r"<podcast:guid>[^<]*<", "<podcast:guid>my-podcast<", "publishing.value-bad", "podcast:guid"),
    (r"<podcast:guid>[^<]*</podcast:guid>", "", "publishing.tag-missing", "podcast:guid"),
    (r"(<podcast:locked[^>]*>)yes", r"\1true", "publishing.value-bad", "podcast:locked"),
    (r"<podcast:locked.*?</podcast:locked>", "", "publishing.tag-missing", "podcast:locked"),
    (r"(<podcast:funding) url=\"[^\"]*\"", r"\1", "publishing.attribute-missing", "podcast:funding"),
    (r"<lastBuildDate>[^<]*<", "<lastBuildDate>yesterday<", "publishing.value-bad", "lastBuildDate"),
    (r"<guid[^>]*>[^<]*</guid>", "", "publishing.tag-missing", "guid"),
    (r"isPermaLink=\"false\"", 'isPermaLink="no"', "publishing.value-bad", "guid"),
    (r"8000-000000000002", "8000-000000000001", "publishing.guid-repeated", None),
    (r"<enclosure [^>]*/>", "", "publishing.tag-missing", "enclosure"),
    (r"(<enclosure [^>]*)length=\"\d+\"", r"\1", "publishing.attribute-missing", "enclosure"),
    (r"(<enclosure [^>]*)length=\"\d+\"", r'\1length="0"', "publishing.value-bad", "enclosure"),
    (r"(<enclosure [^>]*)type=\"[^\"]*\"", r'\1type="mp3"', "publishing.value-bad", "enclosure"),
    (r"(<enclosure )url=\"https:", r'\1url="file:', "publishing.value-bad", "enclosure"),
    (r"(<enclosure [^>]*/>)", r"\1\1", "publishing.tag-repeated", "enclosure"),
    (r"<pubDate>[^<]*<", "<pubDate>2012-05-27<", "publishing.value-bad", "pubDate"),
    (r"<pubDate>[^<]*</pubDate>", "", "publishing.tag-missing", "pubDate"),
    (r"<itunes:duration>120<", "<itunes:duration>2 minutes<", "publishing.value-bad", "itunes:duration"),
    (r"<itunes:duration>120</itunes:duration>", "", "publishing.tag-missing", "itunes:duration"),
    (r"(<podcast:transcript [^>]*)type=\"text/vtt\"", r"\1", "publishing.attribute-missing", "podcast:transcript"),
    (r"(<podcast:transcript )url=\"[^\"]*\"", r"\1", "publishing.attribute-missing", "podcast:transcript"),
    (r"(<podcast:chapters [^>]*)type=\"[^\"]*\"", r"\1", "publishing.attribute-missing", "podcast:chapters"),
    (r"<podcast:episode>\d+<", "<podcast:episode>two<", "publishing.value-bad", "podcast:episode"),
    (r"(<podcast:txt purpose=\"ai-content\">)\w+<", r"\1perhaps<", "publishing.value-bad", "podcast:txt"),
    (r"(<podcast:integrity type=\"sri\") value=\"[^\"]*\"", r"\1", "publishing.attribute-missing", "podcast:integrity"),
    (r"<description>", f"<description>{'ក' * 1400}", "publishing.description-too-long", None),
    (r"</channel>", "", "publishing.feed-unreadable", None),
    (r"<(/?)channel>", r"<\1chanel>", "publishing.feed-unreadable", None),
]


def test_a_feed_of_ours_breaks_no_rule(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> None:
    assert feed_faults(feed_bytes(channel, episodes), "feed.xml") == ()


@pytest.mark.parametrize(("pattern", "into", "code", "tag"), DEFECTS)
def test_a_seeded_defect_is_found_with_its_place_and_source(
    channel: Channel, episodes: tuple[PublishedEpisode, ...], pattern: str, into: str, code: str, tag: str | None
) -> None:
    sound = feed_bytes(channel, episodes).decode()
    count = 0 if "chanel" in into else 1
    broken = re.sub(pattern, into, sound, count=count)
    assert broken != sound
    found = [each for each in feed_faults(broken.encode(), "feed.xml") if each.code == code]
    assert found
    assert tag is None or tag in {each.values["tag"] for each in found}
    assert code == "publishing.feed-unreadable" or all(re.fullmatch(r"feed\.xml:\d+", each.where) for each in found)
    assert code == "publishing.feed-unreadable" or all(each.values["source"] for each in found)
    assert all(part and "{" not in part for part in say(found[0]))
