"""A feed and all that it points at, on a server of our own that does everything right, and then one thing wrong."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import io
import json
import re
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from studio.errors import NotFound
from studio.pipeline.feed_check import Allowance, Document, check_feed, from_address, from_bytes, from_file
from studio.sentences.say import say

GOOD = (Path(__file__).parents[1] / "publishing" / "golden" / "good.xml").read_text("utf-8")
COVER = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 1500, 1500, 8, 2, 0, 0, 0)
PHOTO = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc0\x00\x11\x08" + struct.pack(">HH", 1600, 1600) + b"\x03"
CHAPTERS = json.dumps({"version": "1.2.0", "chapters": [{"startTime": 0}, {"startTime": 1.5}]}).encode()
NOTHING = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
"""The SHA-256 of no bytes, as it stands in the good feed."""

WORDS = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\nត្រី\n".encode()


@dataclass
class Site:
    """What a server holds, path to (type, bytes), and what it does wrong."""

    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    wrongs: set[str] = field(default_factory=set)
    statuses: dict[str, int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)


class _Host(BaseHTTPRequestHandler):
    """A good host, but for what its site is told to do wrong."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        site, path = self.site, self.path
        site.asked.append((self.command, path))
        mime, content = site.files.get(path, ("text/html", b"<p>"))
        tag = f'"{hashlib.sha256(content).hexdigest()[:8]}"'
        headers = {"Content-Type": mime}
        if "etag" not in site.wrongs:
            headers["ETag"] = tag
        if path in site.moved:
            return self._send(301, b"", {"Location": site.moved[path]})
        if path in site.statuses or path not in site.files:
            return self._send(site.statuses.get(path, 404), b"", {})
        if self.command == "HEAD" and "head" in site.wrongs:
            return self._send(405, b"", {})
        if self.headers.get("If-None-Match") == tag and "304" not in site.wrongs:
            return self._send(304, b"", headers)
        if "gzip" in self.headers.get("Accept-Encoding", "") and "gzip" not in site.wrongs:
            content = gzip.compress(content)
            if "unsaid" not in site.wrongs:
                headers["Content-Encoding"] = "gzip"
        asked = self.headers.get("Range", "")
        if asked and "range" not in site.wrongs:
            last = min(int(asked.rpartition("-")[2]), len(content) - 1)
            headers["Content-Range"] = f"bytes 0-{last}/{len(content)}"
            return self._send(206, content[: last + 1], headers)
        return self._send(200, content, headers)

    do_HEAD = do_GET

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET" and status != 304:
            self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    """A server with the good feed and everything in it."""
    made = Site()
    serving = ThreadingHTTPServer(("127.0.0.1", 0), type("Host", (_Host,), {"site": made}))
    serving.daemon_threads = True
    serving.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{serving.server_address[1]}/"
    feed = GOOD.replace("https://pool.example.org/", made.address)
    for number in (2, 1):
        sound, small = b"ID3" + bytes(23_997 + number), b"OggS" + bytes({1: 8997, 2: 8996}[number])
        digest = base64.b64encode(hashlib.sha256(small).digest()).decode()
        feed = feed.replace(NOTHING, digest, 1)
        made.files |= {f"/{number}.mp3": ("audio/mpeg", sound), f"/{number}.opus": ("audio/ogg", small)}
        made.files |= {
            f"/{number}.json": ("application/json+chapters", CHAPTERS),
            f"/{number}.vtt": ("text/vtt", WORDS),
        }
        made.files |= {f"/{number}.html": ("text/html", b"<p>"), f"/{number}.jpg": ("image/jpeg", PHOTO)}
    made.files |= {"/t.mp3": ("audio/mpeg", b"ID3" + bytes(1997)), "/cover.png": ("image/png", COVER)}
    made.files |= {"/": ("text/html", b"<p>"), "/help": ("text/html", b"<p>")}
    made.files["/feed.xml"] = ("application/rss+xml", feed.encode())
    yield made
    serving.shutdown()
    serving.server_close()
    thread.join()


