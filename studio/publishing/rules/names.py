"""The namespaces of a podcast feed, and the prefix that each has here whatever the document calls it."""

from __future__ import annotations

from typing import Final

NAMES: Final[dict[str, str]] = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "fh": "http://purl.org/syndication/history/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "html": "http://www.w3.org/1999/xhtml",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""Prefix and address. Source: PSP-1, namespace declarations; RFC 5005, 1.1."""

SAME = {"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast"}
"""Addresses that mean the same. Source: podcast namespace, introduction."""

PREFIXES = {address: prefix for prefix, address in NAMES.items()} | SAME


def near(address: str) -> str:
    """The prefix of a known address written wrongly: other letters' case, http for https, www, a slash at the end."""
    return _NEAR.get(_bare(address), "") if address not in PREFIXES else ""


def _bare(address: str) -> str:
    return address.strip().lower().partition("://")[2].removeprefix("www.").rstrip("/#")


_NEAR = {_bare(address): prefix for prefix, address in NAMES.items()}
