"""The rules of Atom links and of paging: RFC 4287, RFC 5005, WebSub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from studio.publishing.rules.forms import is_web, listed
from studio.publishing.rules.kinds import bad, formed, needs
from studio.publishing.rules.rss import WEB
from studio.publishing.rules.values import MUST, NICE, SHOULD, Feed, Finding, Rule

PAGES = ("first", "last", "next", "previous")
ARCHIVES = ("prev-archive", "next-archive", "current")


def _once(feed: Feed) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for link in feed.at("channel/atom:link"):
        rel = link.value("rel")
        seen[rel] += 1
        if seen[rel] > 1 and rel in ("self", *PAGES, *ARCHIVES):
            yield Finding("publishing.tag-repeated", link)


def _self_type(feed: Feed) -> Iterator[Finding]:
    for link in feed.links("self"):
        if not listed("application/rss+xml")(link.value("type") or "application/rss+xml"):
            yield bad(link, link.value("type"), "application/rss+xml")


def _no_circle(feed: Feed) -> Iterator[Finding]:
    """A page that names itself as the next sends a reader round for ever."""
    own = {link.value("href") for link in feed.links("self")} | {feed.address}
    for rel in ("next", "prev-archive"):
        for link in feed.links(rel):
            if link.value("href") in own:
                yield bad(link, link.value("href"), f'rel="{rel}": {WEB}')


def _complete(feed: Feed) -> Iterator[Finding]:
    if feed.at("channel/fh:complete"):
        for rel in (*PAGES, *ARCHIVES):
            for link in feed.links(rel):
                yield Finding("publishing.tag-misplaced", link, values={"parent": "fh:complete", "wanted": "–"})


def _archive_current(feed: Feed) -> Iterator[Finding]:
    if feed.at("channel/fh:archive") and not feed.links("current"):
        example = '<atom:link rel="current" href="https://example.org/feed.xml"/>'
        yield Finding("publishing.tag-missing", feed.channel, "atom:link", {"example": example})


def _archive_and_next(feed: Feed) -> Iterator[Finding]:
    """Podcast apps follow only next."""
    for link in feed.links("prev-archive"):
        if not feed.links("next"):
            example = f'<atom:link rel="next" href="{WEB}"/>'
            yield Finding("publishing.tag-missing", link, "atom:link", {"example": example})


def _hub(feed: Feed) -> Iterator[Finding]:
    if not feed.links("hub") and not feed.at("channel/podcast:podping"):
        example = '<atom:link rel="hub" href="https://hub.example.org/"/>'
        yield Finding("publishing.tag-missing", feed.channel, "atom:link", {"example": example})


RULES: tuple[Rule, ...] = (
    Rule("atom.link-href", MUST, "RFC 4287, 4.2.7.1", needs("*/atom:link", "href", f'href="{WEB}"')),
    Rule("atom.link-form", MUST, "RFC 4287, 4.2.7.1", formed("channel/atom:link", is_web, WEB, "href")),
    Rule("atom.link-once", MUST, "RFC 4287, 4.1.1; RFC 5005, 3 and 4", _once),
    Rule("atom.self-type", SHOULD, "RFC 4287, 4.2.7.3", _self_type),
    Rule("paging.circle", MUST, "RFC 5005, 3 and 4", _no_circle),
    Rule("paging.complete", MUST, "RFC 5005, 2", _complete),
    Rule("paging.archive-current", SHOULD, "RFC 5005, 4", _archive_current),
    Rule("paging.archive-next", NICE, "RFC 5005, 3", _archive_and_next),
    Rule("websub.hub", NICE, "W3C WebSub, 4; podcast namespace, podping", _hub),
)
"""Links first, then pages."""