def rules(site: Site, allowance: Allowance = Allowance(60, 10_000_000, 10)) -> set[object]:  # noqa: B008
    document = from_address(f"{site.address}feed.xml", allowance)
    verdict = check_feed(document, lambda *_: None, allowance)
    for each in verdict.faults:
        assert all(part and "{" not in part and "–" not in part for part in say(each)), each
    return {each.values["rule"] for each in verdict.faults}


def test_a_good_feed_on_a_good_server_has_no_fault(site: Site) -> None:
    told: list[tuple[str, int, int]] = []
    allowance = Allowance(60, 10_000_000, 10)
    document = from_address(f"{site.address}feed.xml", allowance)
    verdict = check_feed(document, lambda *step: told.append(step), allowance)
    assert verdict.faults == ()
    assert verdict.looked_at == len(told) == len({path for _, path in site.asked}) - 1
    assert not verdict.refuses(strict=True)


def change(path: str, mime: str = "", content: bytes | None = None) -> Callable[[Site], object]:
    """What puts another type or other bytes at a path."""

    def do(site: Site) -> None:
        old = site.files[path]
        site.files[path] = (mime or old[0], old[1] if content is None else content)

    return do


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (lambda site: site.wrongs.add("etag"), {"server.etag"}),
        (lambda site: site.wrongs.add("304"), {"server.304"}),
        (lambda site: site.wrongs.add("unsaid"), {"server.encoding"}),
        (lambda site: site.wrongs.add("head"), {"server.head", "fetch.head"}),
        (lambda site: site.wrongs.add("range"), {"fetch.range"}),
        (change("/feed.xml", "text/plain"), {"server.type"}),
        (lambda site: site.statuses.update({"/2.mp3": 404}), {"fetch.status"}),
        (lambda site: site.statuses.update({"/1.html": 410}), {"fetch.status"}),
        (lambda site: site.moved.update({"/2.mp3": "/2.mp3"}), {"fetch.reached"}),
        (lambda site: site.moved.update({"/2.mp3": "file:///etc/passwd"}), {"fetch.reached"}),
        (change("/2.mp3", "text/plain"), {"fetch.type"}),
        (change("/2.mp3", content=b"ID3" + bytes(10)), {"fetch.length"}),
        (change("/2.mp3", content=b"<html>" + bytes(23_996)), {"fetch.sound"}),
        (change("/2.opus", content=b"OggS" + b"x" * 8996), {"fetch.integrity"}),
        (change("/cover.png", content=COVER[:16] + struct.pack(">II", 800, 800) + COVER[24:]), {"fetch.artwork"}),
        (change("/2.jpg", content=b"GIF89a"), {"fetch.picture"}),
        (change("/2.vtt", content=b"WEB"), {"fetch.transcript"}),
        (change("/2.vtt", content=b"WEBVTT\n\n0 --> 1\nx"), {"fetch.transcript"}),
        (change("/2.json", content=b"{}"), {"fetch.chapters"}),
        (change("/2.json", content=b"[" * 100_000), {"fetch.chapters"}),
        (change("/2.json", content=CHAPTERS.replace(b"1.5", b"-1")), {"fetch.chapters"}),
    ],
)
def test_one_thing_wrong_is_found_by_its_rule(site: Site, wrong: Callable[[Site], object], rule: set[str]) -> None:
    wrong(site)
    assert rules(site) == rule


def test_a_feed_that_moved_is_read_where_it_is_now(site: Site) -> None:
    site.moved["/old.xml"] = f"{site.address}feed.xml"
    found = from_address(f"{site.address}old.xml", Allowance())
    assert [each.values["rule"] for each in found.faults] == ["server.moved"]
    assert found.address == f"{site.address}feed.xml"


