"""The lines of docs/hosting.md for a host without `studio serve`, in Debian's Caddy on this machine."""

from __future__ import annotations

import gzip
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from studio.publishing.kinds import TYPES, kind_of
from studio.web.guard import EMBED, HEADERS, policy

PAGE = (Path(__file__).parents[2] / "docs" / "hosting.md").read_text("utf-8")
SOUND = f"media/01/{'01' * 32}.mp3"
FILES = {
    "index.html": b"<!doctype html><title>x</title>",
    "long.html": b"<!doctype html><title>x</title>" + b"<p>words" * 200,
    "episodes/one/long.vtt": b"WEBVTT\n" + b"words\n" * 200,
    "episodes/one.html": b"<!doctype html><title>one</title>",
    "en/embed/one.html": b"<!doctype html><title>player</title>",
    "feed.xml": b"<rss/>",
    "feeds/low.xml": b"<rss/>",
    "archive/2012-05.xml": b"<rss/>",
    "sitemap.xml": b"<urlset/>",
    "feeds.opml": b"<opml/>",
    "episodes/one/transcript.km.vtt": b"WEBVTT\n",
    "episodes/one/transcript.km.srt": b"1\n",
    "episodes/one/chapters.json": b"{}",
    "search/a.json": b"{}",
    "robots.txt": b"User-agent: *\n",
    SOUND: bytes(range(256)) * 40,
    SOUND.replace(".mp3", ".opus"): b"OggS",
    "assets/style-0123456789ab.css": b"a{}",
    "assets/player-0123456789ab.js": b"'use strict'",
    "assets/cover-0123456789ab.png": b"\x89PNG",
    "assets/font-0123456789ab.woff2": b"wOF2",
    "manifest.webmanifest": b"{}",
    **{f"types/x{suffix}": b"x" for suffix in TYPES},
    "types/x.none": b"x",
    "gone/one.html": b"still there",
    "gone/all/that/was.mp3": b"ID3 still there",
    ".archive.db": b"secret",
    "en/.partial-12-index.html": b"half",
}
SERVED = [name for name in FILES if not name.startswith("gone/") and "/." not in f"/{name}"]


def written(folder: Path, port: int) -> str:
    """The site of the page, on loopback, without TLS and without a port of its own for orders."""
    block = next(one for one in re.findall(r"```caddy\n(.*?)```", PAGE, re.DOTALL) if "file_server" in one)
    block = block.replace("radio.example.org", f"http://127.0.0.1:{port}").replace("/srv/station", str(folder))
    own = f"admin off\n auto_https off\n storage file_system {folder}/storage\n"
    return f"{{\n {own}}}\n{block}"


