"""The server as a program: it starts, says nothing about anybody, ends what it began, and stops."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from studio.errors import Conflict, PublishRefused, SettingsInvalid
from studio.languages import Language, catalogue
from studio.sentences.web import SENTENCES
from studio.web.notices import NOTHING_YET, NOTICES
from studio.web.serve import MOST_AT_ONCE, listening, serve

VISITOR = "127.0.0.77"
PROGRAM = """\
import sys
from pathlib import Path
from studio.web.serve import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]))
"""


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def program(feeds: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The server in a process of its own."""
    port = free_port()
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(feeds), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:
        try:
            until = time.monotonic() + 30
            while time.monotonic() < until and child.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield child, port
        finally:
            child.kill()


def visit(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(VISITOR, 0))


def test_no_visitor_is_written_anywhere(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    (feeds / "long.mp3").write_bytes(b"x" * 20_000_000)
    (feeds / "gone.json").write_bytes(b"[]")
    with program(feeds) as (child, port):
        for request in (
            b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n",
            b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"GET /long.mp3 HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
            b"nonsense\r\n\r\n",
            b"",
        ):
            with visit(port) as visitor:
                visitor.sendall(request)
                visitor.shutdown(socket.SHUT_WR)
                visitor.recv(100)
        with visit(port) as visitor:
            visitor.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: x\r\n\r\n")
            visitor.recv(100)
            os.truncate(feeds / "long.mp3", 5)
            while visitor.recv(1 << 20):
                pass
        (feeds / "gone.json").write_bytes(b"broken")
        with visit(port) as visitor:
            visitor.sendall(b"GET /secret-interest.html HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert b" 503 " in visitor.recv(100)
        child.send_signal(signal.SIGINT)
        said, _ = child.communicate(timeout=20)
    assert child.returncode == 0
    assert "gone.json" in said
    for private in (VISITOR, "203.0.113.9", "127.0.0.1", "secret-interest", "nowhere", "Traceback"):
        assert private not in said
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["feeds", "gone.json", "long.mp3"]


def test_a_running_download_ends_before_the_server_does(tmp_path: Path) -> None:
    content = b"x" * 12_000_000
    (tmp_path / "long.mp3").write_bytes(content)
    with program(tmp_path) as (child, port), socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        slow.settimeout(20)
        slow.connect(("127.0.0.1", port))
        slow.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: x\r\n\r\n")
        got = slow.recv(4_096)
        child.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert child.poll() is None
        with socket.socket() as late:
            assert late.connect_ex(("127.0.0.1", port)) != 0
        while more := slow.recv(1 << 20):
            got += more
        assert child.wait(15) in (0, -signal.SIGTERM)
    assert got.partition(b"\r\n\r\n")[2] == content


def test_too_many_at_once_are_told_to_come_later_and_the_rest_are_served(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"home")

    def status(port: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        finally:
            connection.close()

    with program(tmp_path) as (_, port):
        with ExitStack() as crowd:
            for _ in range(MOST_AT_ONCE):
                crowd.enter_context(socket.create_connection(("127.0.0.1", port)))
            until = time.monotonic() + 10
            while status(port) != 503 and time.monotonic() < until:
                time.sleep(0.05)
            assert status(port) == 503
        until = time.monotonic() + 10
        while status(port) != 200 and time.monotonic() < until:
            time.sleep(0.05)
        assert status(port) == 200


def test_it_listens_on_loopback_unless_told_otherwise() -> None:
    with listening(port=0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with listening(port=0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(Conflict) as refusal:
            serve(tmp_path, "127.0.0.1", port)
    (found,) = refusal.value.faults
    assert (found.code, found.where) == ("web.port-taken", f"127.0.0.1:{port}")


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 8000), ("127.0.0.1", 70_000), ("a" * 300, 8000), ("", -1)])
def test_an_address_that_is_none_is_named(host: str, port: int) -> None:
    with pytest.raises(SettingsInvalid) as refusal:
        listening(host, port)
    assert [found.code for found in refusal.value.faults] == ["web.address-unknown"]


def test_it_does_not_start_with_a_broken_list_of_what_was_withdrawn(tmp_path: Path) -> None:
    (tmp_path / "gone.json").write_text("oh", encoding="utf-8")
    with pytest.raises(PublishRefused) as refusal:
        serve(tmp_path, port=0)
    assert [found.code for found in refusal.value.faults] == ["web.withdrawn-unreadable"]


def test_every_sentence_and_notice_is_said_in_khmer() -> None:
    texts = [text for sentence in SENTENCES.values() for text in (sentence.what, sentence.mend)]
    texts += [text for notice in (*NOTICES.values(), NOTHING_YET) for text in (notice.title, notice.text)]
    texts.append("To the programmes")
    for text in texts:
        told = catalogue(Language.KM).gettext(text)
        assert told != text, text
        assert any("\u1780" <= letter <= "\u17ff" for letter in told)
        assert told.count("{") == text.count("{")
