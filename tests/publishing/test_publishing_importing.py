"""Feeds of anybody's: what is kept of them, every fault at once, hostile ones refused, sounds gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import Fault, PublishRefused
from studio.languages import Language
from studio.publishing.fetching import Bounds
from studio.publishing.importing.captions import chapters, utterances
from studio.publishing.importing.downloading import Got, download, forget, unreached_fault
from studio.publishing.importing.kept import Imported, imported_text, read_imported, slug_of
from studio.publishing.importing.reading import milliseconds, plain, read_podcast
from studio.publishing.rules.answers import Unreached
from studio.sentences.say import say
from studio.units import Ms

NEAR = Bounds(20.0, 10_000_000, private=True)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>ផតខាស់ចាស់</title><language>km</language>'
    "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>"
)
WHOLE = (
    '<item><title>One &amp; only</title><guid isPermaLink="false">old:1</guid>'
    "<description>&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;Second &amp;amp; last.&lt;/p&gt;</description>"
    "<pubDate>Thu, 17 May 2012 18:30:00 +0700</pubDate><itunes:duration>1:01</itunes:duration>"
    "<itunes:season>3</itunes:season><itunes:episode>12</itunes:episode>"
    '<podcast:chapters url="https://old.example.org/c.json" type="application/json+chapters"/>'
    '<podcast:transcript url="https://old.example.org/t.vtt" type="text/vtt"/>'
    '<podcast:transcript url="https://old.example.org/t.srt" type="application/x-subrip"/>'
    '<enclosure url="https://old.example.org/1.mp3" length="5" type="audio/mpeg"/></item>'
)


def feed(*parts: str) -> bytes:
    return (HEAD + "".join(parts) + "</channel></rss>").encode()


def test_everything_that_clients_know_an_episode_by_is_kept() -> None:
    podcast, faults = read_podcast(feed(WHOLE), "feed.xml")
    assert faults == ()
    assert podcast is not None
    assert (podcast.title, podcast.guid, podcast.language) == (
        "ផតខាស់ចាស់",
        "9b024349-ccf0-5f69-a609-6b82873eab3c",
        "km",
    )
    (one,) = podcast.episodes
    assert (one.guid, one.title, one.description) == ("old:1", "One & only", "First.\nSecond & last.")
    assert one.published_at.isoformat() == "2012-05-17T11:30:00+00:00"
    assert (one.season, one.number, one.ms) == (3, 12, 61_000)
    assert one.chapters is not None
    assert [each.mime for each in one.transcripts] == ["text/vtt", "application/x-subrip"]


def test_an_item_without_a_guid_is_known_by_its_sound_and_one_without_a_sound_is_no_episode() -> None:
    bare = WHOLE.replace('<guid isPermaLink="false">old:1</guid>', "")
    podcast, faults = read_podcast(feed(bare, "<item><title>News</title></item>"), "feed.xml")
    assert faults == ()
    assert podcast is not None
    assert [one.guid for one in podcast.episodes] == ["https://old.example.org/1.mp3"]


def test_what_a_feed_points_at_is_found_from_where_it_came() -> None:
    near = WHOLE.replace("https://old.example.org/", "").replace('url="1.mp3"', 'url="../1.mp3"')
    podcast, faults = read_podcast(
        feed(near, "<item><title>Text</title></item>"), "x", "https://new.example.org/a/b.xml"
    )
    assert faults == ()
    assert podcast is not None
    (one,) = podcast.episodes
    assert one.sound.address == "https://new.example.org/1.mp3"
    assert one.chapters is not None
    assert one.chapters.address == "https://new.example.org/a/c.json"
    assert [each.address.rpartition("/")[2] for each in one.transcripts] == ["t.vtt", "t.srt"]
    assert podcast.silent == 1
    _, faults = read_podcast(feed(near), "feed.xml")
    assert [each.code for each in faults] == ["importing.no-address"]


def test_every_fault_is_told_at_once() -> None:
    items = (
        WHOLE,
        WHOLE,
        WHOLE.replace("old:1", "old:2").replace("One &amp; only", " "),
        WHOLE.replace("old:1", "old:3").replace("Thu, 17 May 2012 18:30:00 +0700", "soon"),
        WHOLE.replace("old:1", "old:4").replace("https://old.example.org/1.mp3", "file:///etc/passwd"),
        WHOLE.replace("old:1", "old:5"),
    )
    podcast, faults = read_podcast(feed(*(f"\n{one}" for one in items)), "feed.xml")
    assert [(one.code.partition(".")[2], one.where.rpartition(":")[2]) for one in faults] == [
        ("guid-repeated", "2"),
        ("guid-repeated", "3"),
        ("no-title", "4"),
        ("no-date", "5"),
        ("no-address", "6"),
    ]
    assert podcast is not None
    assert [one.guid for one in podcast.episodes] == ["old:5"]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html><body>no feed</body></html>",
        b"ID3\x04 not a feed at all",
        b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel>&b;</channel></rss>',
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>&x;</channel></rss>',
        b"<rss>" + b"<a>" * 5000,
    ],
    ids=["empty", "page", "sound", "laughs", "file", "deep"],
)
def test_what_is_no_feed_or_would_do_harm_is_refused(document: bytes) -> None:
    podcast, faults = read_podcast(document, "feed.xml")
    assert podcast is None or podcast.episodes == ()
    assert faults
    assert "root:" not in str(faults)


@pytest.mark.parametrize(
    ("text", "ms"),
    [("61", 61_000), ("1:01", 61_000), ("1:00:01", 3_601_000), ("59.5", 59_500), ("", 0), ("soon", 0), ("-5", 0)],
)
def test_lengths_as_feeds_write_them(text: str, ms: int) -> None:
    assert milliseconds(text) == ms


@given(st.text(max_size=60))
def test_law_a_text_of_anybodys_never_stops_an_import(text: str) -> None:
    assert "<script" not in plain(f"<p>{text}</p><script>")
    milliseconds(text)
    utterances(text.encode("utf-8", "replace"), "text/vtt", Ms(1000))
    utterances(text.encode("utf-8", "replace"), "application/json", Ms(1000))
    chapters(text.encode("utf-8", "replace"), Ms(1000))


VTT = (
    "WEBVTT\n\n1\n00:00.500 --> 00:02.000\n<v ស្ត្រីម្នាក់>សួស្តី</v>\n\n"
    "00:00:01.900 --> 00:00:09.000 align:start\na &amp; b\nc\n"
)
SRT = "1\r\n00:00:00,500 --> 00:00:02,000\r\nសួស្តី\r\n\r\n2\r\n00:00:01,900 --> 00:00:09,000\r\na & b c\r\n"
JSON = (
    '{"segments":[{"startTime":0.5,"endTime":2,"speaker":"x","body":"សួស្តី"},'
    '{"startTime":1.9,"endTime":9,"body":"a & b c"}]}'
)


@pytest.mark.parametrize(("content", "mime"), [(VTT, "text/vtt"), (SRT, "application/srt"), (JSON, "application/json")])
def test_transcripts_of_every_kind_are_the_same_words_at_the_same_times(content: str, mime: str) -> None:
    found = utterances(content.encode(), mime, Ms(5000))
    assert [(one.start, one.end, one.text) for one in found] == [(500, 1900, "សួស្តី"), (1900, 5000, "a & b c")]


def test_chapters_inside_the_sound_are_kept() -> None:
    listed = '{"chapters":[{"startTime":2,"title":"b"},{"startTime":0,"title":"a"},{"startTime":99,"title":"c"}]}'
    assert chapters(listed.encode(), Ms(5000)) == ((0, "a"), (2000, "b"))
    assert chapters(b"[]", Ms(5000)) == ()


def test_what_is_kept_reads_back_and_anything_else_is_refused() -> None:
    one = Imported("s", "g", "t", "d", "2012-05-17T18:30:00+07:00", "km", 1, 2, "https://x/", "ab", 3, "audio/mpeg",
                   ".mp3", 4, ((0, "a"),), ((0, 1, "", "b"),))  # fmt: skip
    assert read_imported(imported_text(one).encode(), "x") == one
    for content in (b"", b"{}", b"[]", imported_text(one).replace('"version": 1', '"version": 9').encode()):
        with pytest.raises(PublishRefused):
            read_imported(content, "x")


class Old(BaseHTTPRequestHandler):
    """A host that breaks off, changes files and lies, as it is told to."""

    files: dict[str, bytes] = {}
    tag = '"one"'
    cut: list[int] = []
    asked: list[str] = []
    declared = 0

    def do_GET(self) -> None:
        content = self.files.get(self.path)
        if content is None:
            self.send_error(404)
            return
        asked = self.headers.get("Range", "")
        type(self).asked.append(asked)
        fits = asked and self.headers.get("If-Range") == self.tag
        start = int(asked.removeprefix("bytes=").partition("-")[0]) if fits else 0
        self.send_response(206 if fits else 200)
        if fits:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{max(len(content), self.declared)}")
        self.send_header("ETag", self.tag)
        self.send_header("Content-Length", str(max(len(content) - start, self.declared)))
        self.end_headers()
        body = content[start:]
        self.wfile.write(body[: self.cut.pop(0)] if self.cut else body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    Old.files, Old.cut, Old.asked, Old.tag, Old.declared = {"/a.mp3": bytes(range(256)) * 400}, [], [], '"one"', 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Old)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_sound_that_broke_off_is_gone_on_with(host: str, tmp_path: Path) -> None:
    Old.cut = [1000, 500]
    got = download(f"{host}/a.mp3", tmp_path, NEAR)
    assert isinstance(got, Got)
    assert got.path.read_bytes() == Old.files["/a.mp3"]
    assert Old.asked == ["", "bytes=1000-", "bytes=1500-"]
    forget(got)
    assert list(tmp_path.iterdir()) == []


def test_the_next_run_goes_on_and_a_file_that_changed_begins_again(host: str, tmp_path: Path) -> None:
    Old.cut = [1000, 0, 0]
    assert isinstance(download(f"{host}/a.mp3", tmp_path, NEAR), Fault)
    Old.files["/a.mp3"], Old.tag = b"other" * 1000, '"two"'
    got = download(f"{host}/a.mp3", tmp_path, NEAR)
    assert isinstance(got, Got)
    assert got.path.read_bytes() == b"other" * 1000


def test_a_file_that_is_too_large_too_short_missing_or_private_does_not_come_in(host: str, tmp_path: Path) -> None:
    small = Bounds(20.0, 5000, private=True)
    found = [download(f"{host}/a.mp3", tmp_path, small), download(f"{host}/none.mp3", tmp_path, NEAR)]
    found += [
        download(f"{host}/a.mp3", tmp_path, Bounds(20.0, 10_000_000)),
        download("file:///etc/passwd", tmp_path, NEAR),
    ]
    assert [one.code for one in found if isinstance(one, Fault)] == [
        "importing.too-large",
        "importing.status",
        "importing.private",
        "importing.leads-away",
    ]
    Old.declared = 200_000
    cut = download(f"{host}/a.mp3", tmp_path, NEAR)
    assert isinstance(cut, Fault)
    assert cut.code == "importing.cut"


def test_a_refused_file_leaves_nothing_and_an_interrupted_one_what_can_be_gone_on_with(
    host: str, tmp_path: Path
) -> None:
    Old.cut = [1000, 0, 0]
    assert isinstance(download(f"{host}/a.mp3", tmp_path, NEAR), Fault)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".part"]
    whole = Old.files.pop("/a.mp3")
    assert isinstance(download(f"{host}/a.mp3", tmp_path, NEAR), Fault)
    assert list(tmp_path.iterdir()) == []
    Old.files["/a.mp3"], Old.tag = whole, ""
    Old.cut = [1000, 0, 0]
    assert isinstance(download(f"{host}/a.mp3", tmp_path, NEAR), Fault)
    assert list(tmp_path.iterdir()) == []
    Old.tag = '"one"'
    assert isinstance(download(f"{host}/a.mp3", tmp_path, Bounds(20.0, 5000, private=True)), Fault)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "private", "told", "advice"),
    [
        ("fetch-circle", False, "more than 5 times", "browser"),
        ("fetch-scheme", False, "neither http nor https", "https"),
        ("fetch-private", False, "private network", "--allow-loopback"),
        ("fetch-private", True, "never fetched", "from a file"),
        ("fetch-slow", False, "20.0 seconds", "--seconds"),
        ("fetch-failed", False, "no server of that name", "network"),
    ],
)
def test_why_nothing_came_is_a_sentence_with_the_advice_that_helps(
    code: str, private: bool, told: str, advice: str
) -> None:
    values = {"reason": "gaierror: [Errno -2]", "host": "169.254.1.9", "scheme": "gopher", "hops": 5}
    reply = Unreached("https://old.example/a.mp3", f"publishing.{code}", values)
    for language in Language:
        what, mend = say(unreached_fault(reply, Bounds(private=private)), language)
        assert "https://old.example/a.mp3" in what
        assert not any(word in what + mend for word in ("Errno", "169.254", "gopher", "circle", "scheme"))
        if language is Language.EN:
            assert told in what
            assert advice in mend


def test_an_episode_s_name_here_follows_from_its_guid_and_day() -> None:
    podcast, _ = read_podcast(feed(WHOLE), "feed.xml")
    assert podcast is not None
    one = podcast.episodes[0]
    assert slug_of(one.guid, one.published_at) == slug_of("old:1", one.published_at)
    assert slug_of("old:2", one.published_at) != slug_of("old:1", one.published_at)