@pytest.fixture(scope="module")
def host(required: Callable[[str, str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Caddy with the lines of the page, after the line that hands over what was withdrawn."""
    program = required("caddy", "apt-get install caddy")
    required("jq", "apt-get install jq")
    folder = tmp_path_factory.mktemp("caddy")
    for name, content in FILES.items():
        path = folder / "feeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "feeds" / "gone.json").write_text(json.dumps(["gone/one.html", "gone/all/"]))
    (line,) = re.findall(r"(?m)^jq .* > withdrawn\.caddy$", PAGE)
    subprocess.run(["sh", "-ec", line], cwd=folder, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "Caddyfile").write_text(written(folder, port))
    command = [str(program), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    own = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    with (folder / "log").open("w") as log, subprocess.Popen(command, stderr=log, stdout=log, env=own) as running:
        try:
            while running.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            assert running.poll() is None, (folder / "log").read_text()
            yield port
        finally:
            running.terminate()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, f"/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply, body


@pytest.mark.parametrize("path", SERVED)
def test_a_file_is_what_it_is_with_studio_serve(host: int, path: str) -> None:
    reply, body = ask(host, path)
    kind = kind_of(path)
    assert (reply.status, body) == (200, FILES[path])
    assert reply.headers["Content-Type"] == kind.type
    assert reply.headers["Cache-Control"] == kind.cache
    assert reply.headers["Access-Control-Allow-Origin"] == ("*" if kind.shared else None)
    assert reply.headers["ETag"].startswith('"')
    assert reply.headers["Last-Modified"] is None
    assert reply.headers["Server"] is None
    assert reply.headers["Content-Length"] == str(len(body))
    assert reply.headers["Referrer-Policy"] == HEADERS["referrer-policy"]
    assert reply.headers["X-Content-Type-Options"] == HEADERS["x-content-type-options"]
    shown_inside = {"frame_ancestors": "*"} if EMBED in f"/{path}" else {}
    assert reply.headers["Content-Security-Policy"] == policy(**shown_inside)
    head, nothing = ask(host, path, "HEAD")
    assert (head.status, head.headers["Content-Length"], nothing) == (200, str(len(body)), b"")


def test_parts_of_a_sound_and_what_lies_behind_it(host: int) -> None:
    part, body = ask(host, SOUND, Range="bytes=256-511")
    assert (part.status, body) == (206, bytes(range(256)))
    assert part.headers["Content-Range"] == f"bytes 256-511/{len(FILES[SOUND])}"
    assert ask(host, SOUND, Range="bytes=99999999-")[0].status == 416
    assert ask(host, SOUND, Range="bytes=0-9", If_Range='"another"')[0].status == 200
    tag = ask(host, SOUND, "HEAD")[0].headers["ETag"]
    assert ask(host, SOUND, Range="bytes=0-9", If_Range=tag)[0].status == 206


def test_texts_are_packed_for_whoever_takes_gzip_and_sounds_are_not(host: int) -> None:
    for path in ("long.html", "episodes/one/long.vtt"):
        reply, body = ask(host, path, Accept_Encoding="gzip")
        assert (reply.headers["Content-Encoding"], gzip.decompress(body)) == ("gzip", FILES[path])
        assert "accept-encoding" in reply.headers["Vary"].lower()
        again, nothing = ask(host, path, Accept_Encoding="gzip", If_None_Match=reply.headers["ETag"])
        assert (again.status, nothing) == (304, b"")
    reply, body = ask(host, SOUND, Accept_Encoding="gzip")
    assert (reply.headers["Content-Encoding"], body) == (None, FILES[SOUND])


def test_what_is_known_is_not_sent_again(host: int) -> None:
    tag = ask(host, "feed.xml")[0].headers["ETag"]
    again, body = ask(host, "feed.xml", If_None_Match=tag)
    assert (again.status, body) == (304, b"")
    assert ask(host, "feed.xml", If_Modified_Since="Thu, 01 Jan 2037 00:00:00 GMT")[0].status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("gone/one.html", 410),
        ("gone/all/that/was.mp3", 410),
        ("gone/all/that/never.mp3", 410),
        ("never", 404),
        (".archive.db", 404),
        ("en/.partial-12-index.html", 404),
        ("gone.json", 404),
        ("../withdrawn.caddy", 404),
        ("%2e%2e/Caddyfile", 404),
        ("", 200),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_gone_hidden_or_never_was(host: int, path: str, status: int, method: str) -> None:
    reply, body = ask(host, path, method)
    assert reply.status == status
    assert b"still there" not in body and b"secret" not in body


def test_the_line_in_front_of_studio_serve_is_one_that_caddy_takes(
    required: Callable[[str, str], Path], tmp_path: Path
) -> None:
    program = required("caddy", "apt-get install caddy")
    block = next(one for one in re.findall(r"```caddy\n(.*?)```", PAGE, re.DOTALL) if "reverse_proxy" in one)
    (tmp_path / "Caddyfile").write_text(block)
    words = [str(program), "adapt", "--config", str(tmp_path / "Caddyfile")]
    own = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=own)
    assert '"127.0.0.1:8000"' in done.stdout