def test_a_feed_that_is_not_there_is_one_fault(site: Site) -> None:
    verdict = check_feed(from_address(f"{site.address}none.xml", Allowance()), lambda *_: None)
    assert [each.values["rule"] for each in verdict.faults] == ["fetch.status"]
    verdict = check_feed(from_address("http://127.0.0.1:1/feed.xml", Allowance(one=5)), lambda *_: None)
    assert [each.values["rule"] for each in verdict.faults] == ["fetch.reached"]


def test_a_feed_from_elsewhere_leads_into_no_private_network(site: Site) -> None:
    content = site.files["/feed.xml"][1]
    verdict = check_feed(Document("feed.xml", content), lambda *_: None, Allowance(60, 10_000_000, 5))
    assert {each.code for each in verdict.faults} == {"publishing.fetch-private"}
    assert site.asked == []


def test_what_there_is_no_room_for_is_counted(site: Site) -> None:
    assert rules(site, Allowance(60, 1, 10)) >= {"fetch.limit"}


def test_a_gzip_bomb_from_a_server_is_refused(site: Site) -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(60)) + packer.flush()
    site.wrongs.add("gzip")
    site.files["/feed.xml"] = ("application/rss+xml", bomb)
    assert "xml.size" in rules(site)


def test_a_file_is_read_and_a_missing_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(GOOD, encoding="utf-8")
    assert check_feed(from_file(path), lambda *_: None).faults == ()
    with path.open("rb") as source:
        assert check_feed(from_bytes(source), lambda *_: None).faults == ()
    with pytest.raises(NotFound):
        from_file(tmp_path / "none.xml")


def test_an_address_that_many_places_point_at_is_told_once(site: Site) -> None:
    feed = site.files["/feed.xml"][1].replace(b"/2.mp3", b"/1.mp3").replace(b"24002", b"23998")
    site.statuses["/1.mp3"] = 404
    verdict = check_feed(Document("x", feed, private=True), lambda *_: None, Allowance())
    lost = [one for one in verdict.faults if one.code == "publishing.fetch-status"]
    assert [str(one.values["url"]).rpartition("/")[2] for one in lost] == ["1.mp3"]


def test_the_feed_itself_has_no_more_time_than_the_whole_check() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        document = from_address(f"http://127.0.0.1:{silent.getsockname()[1]}/feed.xml", Allowance(seconds=0.5))
    (found,) = document.faults
    assert (found.code, found.values["seconds"]) == ("publishing.fetch-slow", pytest.approx(0.5, abs=0.1))


def test_a_server_that_drips_is_left_when_the_time_is_over() -> None:
    over = threading.Event()

    def drip(listener: socket.socket) -> None:
        caller, _ = listener.accept()
        with caller, contextlib.suppress(OSError):
            caller.recv(4096)
            caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 9999\r\n\r\n")
            while not over.wait(0.05):
                caller.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,), daemon=True)
        thread.start()
        began = time.monotonic()
        document = from_address(f"http://127.0.0.1:{listener.getsockname()[1]}/feed.xml", Allowance(seconds=1))
        over.set()
        thread.join(10)
    assert time.monotonic() - began < 8
    assert [found.code for found in document.faults] == ["publishing.fetch-slow"]


@pytest.mark.parametrize("zone", ["+0700", "-0000"])
def test_an_episode_of_a_day_to_come_is_told_by_the_clock(zone: str) -> None:
    plain = re.sub(r"<lastBuildDate>.*?</lastBuildDate>", "", GOOD)
    dated = re.sub(r"(?s)(<item>.*?<pubDate>)[^<]*", rf"\g<1>01 Jan 2199 12:00:00 {zone}", plain, count=1)
    for feed, wanted in ((plain, []), (dated, ["rss.date-ahead"]), (dated.replace("2199", "2010"), [])):
        found = check_feed(from_bytes(io.BytesIO(feed.encode())), lambda *_: None, now=datetime.now(UTC)).faults
        assert [one.values["rule"] for one in found] == wanted
