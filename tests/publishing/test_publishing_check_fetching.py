"""Questions to real servers of this machine: bounds of time, bytes and hops, and no way into a private network."""

from __future__ import annotations

import base64
import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.publishing.fetching import Bounds, ask, is_private
from studio.publishing.rules.answers import Answer, Unreached

HOME = Bounds(seconds=10, private=True)


class _Server(BaseHTTPRequestHandler):
    """Answers what the tests need by the first word of the path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        _, word, *rest = self.path.split("/", 2)
        if word == "to":
            self._send(302, b"", {"Location": rest[0]})
        elif word == "round":
            self._send(301, b"", {"Location": "/round"})
        elif word == "slow":
            self.send_response(200)
            self.end_headers()
            for _step in range(100):
                self.wfile.write(b".")
                self.wfile.flush()
                time.sleep(0.1)
        elif word == "rude":
            self.wfile.write(b"220 ftp here\r\n")
        else:
            self._send(200, b"x" * 100_000, {"Content-Type": "Text/Plain; charset=utf-8", "X-Sly": "a\x1b[31mb"})

    do_HEAD = do_GET

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    serving = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    serving.daemon_threads = True
    serving.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_address[1]}"
    serving.shutdown()
    serving.server_close()
    thread.join()


def test_an_answer_tells_all_that_is_asked_of_it(server: str) -> None:
    reply = ask(f"{server}/plain", Bounds(seconds=10, keep=10, private=True, digest="sha256"))
    assert isinstance(reply, Answer)
    assert (reply.status, reply.mime, reply.size, reply.body, reply.whole) == (
        200,
        "text/plain",
        100_000,
        b"x" * 10,
        True,
    )
    assert reply.digest == base64.b64encode(hashlib.sha256(b"x" * 100_000).digest()).decode()
    assert reply.headers["x-sly"] == "a [31mb"


def test_no_more_is_read_than_allowed(server: str) -> None:
    reply = ask(f"{server}/plain", Bounds(seconds=10, most=1000, private=True))
    assert isinstance(reply, Answer)
    assert (reply.size, reply.whole) == (1000, False)


def test_redirects_are_followed_and_remembered(server: str) -> None:
    reply = ask(f"{server}/to/{server}/plain", HOME)
    assert isinstance(reply, Answer)
    assert (reply.address, reply.hops) == (f"{server}/plain", ((302, f"{server}/plain"),))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/round", "publishing.fetch-circle"),
        ("/rude", "publishing.fetch-failed"),
        ("/to/file:///etc/passwd", "publishing.fetch-scheme"),
        ("/to/gopher://127.0.0.1/", "publishing.fetch-scheme"),
        ("/to/http://169.254.169.254/latest/meta-data/", "publishing.fetch-private"),
        ("/to/http://0.0.0.0/", "publishing.fetch-private"),
    ],
)
def test_a_way_that_must_not_be_gone_is_not_gone(server: str, path: str, code: str) -> None:
    reply = ask(f"{server}{path}", HOME)
    assert isinstance(reply, Unreached)
    assert reply.code == code


def test_a_server_that_dribbles_is_left_in_time(server: str) -> None:
    reply = ask(f"{server}/slow", Bounds(seconds=0.5, private=True))
    assert isinstance(reply, Unreached)
    assert reply.code == "publishing.fetch-slow"


def test_a_server_that_says_nothing_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reply = ask(f"http://127.0.0.1:{silent.getsockname()[1]}/", Bounds(seconds=0.3, private=True))
    assert isinstance(reply, Unreached)
    assert reply.code == "publishing.fetch-slow"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://172.16.0.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/",
        "http://224.0.0.1/",
        "http://0.0.0.0/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1./",
    ],
)
def test_a_private_address_is_refused_however_it_is_written(address: str) -> None:
    reply = ask(address, Bounds(seconds=5))
    assert isinstance(reply, Unreached)
    assert reply.code == "publishing.fetch-private"


def test_what_lies_in_this_network_is_known() -> None:
    assert is_private("http://127.0.0.1:8000/feed.xml")
    assert is_private("http://192.168.1.1/feed.xml")
    assert not is_private("http://169.254.169.254/")
    assert not is_private("http://8.8.8.8/")
    assert not is_private("file:///etc/passwd")


ODD = st.builds(
    lambda scheme, rest: scheme + rest,
    st.sampled_from(["", "file://", "ftp://", "http:", "http://", "https://[", "http://127.0.0.1:", "data:,", "//"]),
    st.text(st.characters(exclude_characters="0123456789abcdefghijklmnopqrstuvwxyz."), max_size=20),
)


@given(ODD)
def test_law_any_address_gives_an_answer_or_the_reason_why_not(address: str) -> None:
    assert isinstance(ask(address, Bounds(seconds=1)), Unreached)
