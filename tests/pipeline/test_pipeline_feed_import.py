"""A podcast that is taken over: nothing twice in any client, nothing lost, and the same again when it is run again."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import feedparser
import pytest
from reader import make_reader

from studio.errors import Conflict, IntakeRefused
from studio.pipeline.feed_check import Document
from studio.pipeline.feed_import import Room, fetched_feed, import_feed
from studio.pipeline.imported import imported_episodes
from studio.pipeline.opening import Studio
from studio.pipeline.publish import publish_all
from studio.settings import load_settings

NEAR = Room(20.0, 10_000_000, private=True)
GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
FRAME = bytes.fromhex("fffb54c4") + bytes(188)
"""24 ms of MPEG-1 layer III at 64 kbit/s, mono, 48 kHz, silent."""
VTT = "WEBVTT\n\n00:00.000 --> 00:00.400\nសួស្តី\n"


def sound(number: int) -> bytes:
    return FRAME * (60 + number)


def item(host: str, number: int, title: str = "") -> str:
    return (
        f"<item><title>{title or f'Episode {number}'}</title><guid>{host}/?p={number}</guid>"
        f"<description>About {number}</description><pubDate>Thu, {10 + number} May 2012 18:30:00 +0700</pubDate>"
        f"<itunes:duration>{60 + number}</itunes:duration><itunes:episode>{number}</itunes:episode>"
        f'<podcast:transcript url="{host}/t.vtt" type="text/vtt"/>'
        f'<enclosure url="{host}/{number}.mp3" length="1" type="audio/mpeg"/></item>'
    )


def old_feed(host: str, *items: str) -> bytes:
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Old voices</title>'
        f"<link>{host}/</link><description>Old</description><language>en</language><podcast:guid>{GUID}</podcast:guid>"
    )
    return f"{head}{''.join(items)}</channel></rss>".encode()


class Host:
    """An old host, and under new/ a published folder. moved: where its feed leads for good."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.published = Path("/nowhere")
        self.moved = ""
        self.asked: list[str] = []
        self.url = ""

    def content(self, path: str) -> bytes | None:
        self.asked.append(path)
        if path.startswith("/new/"):
            found = self.published / path.removeprefix("/new/")
            return found.read_bytes() if found.is_file() else None
        return self.files.get(path)


