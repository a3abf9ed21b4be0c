"""The kinds of rules: something needed, something of a form, something at most so often or so long, in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.publishing.rules.forms import Form
from studio.publishing.rules.values import Element, Feed, Finder, Finding, shown


def needed(path: str, example: str, *, text: bool = True) -> Finder:
    """Every parent has the child, and a text in it: path "parent/name", example as it would stand in the feed."""
    parent, _, name = path.rpartition("/")

    def find(feed: Feed) -> Iterator[Finding]:
        there = feed.at(path)
        having = {id(each.parent) for each in there}
        for lacking in parents(feed, parent):
            if id(lacking) not in having:
                yield Finding("publishing.tag-missing", lacking, name, {"example": example})
        for each in there:
            if text and not each.text and not each.children:
                yield Finding("publishing.text-empty", each, values={"example": example})

    return find


def spoken(path: str, example: str) -> Finder:
    """Where the element stands, it has a text."""

    def find(feed: Feed) -> Iterator[Finding]:
        for each in feed.at(path):
            if not each.text:
                yield Finding("publishing.text-empty", each, values={"example": example})

    return find


def needs(path: str, attribute: str, example: str) -> Finder:
    """Where the element stands, it has the attribute."""

    def find(feed: Feed) -> Iterator[Finding]:
        for each in feed.at(path):
            if not each.value(attribute):
                yield Finding("publishing.attribute-missing", each, values={"attribute": attribute, "example": example})

    return find


def formed(path: str | tuple[str, ...], form: Form, wanted: str, attribute: str = "") -> Finder:
    """Where a value is given, it has a form; wanted: examples of it, in no language."""
    paths = (path,) if isinstance(path, str) else path

    def find(feed: Feed) -> Iterator[Finding]:
        for each in (each for path in paths for each in feed.at(path)):
            value = each.value(attribute)
            if value and not form(value):
                yield bad(each, value, wanted)

    return find


def bad(element: Element, value: str, wanted: str) -> Finding:
    """The finding of a value that has not its form."""
    return Finding("publishing.value-bad", element, values={"value": shown(value), "wanted": wanted})


def once(parent: str, names: Iterable[str]) -> Finder:
    """A parent has each child at most once."""
    listed = tuple(names)

    def find(feed: Feed) -> Iterator[Finding]:
        for name in listed:
            seen = set()
            for each in feed.at(f"{parent}/{name}"):
                if id(each.parent) in seen:
                    yield Finding("publishing.tag-repeated", each)
                seen.add(id(each.parent))

    return find


def letters(paths: Iterable[str], limit: int, attribute: str = "") -> Finder:
    """A value has at most so many letters."""
    listed = tuple(paths)

    def find(feed: Feed) -> Iterator[Finding]:
        for each in (each for path in listed for each in feed.at(path)):
            found = len(each.value(attribute))
            if found > limit:
                yield Finding("publishing.too-many-letters", each, values={"found": found, "limit": limit})

    return find


def octets(paths: Iterable[str], limit: int) -> Finder:
    """A text has at most so many bytes in UTF-8."""
    listed = tuple(paths)

    def find(feed: Feed) -> Iterator[Finding]:
        for each in (each for path in listed for each in feed.at(path)):
            found = len(each.text.encode("utf-8", "replace"))
            if found > limit:
                yield Finding("publishing.too-many-bytes", each, values={"bytes": found, "limit": limit})

    return find


def placed(name: str, allowed: tuple[str, ...]) -> Finder:
    """The element stands only below these parents."""

    def find(feed: Feed) -> Iterator[Finding]:
        for each in feed.at(f"*/{name}"):
            parent = each.parent.name if each.parent is not None else ""
            if parent not in allowed:
                wanted = ", ".join(f"<{one}>" for one in allowed)
                yield Finding("publishing.tag-misplaced", each, values={"parent": shown(parent), "wanted": wanted})

    return find


def parents(feed: Feed, name: str) -> Iterable[Element]:
    """The elements in which something can be missing."""
    if name == "channel":
        return (feed.channel,)
    return feed.episodes if name == "item" else feed.at(f"*/{name}")
