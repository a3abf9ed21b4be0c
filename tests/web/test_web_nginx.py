"""The lines of docs/hosting.md for a host without `studio serve`, in Debian's nginx on this machine."""

from __future__ import annotations

import gzip
import json
import re
import socket
import subprocess
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
    SOUND: bytes(range(256)) * 40,
    SOUND.replace(".mp3", ".opus"): b"OggS",
    "assets/style-0123456789ab.css": b"a{}",
    "assets/cover-0123456789ab.png": b"\x89PNG",
    "manifest.webmanifest": b"{}",
    "gone/one.html": b"still there",
    ".archive.db": b"secret",
}


def written(folder: Path, port: int) -> str:
    """The server of the page, on loopback, without TLS."""
    block = next(one for one in re.findall(r"```nginx\n(.*?)```", PAGE, re.DOTALL) if "$withdrawn" in one)
    block = block.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace("/srv/station", str(folder))
    block = re.sub(r"(?m)^\s*(ssl_\w+|server_name|error_log)\b.*\n", "", block)
    own = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"daemon off; master_process off; pid {folder}/pid; events {{}} http {{ {own}\n{block}\n}}\n"


@pytest.fixture(scope="module")
def host(required: Callable[[str, str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """nginx with the lines of the page."""
    program = required("/usr/sbin/nginx", "apt-get install nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    for name, content in FILES.items():
        path = folder / "feeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "feeds" / "gone.json").write_text(json.dumps(["gone/one.html", "gone/all/"]))
    (folder / "withdrawn.nginx").write_text('"/gone/one.html" 1;\n"~^/gone/all/" 1;\n')
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(written(folder, port))
    command = [str(program), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
        try:
            while running.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
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


@pytest.mark.parametrize("path", [one for one in FILES if not one.startswith((".", "gone"))])
def test_a_file_is_what_it_is_with_studio_serve(host: int, path: str) -> None:
    reply, body = ask(host, path)
    kind = kind_of(path)
    assert (reply.status, body) == (200, FILES[path])
    assert reply.headers["Content-Type"] == kind.type
    assert reply.headers["Cache-Control"] == kind.cache
    assert reply.headers["Access-Control-Allow-Origin"] == ("*" if kind.shared else None)
    assert reply.headers["ETag"].startswith('"')
    assert reply.headers["Last-Modified"] is None
    assert reply.headers["Referrer-Policy"] == HEADERS["referrer-policy"]
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


def test_texts_are_packed_for_whoever_takes_gzip_and_sounds_are_not(host: int) -> None:
    for path in ("long.html", "episodes/one/long.vtt"):
        reply, body = ask(host, path, Accept_Encoding="gzip")
        assert (reply.headers["Content-Encoding"], gzip.decompress(body)) == ("gzip", FILES[path])
        assert "accept-encoding" in reply.headers["Vary"].lower()
        assert "accept-encoding" in ask(host, path)[0].headers["Vary"].lower()
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
        ("never", 404),
        (".archive.db", 404),
        ("gone.json", 404),
        ("", 200),
    ],
)
def test_what_is_gone_hidden_or_never_was(host: int, path: str, status: int) -> None:
    assert ask(host, path)[0].status == status


def test_both_hosts_know_every_type_that_studio_serve_knows() -> None:
    block = next(one for one in re.findall(r"```nginx\n(.*?)```", PAGE, re.DOTALL) if "$withdrawn" in one)
    types = re.search(r"\n    types \{(.*?)\}", block, re.DOTALL)
    assert types is not None
    rows = [row.split() for row in types[1].split(";") if row.strip()]
    found = {f".{suffix}": kind for kind, *suffixes in rows for suffix in suffixes}
    assert found == {suffix: kind.partition(";")[0] for suffix, kind in TYPES.items()}
