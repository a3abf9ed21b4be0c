"""Types, how long a file may be kept, and who may read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.languages import Language
from studio.publishing import addresses, chapters
from studio.publishing.kinds import MINUTES, YEAR, kind_of
from studio.publishing.values import Enclosure
from studio.units import Ms, digest_of

HEX = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("path", "type_", "cache", "shared"),
    [
        ("feed.xml", "application/xml; charset=utf-8", MINUTES, False),
        ("feed-low.xml", "application/xml; charset=utf-8", MINUTES, False),
        ("feeds/low.xml", "application/xml; charset=utf-8", MINUTES, False),
        ("feeds/low/2012-05.xml", "application/xml; charset=utf-8", MINUTES, False),
        ("archive/2012-05.xml", "application/xml; charset=utf-8", MINUTES, False),
        ("archive/2012.html", "text/html; charset=utf-8", MINUTES, False),
        ("sitemap.xml", "application/xml; charset=utf-8", MINUTES, False),
        ("feeds.opml", "text/x-opml; charset=utf-8", MINUTES, False),
        ("index.html", "text/html; charset=utf-8", MINUTES, False),
        ("episodes/one/transcript.km.vtt", "text/vtt; charset=utf-8", MINUTES, True),
        ("episodes/one/chapters.json", "application/json+chapters", MINUTES, True),
        ("episodes/one/chapters.en.json", "application/json+chapters", MINUTES, True),
        ("search/a.json", "application/json", MINUTES, False),
        (f"media/01/{HEX}.mp3", "audio/mpeg", YEAR, False),
        (f"media/01/{HEX}.opus", "audio/ogg", YEAR, False),
        ("episodes/one/picture-0123456789ab.png", "image/png", YEAR, False),
        ("episodes/one/picture.png", "image/png", MINUTES, False),
        ("media/01/short.mp3", "audio/mpeg", MINUTES, False),
        (f"other/01/{HEX}.mp3", "audio/mpeg", MINUTES, False),
        ("assets/khmer-0123456789ab.woff2", "font/woff2", YEAR, False),
        ("assets/style-0123456789ab.css", "text/css; charset=utf-8", YEAR, False),
        ("assets/style.css", "text/css; charset=utf-8", MINUTES, False),
        ("a.PNG", "image/png", MINUTES, False),
        ("a.unheard-of", "application/octet-stream", MINUTES, False),
        ("README.md", "text/markdown; charset=utf-8", MINUTES, False),
        ("favicon.ico", "image/x-icon", MINUTES, False),
        ("README", "application/octet-stream", MINUTES, False),
    ],
)
def test_the_kind_of_a_path(path: str, type_: str, cache: str, shared: bool) -> None:
    kind = kind_of(path)
    assert (kind.type, kind.cache, kind.shared) == (type_, cache, shared)


def test_what_publishing_addresses_by_content_may_be_kept_for_a_year() -> None:
    sound = Enclosure(Path(__file__), "audio/mpeg", 1, Ms(1), digest_of(b"a"))
    for path in (addresses.media(sound), addresses.asset("cover", b"a", ".png"), addresses.asset("s", b"b", ".css")):
        assert kind_of(path).cache == YEAR


def test_feed_and_chapters_have_the_types_that_publishing_promises() -> None:
    assert kind_of(addresses.FEED).type.startswith("application/xml")
    assert kind_of(addresses.in_language("chapters.json", Language.EN)).type == chapters.MIME
