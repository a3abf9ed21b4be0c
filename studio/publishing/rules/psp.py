"""The rules of PSP-1, what podcast apps and hosts agreed on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.publishing.rules.forms import is_language
from studio.publishing.rules.kinds import bad, formed, letters, needed
from studio.publishing.rules.names import NAMES, near
from studio.publishing.rules.values import MUST, NICE, SHOULD, Feed, Finding, Rule

LETTERS = 255
"""Letters that a text may have where nothing else is said. Source: PSP-1, namespace declarations."""

_SHORT = (
    "channel/title",
    "channel/link",
    "channel/copyright",
    "channel/itunes:author",
    "item/title",
    "item/guid",
    "item/link",
    "item/itunes:author",
)
_COPYRIGHT = re.compile(r"(?i)copyright|©|\b(?:19|20)\d\d\b")


def _self_link(feed: Feed) -> Iterator[Finding]:
    if not feed.links("self"):
        example = '<atom:link href="https://example.org/feed.xml" rel="self" type="application/rss+xml"/>'
        yield Finding("publishing.tag-missing", feed.channel, "atom:link", {"example": example})


def _self_address(feed: Feed) -> Iterator[Finding]:
    """A feed says of itself where it is: another address is a move that was not finished, or a copy."""
    for link in feed.links("self"):
        found = link.value("href")
        if feed.address and found and found.partition("://")[2] != feed.address.partition("://")[2]:
            yield bad(link, found, feed.address)


def _spaces(feed: Feed) -> Iterator[Finding]:
    told = set()
    for address, line in feed.spaces:
        prefix = near(address)
        if prefix and address not in told:
            told.add(address)
            place = type(feed.root)(feed.root.name, line, {})
            yield Finding("publishing.namespace-bad", place, "rss", {"value": address[:100], "wanted": NAMES[prefix]})


def _copyright(feed: Feed) -> Iterator[Finding]:
    for notice in feed.at("channel/copyright"):
        sign = _COPYRIGHT.search(notice.text[:1000])
        if sign:
            yield bad(notice, sign[0], "Human Rights Network")


RULES: tuple[Rule, ...] = (
    Rule("psp.namespace", MUST, "PSP-1, namespace declarations", _spaces),
    Rule("psp.self-link", MUST, 'PSP-1, required <channel>: <atom:link rel="self">', _self_link),
    Rule("psp.self-address", SHOULD, 'PSP-1, required <channel>: <atom:link rel="self">', _self_address),
    Rule(
        "psp.language",
        MUST,
        "PSP-1, required <channel>: <language>",
        needed("channel/language", "<language>km</language>"),
    ),
    Rule(
        "psp.language-form",
        MUST,
        "PSP-1, required <channel>: <language>; RSS 2.0, <language>",
        formed("channel/language", is_language, "km, en, en-gb"),
    ),
    Rule(
        "psp.guid",
        SHOULD,
        "PSP-1, recommended <channel>: <podcast:guid>",
        needed("channel/podcast:guid", "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"),
    ),
    Rule(
        "psp.locked",
        SHOULD,
        "PSP-1, recommended <channel>: <podcast:locked>",
        needed("channel/podcast:locked", "<podcast:locked>yes</podcast:locked>"),
    ),
    Rule("psp.letters", SHOULD, "PSP-1, namespace declarations (255 characters)", letters(_SHORT, LETTERS)),
    Rule("psp.copyright", NICE, "PSP-1, situational <channel>: <copyright>", _copyright),
)
"""Those that Apple's and RSS 2.0's do not already say; psp.encoding is found while reading."""
