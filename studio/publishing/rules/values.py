"""A feed as a plain tree, and what a rule about it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from studio.errors import Fault, Scalar, fault


class Severity(StrEnum):
    """How much a rule asks: what its source demands, what it recommends, what makes a good feed better."""

    MUST = "error"
    SHOULD = "warning"
    NICE = "hint"


MUST, SHOULD, NICE = Severity.MUST, Severity.SHOULD, Severity.NICE


@dataclass(slots=True, eq=False)
class Element:
    """A tag of the feed.

    name: with the prefix of studio.publishing.rules.names ("itunes:image", "title"), "{address}local" where the
    namespace is none of them. line: of its start, from 1. text: its own, without spaces at either end.
    """

    name: str
    line: int
    attributes: Mapping[str, str]
    parent: Element | None = None
    text: str = ""
    children: Sequence[Element] = ()

    def value(self, attribute: str) -> str:
        """The text of an attribute without spaces at either end, the element's own text for ""; empty if missing."""
        return self.attributes.get(attribute, "").strip() if attribute else self.text

    def below(self, name: str) -> Iterator[Element]:
        """Its children of a name."""
        return (child for child in self.children if child.name == name)


@dataclass(frozen=True, slots=True)
class Feed:
    """A document that has been read.

    paths: its elements by "parent/name". names: by name. spaces: the namespaces that it declares, with their lines.
    address: where it was fetched from, with http(s); empty for a file. read_at: when, where that may matter.
    """

    root: Element
    channel: Element
    paths: Mapping[str, Sequence[Element]]
    names: Mapping[str, Sequence[Element]]
    spaces: tuple[tuple[str, int], ...] = ()
    address: str = ""
    read_at: datetime | None = None

    @property
    def episodes(self) -> Sequence[Element]:
        """Its entries, as they stand."""
        return self.at("channel/item")

    def at(self, path: str) -> Sequence[Element]:
        """The elements at "parent/name"; "*/name" is any parent."""
        parent, _, name = path.rpartition("/")
        return self.names.get(name, ()) if parent == "*" else self.paths.get(path, ())

    def links(self, rel: str) -> list[Element]:
        """The Atom links of the channel with a relation. Source: RFC 4287, 4.2.7.2."""
        return [link for link in self.at("channel/atom:link") if link.value("rel") == rel]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found at an element; code: of its sentence; tag: where the element at fault is not there."""

    code: str
    element: Element
    tag: str = ""
    values: Mapping[str, Scalar] = field(default_factory=dict)


Finder = Callable[[Feed], Iterator[Finding]]
"""What looks for one kind of fault."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name ("rss.enclosure-length"), how much it asks, its source with the clause, what looks for it."""

    name: str
    severity: Severity
    source: str
    find: Finder


def ruled(
    code: str,
    where: str,
    line: int,
    *,
    rule: str,
    severity: Severity,
    source: str,
    tag: str = "",
    values: Mapping[str, Scalar] | None = None,
) -> Fault:
    """A fault of a rule at a line, 0 where it has none; values: what its sentence needs besides."""
    place = f"{where}:{line}" if line else where
    common = {"severity": severity.value, "rule": rule, "source": source, "line": line, "tag": tag}
    return fault(code, place, **{**common, **(values or {})})


def shown(value: str, limit: int = 100) -> str:
    """A foreign text as it can be shown: in one line, without what a terminal obeys, not longer than limit letters."""
    text = "".join(letter if letter.isprintable() else " " for letter in value[: limit * 4])
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
