"""Texts come packed to whoever can unpack them: fewer bytes on a slow network, and nothing else is different."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from studio.publishing.kinds import TYPES, kind_of
from studio.web.site.packing import LEAST, is_text, wants_gzip

TEXT = "ត្រីត្រឡប់មកវិញ។ ".encode() * 100
SOUND = f"media/01/{'01' * 32}.mp3"


@pytest.mark.parametrize("path", ["index.html", "feed.xml", "search/a.json", "episodes/one/transcript.km.vtt", "a.svg"])
def test_a_text_is_packed_for_whoever_asks_and_for_nobody_else(served: Any, path: str) -> None:
    served.write(path, TEXT)
    plain, packed = served.ask(f"/{path}"), served.ask(f"/{path}", Accept_Encoding="gzip, br")
    assert (plain.status, plain.body, plain.headers.get("content-encoding")) == (200, TEXT, None)
    assert (packed.status, packed.headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(packed.body) == TEXT
    assert int(packed.headers["content-length"]) == len(packed.body) < len(TEXT) / 2
    assert plain.headers["vary"] == packed.headers["vary"] == "accept-encoding"
    same = {name: text for name, text in packed.headers.items() if name in plain.headers and name != "date"}
    assert {name for name, text in same.items() if plain.headers[name] != text} == {"content-length", "etag"}
    head = served.ask(f"/{path}", "HEAD", Accept_Encoding="gzip")
    assert (head.body, head.headers["content-length"]) == (b"", packed.headers["content-length"])
    assert served.ask(f"/{path}", Accept_Encoding="gzip").body == packed.body


def test_each_form_has_a_strong_tag_of_its_own(served: Any) -> None:
    served.write("feed.xml", TEXT)
    tags = {coding: served.ask("/feed.xml", Accept_Encoding=coding).headers["etag"] for coding in ("gzip", "identity")}
    assert len(set(tags.values())) == 2
    assert all(tag.startswith('"') for tag in tags.values())
    for coding, tag in tags.items():
        kept = served.ask("/feed.xml", Accept_Encoding=coding, If_None_Match=tag)
        assert (kept.status, kept.body, kept.headers["etag"]) == (304, b"", tag)
        assert "content-encoding" not in kept.headers
    assert served.ask("/feed.xml", Accept_Encoding="gzip", If_None_Match=tags["identity"]).status == 200
    served.write("feed.xml", TEXT + b"more")
    changed = served.ask("/feed.xml", Accept_Encoding="gzip", If_None_Match=tags["gzip"])
    assert (changed.status, gzip.decompress(changed.body)) == (200, TEXT + b"more")


def test_parts_sounds_and_trifles_are_sent_as_they_stand(served: Any) -> None:
    served.write("feed.xml", TEXT)
    served.write("small.txt", b"x" * (LEAST - 1))
    served.write(SOUND, bytes(5000))
    part = served.ask("/feed.xml", Accept_Encoding="gzip", Range="bytes=0-9")
    assert (part.status, part.body, part.headers.get("content-encoding")) == (206, TEXT[:10], None)
    for path in ("small.txt", SOUND):
        reply = served.ask(f"/{path}", Accept_Encoding="gzip")
        assert "content-encoding" not in reply.headers
    assert "vary" not in served.ask(f"/{SOUND}", Accept_Encoding="gzip").headers


def test_what_is_packed_already_is_not_packed_again() -> None:
    packed = {suffix for suffix in TYPES if is_text(kind_of(f"a{suffix}"))}
    assert packed == {
        ".css", ".html", ".js", ".json", ".md", ".opml", ".rss", ".srt", ".svg", ".txt", ".vtt", ".webmanifest", ".xml",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("gzip", True), ("GZIP", True), ("x-gzip", True), ("br;q=1.0, gzip;q=0.8", True), ("deflate,gzip;q=1", True),
        ("gzip ; q=0.001", True), ("gzip;q=0", False), ("gzip;q=0.000", False), ("identity", False), ("", False),
        ("*", False), ("notgzip", False), ("gzip;q=x", False),
    ],
)  # fmt: skip
def test_who_asks_for_gzip(header: str, wanted: bool) -> None:
    assert wants_gzip(header) is wanted
