"""All rules over a feed: what is found, whose rule it is, where, and how much it matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from studio.errors import Fault
from studio.publishing.rules import apple, atom, podcast, psp, rss, simple_chapters
from studio.publishing.rules.podcast_tags import TAGS
from studio.publishing.rules.reading import read_feed
from studio.publishing.rules.values import MUST, Feed, Finding, Rule, Severity, ruled, shown


def _case(feed: Feed) -> Iterator[Finding]:
    """A tag that differs from a known one only in its capitals is read by nobody."""
    for path, found in feed.paths.items():
        name = path.rpartition("/")[2]
        wanted = _KNOWN.get(name.lower(), name)
        if wanted != name:
            yield Finding("publishing.value-bad", found[0], values={"value": shown(name), "wanted": wanted})


_TAGS = (
    "channel", "item", "title", "link", "description", "language", "copyright", "pubDate", "lastBuildDate",
    "image", "ttl", "guid", "enclosure", "url", "generator", "docs", "category", "skipHours", "skipDays",
    *(f"itunes:{name}" for name in ("image", "category", "explicit", "author", "owner", "name", "email", "type",
      "title", "duration", "season", "episode", "episodeType", "block", "complete", "new-feed-url")),
    *(f"podcast:{tag.name}" for tag in TAGS),
    "atom:link", "content:encoded", "fh:archive", "fh:complete",
)  # fmt: skip
_KNOWN: Final[dict[str, str]] = {name.lower(): name for name in _TAGS}

RULES: tuple[Rule, ...] = (
    Rule("apple.case", MUST, "Apple Podcasts, RSS feed requirements (case-sensitivity)", _case),
    *rss.RULES,
    *apple.RULES,
    *psp.RULES,
    *podcast.RULES,
    *atom.RULES,
    *simple_chapters.RULES,
)
"""Every rule over the document; those about bytes are in reading, those about what it points at in pointing."""

OURS: Final = frozenset({
    "psp.guid", "psp.locked", "apple.pub-date", "apple.entry-link", "apple.entry-description", "apple.duration",
    "apple.entry-explicit",
})  # fmt: skip
"""Rules that only recommend, and that a feed of ours is not published without."""


def feed_faults(document: bytes, where: str, address: str = "") -> tuple[Fault, ...]:
    """Everything that breaks a rule in a feed of anybody, in the order of its lines; never an error.

    where: the file or address as it is shown. Each fault's values hold severity ("error", "warning", "hint"), rule,
    source, line (0: the whole document) and tag.
    """
    feed, found = read_feed(document, where, address)
    return found if feed is None else (*found, *tree_faults(feed, where))


def tree_faults(feed: Feed, where: str) -> tuple[Fault, ...]:
    """What breaks a rule in a feed that has been read."""
    found = [(each.element.line, rule, each) for rule in RULES for each in rule.find(feed)]
    found.sort(key=lambda row: row[0])
    return tuple(_fault(where, line, rule, each) for line, rule, each in found)


def own_faults(document: bytes, where: str) -> tuple[Fault, ...]:
    """What keeps a feed of ours from being published: every broken demand, and the recommendations in OURS."""
    return refusing(feed_faults(document, where))


def refusing(found: Iterable[Fault]) -> tuple[Fault, ...]:
    """Those faults that keep a feed of ours from being published."""
    return tuple(each for each in found if severity(each) is MUST or each.values.get("rule") in OURS)


def severity(found: Fault) -> Severity:
    """How much a fault of a rule matters; a fault without it is an error."""
    return Severity(str(found.values.get("severity", MUST.value)))


def _fault(where: str, line: int, rule: Rule, found: Finding) -> Fault:
    return ruled(
        found.code,
        where,
        line,
        rule=rule.name,
        severity=rule.severity,
        source=rule.source,
        tag=shown(found.tag or found.element.name),
        values=found.values,
    )
