"""What a published file is, from its path: its type, how long it may be kept, who may read it from a script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

YEAR = "public, max-age=31536000, immutable"
"""Content-addressed files: other bytes have another address."""

MINUTES = "public, max-age=300"
"""Feeds, pages and all that is written again at the same address."""

TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".md": "text/markdown; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opml": "text/x-opml; charset=utf-8",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".rss": "application/rss+xml; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
    ".zip": "application/zip",
}
"""Media types by suffix; anything else is offered as bytes."""

UNKNOWN = "application/octet-stream"
CHAPTERS = "application/json+chapters"

_CHAPTERS = re.compile(r"chapters(?:\.[a-z]{2})?\.json")
_ADDRESSED = re.compile(
    r"(?:media/[0-9a-f]{2}/[0-9a-f]{64}|assets/(?:[^/]+/)*[^/]+-[0-9a-f]{12,64}"
    r"|episodes/[^/]+/picture-[0-9a-f]{12})\.[a-z0-9]+"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A published file to the outside: Content-Type, Cache-Control, and whether scripts of other sites may read it."""

    type: str
    cache: str
    shared: bool


def kind_of(path: str) -> Kind:
    """The kind of a path below the published folder; transcripts and chapters are shared with players elsewhere.

    A feed is XML: browsers style that, and show application/rss+xml as its source.
    Source: podcast namespace, transcript and chapters (types; CORS for web players).
    """
    name = PurePosixPath(path).name
    suffix = PurePosixPath(path).suffix.lower()
    cache = YEAR if _ADDRESSED.fullmatch(path) else MINUTES
    if _CHAPTERS.fullmatch(name):
        return Kind(CHAPTERS, cache, shared=True)
    return Kind(TYPES.get(suffix, UNKNOWN), cache, shared=suffix in {".vtt", ".srt"})
