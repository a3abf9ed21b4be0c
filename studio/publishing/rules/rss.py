"""The rules of RSS 2.0 itself."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import format_datetime
from itertools import chain

from studio.publishing.rules.forms import (
    is_address,
    is_mime,
    is_moment,
    is_positive,
    is_truth,
    is_web,
    is_whole,
    moment_of,
    one_of,
    pattern,
    right_weekday,
)
from studio.publishing.rules.kinds import bad, formed, needed, needs, once
from studio.publishing.rules.values import MUST, NICE, SHOULD, Feed, Finding, Rule, Severity

DATE = "Sun, 06 May 2012 12:00:00 +0700"
WEB = "https://example.org/…"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHANNEL_ONCE = ("title", "link", "description", "language", "copyright", "pubDate", "lastBuildDate", "image", "ttl")
_ENTRY_ONCE = ("title", "link", "description", "guid", "pubDate", "enclosure", "author", "comments", "source")


def _clause(text: str) -> str:
    return f"RSS 2.0, {text}"


def _version(feed: Feed) -> Iterator[Finding]:
    version = feed.root.value("version")
    if version != "2.0":
        yield bad(feed.root, version, '<rss version="2.0">')


def _one_channel(feed: Feed) -> Iterator[Finding]:
    for extra in feed.at("rss/channel")[1:]:
        yield Finding("publishing.tag-repeated", extra)


def _title_or_description(feed: Feed) -> Iterator[Finding]:
    for entry in feed.episodes:
        if not any(child.text for child in chain(entry.below("title"), entry.below("description"))):
            yield Finding("publishing.tag-missing", entry, "title", {"example": "<title>…</title>"})


def _guid_unique(feed: Feed) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for guid in feed.at("item/guid"):
        if guid.text:
            line = first.setdefault(guid.text, guid.line)
            if line != guid.line:
                yield Finding("publishing.guid-repeated", guid, values={"guid": guid.text[:80], "first": line})


def _guid_address(feed: Feed) -> Iterator[Finding]:
    for guid in feed.at("item/guid"):
        if guid.text and guid.value("isPermaLink") in ("", "true") and not is_web(guid.text):
            yield bad(guid, guid.text, 'isPermaLink="false"')


def _weekday(feed: Feed) -> Iterator[Finding]:
    for path in ("item/pubDate", "channel/pubDate", "channel/lastBuildDate"):
        for date in feed.at(path):
            right = right_weekday(date.text)
            if right != date.text:
                yield bad(date, date.text, right)


def _ahead(feed: Feed) -> Iterator[Finding]:
    """An episode dated ahead of now, or of the feed itself, is shown by some clients and hidden by others."""
    written = [moment_of(each.text) for each in feed.at("channel/lastBuildDate") if is_moment(each.text)]
    bounds = [*written[:1], *([feed.read_at] if feed.read_at else [])]
    for date in feed.at("item/pubDate") if bounds else ():
        if is_moment(date.text) and moment_of(date.text) > min(bounds):
            yield bad(date, date.text, f"<= {format_datetime(min(bounds))}")


def _hours(feed: Feed) -> Iterator[Finding]:
    yield from formed("skipHours/hour", pattern("0?[0-9]|1[0-9]|2[0-3]"), "0–23")(feed)


def _outside(feed: Feed) -> Iterator[Finding]:
    for entry in feed.at("rss/item"):
        yield Finding("publishing.tag-misplaced", entry, values={"parent": "rss", "wanted": "<channel>"})


def _enclosure(attribute: str, example: str) -> Rule:
    source = _clause(f"<enclosure>: {attribute}")
    return Rule(f"rss.enclosure-{attribute}", MUST, source, needs("item/enclosure", attribute, example))


def _image(name: str, example: str) -> Rule:
    return Rule(f"rss.image-{name}", MUST, _clause(f"<image>: <{name}>"), needed(f"image/{name}", example))


def _date(name: str, path: str, severity: Severity = MUST) -> Rule:
    return Rule(name, severity, _clause("<pubDate>; RFC 2822, 3.3"), formed(path, is_moment, DATE))


RULES: tuple[Rule, ...] = (
    Rule("rss.version", MUST, _clause("<rss>: version"), _version),
    Rule("rss.channel-one", MUST, _clause("<channel>"), _one_channel),
    Rule("rss.entry-place", MUST, _clause("<item>"), _outside),
    Rule(
        "rss.channel-title",
        MUST,
        _clause("required elements of <channel>"),
        needed("channel/title", "<title>…</title>"),
    ),
    Rule(
        "rss.channel-link",
        MUST,
        _clause("required elements of <channel>"),
        needed("channel/link", f"<link>{WEB}</link>"),
    ),
    Rule(
        "rss.channel-description",
        MUST,
        _clause("required elements of <channel>"),
        needed("channel/description", "<description>…</description>"),
    ),
    Rule("rss.channel-once", MUST, _clause("elements of <channel>"), once("channel", _CHANNEL_ONCE)),
    Rule("rss.entry-once", MUST, _clause("elements of <item>"), once("item", _ENTRY_ONCE)),
    Rule("rss.link-form", MUST, _clause("<link>"), formed(("channel/link", "item/link"), is_address, WEB)),
    Rule(
        "rss.link-web",
        SHOULD,
        _clause("<link>"),
        formed(("channel/link", "item/link"), lambda text: is_web(text) or not is_address(text), WEB),
    ),
    _date("rss.date-form", "item/pubDate"),
    _date("rss.channel-date-form", "channel/pubDate"),
    _date("rss.build-date-form", "channel/lastBuildDate"),
    Rule("rss.date-weekday", MUST, "RFC 2822, 3.3 (day-of-week)", _weekday),
    Rule("rss.date-ahead", SHOULD, _clause("<pubDate> of <item> (a date in the future)"), _ahead),
    Rule("rss.entry-title", MUST, _clause("elements of <item>: title or description"), _title_or_description),
    _enclosure("url", f'url="{WEB}.mp3"'),
    _enclosure("length", 'length="12345678"'),
    _enclosure("type", 'type="audio/mpeg"'),
    Rule(
        "rss.enclosure-url-form", MUST, _clause("<enclosure>: url (http)"), formed("item/enclosure", is_web, WEB, "url")
    ),
    Rule(
        "rss.enclosure-length-form",
        MUST,
        _clause("<enclosure>: length"),
        formed("item/enclosure", is_positive, "12345678", "length"),
    ),
    Rule(
        "rss.enclosure-type-form",
        MUST,
        _clause("<enclosure>: type"),
        formed("item/enclosure", is_mime, "audio/mpeg", "type"),
    ),
    Rule(
        "rss.guid-permalink",
        MUST,
        _clause("<guid>: isPermaLink"),
        formed("item/guid", is_truth, "true, false", "isPermaLink"),
    ),
    Rule("rss.guid-address", MUST, _clause("<guid>: isPermaLink"), _guid_address),
    Rule("rss.guid-unique", MUST, _clause("<guid>"), _guid_unique),
    _image("url", f"<url>{WEB}.png</url>"),
    _image("title", "<title>…</title>"),
    _image("link", f"<link>{WEB}</link>"),
    Rule("rss.image-url-form", MUST, _clause("<image>: <url>"), formed("image/url", is_web, WEB)),
    Rule("rss.ttl-form", MUST, _clause("<ttl>"), formed("channel/ttl", is_whole, "60")),
    Rule("rss.skip-hours", MUST, _clause("<skipHours>"), _hours),
    Rule("rss.skip-days", MUST, _clause("<skipDays>"), formed("skipDays/day", one_of(*_DAYS), ", ".join(_DAYS))),
    Rule(
        "rss.docs-form",
        NICE,
        _clause("<docs>"),
        formed("channel/docs", is_web, "https://www.rssboard.org/rss-specification"),
    ),
)
"""In the order of the specification."""
