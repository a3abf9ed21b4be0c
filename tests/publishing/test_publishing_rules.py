"""Every seeded defect of a good feed is found by exactly the rule that it breaks, at its line, with its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.languages import Language
from studio.publishing.rules.ruling import OURS, RULES, feed_faults, own_faults
from studio.publishing.rules.values import MUST, NICE, SHOULD
from studio.sentences.say import say

GOOD = (Path(__file__).parent / "golden" / "good.xml").read_text("utf-8")
EMPTY = "2012 12:00:00 +0700</pubDate>\n   <itunes:duration>120"
LINK = '<atom:link href="https://pool.example.org/{}" rel="{}"/>'

# The rule, what stands in the good feed (its first place is changed), what stands there then.
DEFECTS = [
    ("rss.version", 'version="2.0"', 'version="0.92"'),
    ("rss.channel-title", "<title>សំឡេងអន្លង់</title>\n  <link>", "<link>"),
    ("rss.channel-title", "<title>សំឡេងអន្លង់</title>", "<title> </title>"),
    ("rss.channel-link", "  <link>https://pool.example.org/</link>\n  <description>", "  <description>"),
    ("rss.channel-description", "<description>អ្នកនេសាទនិយាយអំពីអន្លង់របស់ខ្លួន។</description>", ""),
    ("rss.channel-once", "<language>", "<language>en</language><language>"),
    ("rss.entry-once", '<guid isPermaLink="false">', '<guid isPermaLink="false">b</guid><guid isPermaLink="false">'),
    ("rss.entry-once", '<enclosure url="https://pool.example.org/2.mp3"', '<enclosure url="https://pool.example.org/3.mp3" length="1" type="audio/mpeg"/><enclosure url="https://pool.example.org/2.mp3"'),  # noqa: E501
    ("rss.link-form", "<link>https://pool.example.org/</link>", "<link>pool.html</link>"),
    ("rss.link-web", "<link>https://pool.example.org/</link>", "<link>ftp://pool.example.org/</link>"),
    ("rss.date-form", EMPTY, EMPTY.replace("2012 ", "12 ", 1)),
    ("rss.date-form", "<pubDate>Sun, 29 Apr 2012 12:00:00 +0700<", "<pubDate>2012-04-29T12:00:00+07:00<"),
    ("rss.channel-date-form", "<pubDate>Sun, 06 May 2012 12:00:00 +0700", "<pubDate>Sun, 46 May 2012 12:00:00 +0700"),
    ("rss.build-date-form", "<lastBuildDate>Sun, 06 May 2012 12:00:00 +0700", "<lastBuildDate>yesterday"),
    ("rss.date-weekday", "<pubDate>Sun, 29 Apr 2012", "<pubDate>Mon, 29 Apr 2012"),
    ("rss.date-weekday", "<lastBuildDate>Sun, 06 May 2012", "<lastBuildDate>Tue, 06 May 2012"),
    ("rss.date-ahead", EMPTY, EMPTY.replace("12:00:00", "12:00:01", 1)),
    ("rss.enclosure-url", 'url="https://pool.example.org/2.mp3" ', ""),
    ("rss.enclosure-length", 'length="24002" ', ""),
    ("rss.enclosure-type", 'length="24002" type="audio/mpeg"', 'length="24002"'),
    ("rss.enclosure-url-form", '<enclosure url="https://pool.example.org/2.mp3"', '<enclosure url="file:///etc/2.mp3"'),
    ("rss.enclosure-length-form", 'length="24002"', 'length="0"'),
    ("rss.enclosure-type-form", 'length="24002" type="audio/mpeg"', 'length="24002" type="mp3"'),
    ("rss.guid-permalink", 'isPermaLink="false"', 'isPermaLink="no"'),
    ("rss.guid-address", ' isPermaLink="false"', ""),
    ("rss.guid-unique", '<guid isPermaLink="false">pool-2<', "<guid>https://pool.example.org/1<"),
    ("rss.image-url", "   <url>https://pool.example.org/cover.png</url>\n", ""),
    ("rss.image-title", "   <title>សំឡេងអន្លង់</title>\n   <link>", "   <link>"),
    ("rss.image-link", "   <link>https://pool.example.org/</link>\n  </image>", "  </image>"),
    ("rss.image-url-form", "<url>https:", "<url>data:"),
    ("rss.ttl-form", "<ttl>60", "<ttl>1 hour"),
    ("rss.skip-days", "<day>Sunday", "<day>Sun"),
    ("apple.image", '  <itunes:image href="https://pool.example.org/cover.png"/>\n', ""),
    ("apple.image-href", '<itunes:image href="https://pool.example.org/cover.png"', "<itunes:image"),
    ("apple.image-form", '<itunes:image href="https://pool.example.org/cover.png"', '<itunes:image href="https://pool.example.org/cover.webp"'),  # noqa: E501
    ("apple.category-text", 'text="News"', ""),
    ("apple.category-known", 'text="News"', 'text="Newz"'),
    ("apple.category-known", "Documentary", "Weather"),
    ("apple.explicit", "  <itunes:explicit>false</itunes:explicit>\n  <itunes:owner>", "  <itunes:owner>"),
    ("apple.explicit-form", "<itunes:explicit>false<", "<itunes:explicit>no<"),
    ("apple.once", "<itunes:author>", "<itunes:author>b</itunes:author><itunes:author>"),
    ("apple.author", "  <itunes:author>Pool Fishers</itunes:author>\n", ""),
    ("apple.email-form", "<itunes:email>pool@pool.example.org", "<itunes:email>pool"),
    ("apple.type", "  <itunes:type>episodic</itunes:type>\n", ""),
    ("apple.type-form", "<itunes:type>episodic", "<itunes:type>weekly"),
    ("apple.serial-numbers", "<itunes:type>episodic", "<itunes:type>serial"),
    ("apple.new-feed-url", "  <itunes:type>", "  <itunes:new-feed-url>soon</itunes:new-feed-url><itunes:type>"),
    ("apple.block", "  <itunes:type>", "  <itunes:block>no</itunes:block><itunes:type>"),
    ("apple.keywords", "  <itunes:type>", "  <itunes:keywords>fish</itunes:keywords><itunes:type>"),
    ("apple.description-bytes", "<description>", "<description>" + "ក" * 1334),
    ("apple.entry-title", "   <title>ត្រីត្រឡប់មកវិញ</title>\n", ""),
    ("apple.title-markup", "<title>ត្រីត្រឡប់មកវិញ", "<title>&lt;b>ត្រី&lt;/b>"),
    ("apple.enclosure", '   <enclosure url="https://pool.example.org/2.mp3" length="24002" type="audio/mpeg"/>\n', ""),
    ("apple.enclosure-unique", "https://pool.example.org/2.mp3", "https://pool.example.org/1.mp3"),
    ("psc.start", 'start="00:01:30.000" ', ""),
    ("psc.title", ' title="អន្លង់"', ""),
    ("psc.start-form", "00:01:30.000", "99:99:99"),
    ("psc.start-form", "00:01:30.000", "half"),
    ("psc.start-order", '"00:00:00.000"', '"00:01:31"'),
    ("psc.start-inside", "00:01:30.000", "00:02:01"),
    ("apple.enclosure-type", 'length="24002" type="audio/mpeg"', 'length="24002" type="audio/mp3"'),
    ("apple.enclosure-type", 'length="24002" type="audio/mpeg"', 'length="24002" type="audio/ogg"'),
    ("apple.enclosure-suffix", "https://pool.example.org/2.mp3", "https://pool.example.org/2.m4a"),
    ("apple.address-ascii", "https://pool.example.org/2.mp3", "https://pool.example.org/ត្រី.mp3"),
    ("apple.guid", '   <guid isPermaLink="false">pool-2</guid>\n', ""),
    ("apple.pub-date", "   <pubDate>Sun, 06 May 2012 12:00:00 +0700</pubDate>\n", ""),
    ("apple.entry-link", "   <link>https://pool.example.org/2.html</link>\n", ""),
    ("apple.entry-description", "   <description>អន្លង់ពីរ។</description>\n", ""),
    ("apple.duration", "   <itunes:duration>120</itunes:duration>\n", ""),
    ("apple.duration-form", "<itunes:duration>120", "<itunes:duration>2 minutes"),
    ("apple.entry-explicit", "   <itunes:explicit>false</itunes:explicit>\n", ""),
    ("apple.entry-image", '   <itunes:image href="https://pool.example.org/2.jpg"/>\n', ""),
    ("apple.episode-type", "<itunes:episodeType>full", "<itunes:episodeType>long"),
    ("apple.number-form", "<itunes:episode>2", "<itunes:episode>0"),
    ("apple.case", "<ttl>60</ttl>", "<Generator>x</Generator>"),
    ("psp.namespace", "http://www.itunes.com/dtds/podcast-1.0.dtd", "http://www.itunes.com/DTDs/Podcast-1.0.dtd"),
    ("psp.self-link", '  <atom:link href="https://pool.example.org/feed.xml" rel="self" type="application/rss+xml"/>\n', ""),  # noqa: E501
    ("psp.language", "  <language>km</language>\n", ""),
    ("psp.language-form", "<language>km", "<language>Khmer language"),
    ("psp.guid", "  <podcast:guid>6da98a19-621b-5722-8ab1-cae40d0d2b9a</podcast:guid>\n", ""),
    ("psp.locked", '  <podcast:locked owner="pool@pool.example.org">yes</podcast:locked>\n', ""),
    ("psp.letters", "<title>", "<title>" + "ក" * 256),
    ("psp.copyright", "<copyright>", "<copyright>© "),
    ("podcast.guid-form", "<podcast:guid>6da98a19", "<podcast:guid>my-pod"),
    ("podcast.guid-version", "6da98a19-621b-5722-8ab1", "6da98a19-621b-4722-8ab1"),
    ("podcast.locked-form", ">yes</podcast:locked>", ">true</podcast:locked>"),
    ("podcast.locked-place", "   <title>ត្រី", "   <podcast:locked>yes</podcast:locked><title>ត្រី"),
    ("podcast.medium-form", "<podcast:medium>podcast", "<podcast:medium>radio"),
    ("podcast.image-alt", ' alt="អន្លង់"', ""),
    ("podcast.license-form", "<podcast:license>cc-by-4.0", "<podcast:license>Our own words"),
    ("podcast.funding-url", ' url="https://pool.example.org/help"', ""),
    ("podcast.funding-letters", "<podcast:funding url=\"https://pool.example.org/help\">", "<podcast:funding url=\"https://pool.example.org/help\">" + "ក" * 129),  # noqa: E501
    ("podcast.updateFrequency-rrule-form", "FREQ=WEEKLY", "weekly"),
    ("podcast.trailer-pubdate-form", 'pubdate="Sun, 06 May', 'pubdate="06/05'),
    ("podcast.podroll-remoteItem", '<podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810"/>', ""),
    ("podcast.remoteItem-feedGuid-form", 'feedGuid="917393e3', 'feedGuid="x'),
    ("podcast.transcript-there", '   <podcast:transcript url="https://pool.example.org/1.vtt" type="text/vtt"/>\n', ""),
    ("podcast.transcript-url", 'url="https://pool.example.org/2.vtt" ', ""),
    ("podcast.transcript-type", '1.vtt" type="text/vtt"', '1.vtt"'),
    ("podcast.transcript-type-form", 'type="text/vtt"', 'type="text/css"'),
    ("podcast.transcript-language-form", 'language="km"', 'language="Khmer language"'),
    ("podcast.chapters-type", '2.json" type="application/json+chapters"', '2.json"'),
    ("podcast.chapters-once", "   <podcast:chapters", '   <podcast:chapters url="https://b.example/" type="application/json"/><podcast:chapters'),  # noqa: E501
    ("podcast.episode-form", "<podcast:episode>2", "<podcast:episode>two"),
    ("podcast.soundbite-startTime", 'startTime="3.0" ', ""),
    ("podcast.soundbite-duration-form", 'duration="20.5"', 'duration="20 s"'),
    ("podcast.location-geo-form", "geo:12.5,103.9", "12.5 N"),
    ("podcast.location-text", ">បឹងទន្លេសាប<", "><"),
    ("podcast.txt-ai-content", 'purpose="ai-content">false', 'purpose="ai-content">perhaps'),
    ("podcast.socialInteract-uri", ' uri="https://pool.example.org/2/said"', ""),
    ("podcast.alternateEnclosure-type", '<podcast:alternateEnclosure type="audio/ogg"', "<podcast:alternateEnclosure"),
    ("podcast.alternateEnclosure-length", ' length="9000"', ""),
    ("podcast.alternateEnclosure-source", '    <podcast:source uri="https://pool.example.org/2.opus"/>\n', ""),
    ("podcast.source-uri", ' uri="https://pool.example.org/2.opus"', ""),
    ("podcast.integrity-value", 'value="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="', ""),
    ("podcast.integrity-type-form", 'integrity type="sri"', 'integrity type="md5"'),
    ("podcast.integrity-value-form", "sha256-47DEQ", "sha1-47DEQ"),
    ("podcast.secure", "https://pool.example.org/2.vtt", "http://pool.example.org/2.vtt"),
    ("podcast.known", "  <podcast:medium>", "  <podcast:mood>calm</podcast:mood><podcast:medium>"),
    ("atom.link-href", 'href="https://hub.example.org/" ', ""),
    ("atom.link-form", "https://pool.example.org/page-2.xml", "page-2.xml"),
    ("atom.link-once", '  <atom:link href="https://hub', LINK.format("page-3.xml", "next") + '<atom:link href="https://hub'),  # noqa: E501
    ("atom.self-type", 'rel="self" type="application/rss+xml"', 'rel="self" type="text/html"'),
    ("paging.circle", "https://pool.example.org/page-2.xml", "https://pool.example.org/feed.xml"),
    ("paging.complete", "  <docs>", "  <fh:complete/><docs>"),
    ("paging.archive-current", "  <docs>", "  <fh:archive/><docs>"),
    ("paging.archive-next", 'rel="next"', 'rel="prev-archive"'),
    ("websub.hub", '  <atom:link href="https://hub.example.org/" rel="hub"/>\n', ""),
    ("xml.well-formed", "</channel>", ""),
    ("xml.prefix", ' xmlns:fh="http://purl.org/syndication/history/1.0">\n <channel>', ">\n <channel><fh:archive/>"),
    ("xml.entities", "<rss", '<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss'),
    ("rss.root", "<?xml", "<html><?xml"),
    ("rss.channel", "<channel>", "<canal>"),
]  # fmt: skip


def test_the_good_feed_breaks_no_rule() -> None:
    assert feed_faults(GOOD.encode(), "good.xml") == ()


def test_the_table_is_long_enough_and_every_rule_is_named_once() -> None:
    assert len(DEFECTS) >= 40
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert set(names) >= OURS
    assert all(rule.source and rule.severity in (MUST, SHOULD, NICE) for rule in RULES)


@pytest.mark.parametrize(("rule", "old", "new"), DEFECTS, ids=[f"{n}-{row[0]}" for n, row in enumerate(DEFECTS)])
def test_a_seeded_defect_is_found_by_its_rule_alone(rule: str, old: str, new: str) -> None:
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    if rule == "rss.channel":
        broken = broken.replace("</channel>", "</canal>")
    found = feed_faults(broken.encode(), "good.xml")
    assert {each.values["rule"] for each in found} == {rule}
    first = GOOD[: GOOD.index(old)].count("\n") + 1
    for each in found:
        assert each.values["source"]
        line = each.values["line"]
        assert isinstance(line, int)
        assert line <= broken.count("\n") + 1
        assert each.where == (f"good.xml:{line}" if line else "good.xml")
    missing = {"publishing.tag-missing", "publishing.feed-unreadable", "publishing.value-bad"}
    if found[0].code not in missing and rule not in (
        "xml.prefix",
        "rss.guid-unique",
        "apple.enclosure-unique",
        "paging.complete",
    ):  # noqa: E501
        assert first <= int(str(found[0].values["line"])) <= first + 2 + new.count("\n")
    for language in Language:
        for each in found:
            assert all(part and "{" not in part for part in say(each, language))


def test_lines_are_right_beyond_65535() -> None:
    far = GOOD.replace("  <item>", "\n" * 70_000 + "  <item>", 1).replace('length="24002"', 'length="0"')
    (found,) = feed_faults(far.encode(), "good.xml")
    assert found.values["line"] == GOOD[: GOOD.index('length="24002"')].count("\n") + 1 + 70_000


def test_an_address_that_is_not_where_the_feed_came_from_is_told() -> None:
    assert feed_faults(GOOD.encode(), "x", "http://pool.example.org/feed.xml") == ()
    (found,) = feed_faults(GOOD.encode(), "x", "https://copy.example.net/feed.xml")
    assert (found.values["rule"], found.values["severity"]) == ("psp.self-address", "warning")


def test_what_is_only_recommended_keeps_only_our_own_feeds_from_being_published() -> None:
    lacking = GOOD.replace("  <podcast:guid>6da98a19-621b-5722-8ab1-cae40d0d2b9a</podcast:guid>\n", "").encode()
    assert [each.values["severity"] for each in feed_faults(lacking, "x")] == ["warning"]
    assert [each.values["rule"] for each in own_faults(lacking, "x")] == ["psp.guid"]
    assert own_faults(GOOD.replace("<podcast:medium>podcast<", "<podcast:medium>radio<").encode(), "x") == ()