@contextmanager
def serving(host: Host) -> Iterator[Host]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if host.moved and self.path == "/feed.xml":
                self.send_response(301)
                self.send_header("Location", host.moved)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            content = host.content(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.send_header("Content-Type", "application/rss+xml" if self.path.endswith(".xml") else "audio/mpeg")
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    host.url = f"http://127.0.0.1:{server.server_port}"
    yield host
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def host() -> Iterator[Host]:
    """An old podcast of three episodes."""
    with serving(Host()) as old:
        old.files = {f"/{number}.mp3": sound(number) for number in (1, 2, 3)} | {"/t.vtt": VTT.encode()}
        old.files["/feed.xml"] = old_feed(old.url, *(item(old.url, number) for number in (3, 2, 1)))
        yield old


def settled(studio: Studio, host: Host) -> Studio:
    """The station with its settings read again, published below new/ of the host."""
    host.published = studio.workspace.feeds
    settings = load_settings(studio.workspace.root, {"STUDIO_SHOW_BASE_URL": f"{host.url}/new/"})
    return replace(studio, settings=settings)


def taken_over(studio: Studio, host: Host) -> Studio:
    mine = settled(studio, host)
    import_feed(mine, fetched_feed(f"{host.url}/feed.xml", NEAR), NEAR)
    mine = settled(studio, host)
    publish_all(mine)
    return mine


def test_no_client_sees_an_episode_twice_after_the_import_and_the_move(desk: Studio, host: Host) -> None:
    old, new = f"{host.url}/feed.xml", f"{host.url}/new/feed.xml"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with make_reader(":memory:") as reader:
            reader.add_feed(old)
            reader.update_feeds()
            before = {one.id: (one.title, one.published) for one in reader.get_entries()}
            for one in reader.get_entries():
                reader.mark_entry_as_read(one)
            taken_over(desk, host)
            host.moved = new
            reader.update_feeds()
            assert {one.id: (one.title, one.published) for one in reader.get_entries()} == before
            reader.change_feed_url(old, new)
            reader.update_feeds()
            assert {one.id: (one.title, one.published) for one in reader.get_entries()} == before
            assert list(reader.get_entries(read=False)) == []
    assert len(before) == 3


def test_what_was_published_elsewhere_goes_out_as_it_was(desk: Studio, host: Host) -> None:
    mine = taken_over(desk, host)
    theirs, ours = (
        feedparser.parse(host.files["/feed.xml"]),
        feedparser.parse((desk.workspace.feeds / "feed.xml").read_bytes()),
    )
    for name in ("id", "title", "published_parsed", "itunes_episode"):
        assert [one[name] for one in ours.entries] == [one[name] for one in theirs.entries], name
    text = (desk.workspace.feeds / "feed.xml").read_text("utf-8")
    assert f"<podcast:guid>{GUID}</podcast:guid>" in text
    assert f"<itunes:new-feed-url>{host.url}/new/feed.xml</itunes:new-feed-url>" in text
    assert "transcript" in text
    media = sorted(path.read_bytes() for path in (desk.workspace.feeds / "media").rglob("*.mp3"))
    assert media == sorted(sound(number) for number in (1, 2, 3))
    assert [one.utterances[0].text for one in imported_episodes(mine)] == ["សួស្តី"] * 3
    assert publish_all(mine).result.written == ()


def test_run_again_it_fetches_and_changes_nothing_and_only_what_is_new_comes(desk: Studio, host: Host) -> None:
    mine = taken_over(desk, host)
    host.asked.clear()
    again = import_feed(mine, fetched_feed(f"{host.url}/feed.xml", NEAR), NEAR)
    assert (again.new, again.changed, len(again.same)) == ((), (), 3)
    assert [path for path in host.asked if path.endswith(".mp3")] == []
    host.files["/4.mp3"] = sound(4)
    edited = item(host.url, 3, "Edited")
    host.files["/feed.xml"] = old_feed(host.url, item(host.url, 4), edited, item(host.url, 2), item(host.url, 1))
    more = import_feed(mine, fetched_feed(f"{host.url}/feed.xml", NEAR), NEAR)
    assert (len(more.new), len(more.changed), len(more.same)) == (1, 1, 2)
    assert len(publish_all(mine).slugs) == 4


def test_everything_that_is_missing_is_told_at_once_and_nothing_is_half_taken(desk: Studio, host: Host) -> None:
    host.files["/2.mp3"] = b"<html>no sound</html>"
    del host.files["/3.mp3"]
    mine = settled(desk, host)
    document = fetched_feed(f"{host.url}/feed.xml", NEAR)
    before = (desk.workspace.root / "studio.toml").read_text()
    with pytest.raises(IntakeRefused) as refused:
        import_feed(mine, document, NEAR)
    assert sorted(one.code for one in refused.value.faults) == ["importing.not-sound", "importing.status"]
    assert imported_episodes(mine) == ()
    assert (desk.workspace.root / "studio.toml").read_text() == before
    done = import_feed(mine, document, NEAR, skip=True)
    assert (len(done.new), len(done.faults)) == (1, 2)


def test_a_look_ahead_keeps_nothing(desk: Studio, host: Host) -> None:
    mine = settled(desk, host)
    seen = import_feed(mine, fetched_feed(f"{host.url}/feed.xml", NEAR), NEAR, dry_run=True)
    assert len(seen.new) == 3
    assert imported_episodes(mine) == ()
    assert [path for path in host.asked if path.endswith(".mp3")] == []


def test_a_private_address_is_asked_only_where_somebody_says_so(desk: Studio, host: Host) -> None:
    with pytest.raises(IntakeRefused):
        fetched_feed(f"{host.url}/feed.xml", Room())
    document = Document("feed.xml", host.files["/feed.xml"])
    host.asked.clear()
    with pytest.raises(IntakeRefused) as refused:
        import_feed(settled(desk, host), document, Room())
    assert {one.code for one in refused.value.faults} == {"importing.private"}
    assert host.asked == []


def test_a_show_that_apps_know_already_does_not_change_its_name(desk: Studio, host: Host) -> None:
    mine = taken_over(desk, host)
    other = Document(
        "other.xml", host.files["/feed.xml"].replace(GUID.encode(), b"c9c7bad3-4712-514e-9ebd-d1e208fa1b76")
    )
    with pytest.raises(Conflict):
        import_feed(mine, other, NEAR)


def test_a_length_that_the_feed_does_not_say_is_measured(desk: Studio, host: Host, kit: Any) -> None:
    host.files["/1.mp3"] = (kit.folder / "incoming" / kit.recording("one.wav", 1.2)).read_bytes()
    silent = item(host.url, 1).replace("<itunes:duration>61</itunes:duration>", "")
    import_feed(settled(desk, host), Document("feed.xml", old_feed(host.url, silent)), NEAR)
    (one,) = imported_episodes(settled(desk, host))
    assert (one.enclosure.ms, one.enclosure.suffix, one.enclosure.mime) == (1200, ".wav", "audio/wav")
    kept = next(desk.workspace.episodes.glob("*/imported.json"))
    assert json.loads(kept.read_text("utf-8"))["guid"] == f"{host.url}/?p=1"
