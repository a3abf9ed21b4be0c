"""Uploads that go on: killed servers, cut networks, wrong offsets, too much, strangers without the token."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from desk import HOST, Desk, desk_over
from reporting import stranger
from starlette.testclient import TestClient

from studio.pipeline.opening import awake, make_workspace
from studio.pipeline.uploads import MOST_OPEN, begin_upload, folder_of, sweep_uploads, upload_of

TUS = {"tus-resumable": "1.0.0", "origin": HOST}
PART = {**TUS, "content-type": "application/offset+octet-stream"}
CONTENT = random.Random(6).randbytes(3_000_000)

SERVE = """
import sys
from pathlib import Path
from studio.pipeline.opening import open_studio
from studio.web.serve import serve
root = Path(sys.argv[1])
studio = open_studio(root)
serve(root / "feeds", port=int(sys.argv[2]), opened=lambda address: print(address, flush=True), studio=studio)
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("uploads") / "station"
    make_workspace(root)
    opened = desk_over(root)
    yield opened
    opened.close()


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    yield stranger(desk)
    for path in folder_of(desk.studio).glob("*"):
        path.unlink()


def begun(client: TestClient, length: int) -> str:
    made = client.post("/report/uploads", headers={**TUS, "upload-length": str(length)})
    assert made.status_code == 201
    assert made.headers["upload-expires"].endswith("GMT")
    return made.headers["location"]


def test_an_upload_comes_in_parts(desk: Desk, client: TestClient) -> None:
    where = begun(client, 10)
    for start, part in ((0, b"0123"), (4, b"456789")):
        sent = client.patch(where, content=part, headers={**PART, "upload-offset": str(start)})
        assert (sent.status_code, sent.headers["upload-offset"]) == (204, str(start + len(part)))
    head = client.head(where, headers=TUS)
    assert (head.headers["upload-offset"], head.headers["upload-length"]) == ("10", "10")
    assert head.headers["cache-control"] == "no-store"
    assert upload_of(desk.studio, where.rsplit("/", 1)[1]).path.read_bytes() == b"0123456789"
    assert client.delete(where, headers=TUS).status_code == 204
    assert client.head(where, headers=TUS).status_code == 404


def test_what_can_be_done_is_said(client: TestClient) -> None:
    reply = client.options("/report/uploads")
    assert reply.headers["tus-version"] == "1.0.0"
    assert reply.headers["tus-extension"] == "creation,expiration,termination"
    assert reply.headers["tus-max-size"] == str(512 << 20)


@pytest.mark.parametrize("offset", ["0", "3", "5", "10"])
def test_a_wrong_offset_writes_nothing(desk: Desk, client: TestClient, offset: str) -> None:
    where = begun(client, 10)
    client.patch(where, content=b"0123", headers={**PART, "upload-offset": "0"})
    reply = client.patch(where, content=b"", headers={**PART, "upload-offset": offset})
    assert reply.status_code == 409
    reply = client.patch(where, content=b"x" * (4 if offset != "10" else 0), headers={**PART, "upload-offset": offset})
    assert reply.status_code == 409
    assert upload_of(desk.studio, where.rsplit("/", 1)[1]).path.read_bytes() == b"0123"


@pytest.mark.parametrize("streamed", [False, True])
def test_more_than_was_announced_is_refused(desk: Desk, client: TestClient, streamed: bool) -> None:
    where = begun(client, 10)
    content = iter([b"0123456", b"789abc"]) if streamed else b"0123456789abc"
    reply = client.patch(where, content=content, headers={**PART, "upload-offset": "0"})
    assert reply.status_code == 413
    assert upload_of(desk.studio, where.rsplit("/", 1)[1]).offset <= 10


@pytest.mark.parametrize(
    ("length", "status"), [("0", 400), ("-1", 400), ("x", 400), ("9" * 30, 400), (str((512 << 20) + 1), 413)]
)
def test_a_length_that_cannot_be_makes_nothing(desk: Desk, client: TestClient, length: str, status: int) -> None:
    assert client.post("/report/uploads", headers={**TUS, "upload-length": length}).status_code == status
    assert list(folder_of(desk.studio).glob("*")) == []


def test_without_the_token_nothing_is_written(desk: Desk, client: TestClient) -> None:
    where = begun(client, 10)
    (path,) = folder_of(desk.studio).glob("*")
    digest = path.name.split("-")[0]
    for guess in ("x", "..%2f..%2fstudio.db", digest, path.name, where[-43:-1] + "~", "*", "[a-z]*", "%00"):
        address = f"/report/uploads/{guess}"
        for reply in (
            client.head(address, headers=TUS),
            client.patch(address, content=b"0123", headers={**PART, "upload-offset": "0"}),
            client.delete(address, headers=TUS),
        ):
            assert reply.status_code in (404, 405), guess
    elsewhere = {**PART, "upload-offset": "0", "origin": "https://evil.example"}
    assert client.patch(where, content=b"0123", headers=elsewhere).status_code == 403
    assert client.patch(where, content=b"0123", headers={**TUS, "upload-offset": "0"}).status_code == 415
    old = {**PART, "tus-resumable": "0.2", "upload-offset": "0"}
    assert client.patch(where, content=b"0123", headers=old).status_code == 412
    assert [(one, one.stat().st_size) for one in folder_of(desk.studio).glob("*")] == [(path, 0)]


def test_too_many_are_told_to_wait_and_abandoned_ones_are_swept(desk: Desk, client: TestClient) -> None:
    folder = folder_of(desk.studio)
    begin_upload(awake(desk.studio), 5)
    for number in range(MOST_OPEN - 1):
        (folder / f"{number}-5.upload").touch()
    assert client.post("/report/uploads", headers={**TUS, "upload-length": "5"}).status_code == 429
    old = time.time() - timedelta(days=3).total_seconds()
    for number in range(3):
        os.utime(folder / f"{number}-5.upload", (old, old))
    assert sweep_uploads(awake(desk.studio)) == 3
    assert client.post("/report/uploads", headers={**TUS, "upload-length": "5"}).status_code == 201


class Running:
    """A server in a process of its own."""

    def __init__(self, root: Path, port: int) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(root), str(port)], stdout=subprocess.PIPE, text=True
        )
        assert self.program.stdout is not None
        assert self.program.stdout.readline().startswith("http")

    def end(self, how: signal.Signals) -> None:
        self.program.send_signal(how)
        self.program.wait(20)
        assert self.program.stdout is not None
        self.program.stdout.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def asked(port: int, method: str, path: str, content: bytes = b"", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    connection.request(method, path, content, {"Tus-Resumable": "1.0.0", **named})
    reply = connection.getresponse()
    reply.read()
    connection.close()
    return reply


def half_sent(port: int, where: str, start: int, content: bytes) -> socket.socket:
    """Announce all of the rest, and send only a part of it."""
    line = socket.create_connection(("127.0.0.1", port), timeout=20)
    rest = len(CONTENT) - start
    line.sendall(
        f"PATCH {where} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {start}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {rest}\r\n\r\n".encode()
    )
    line.sendall(content)
    return line


def reached(port: int, where: str) -> int:
    return int(asked(port, "HEAD", where).headers["Upload-Offset"])


def arrived(port: int, where: str, least: int) -> int:
    """Wait until that much is there."""
    until = time.monotonic() + 20
    while (found := reached(port, where)) < least:
        assert time.monotonic() < until
        time.sleep(0.05)
    return found


def test_an_upload_comes_whole_through_killed_servers_and_cut_networks(desk: Desk) -> None:
    port = free_port()
    running = Running(desk.root, port)
    where = asked(port, "POST", "/report/uploads", upload_length=str(len(CONTENT))).headers["Location"]
    start = 0
    try:
        for number in range(2):
            line = half_sent(port, where, start, CONTENT[start : start + 600_000])
            start = arrived(port, where, start + 1)
            if number % 2:
                line.close()
            else:
                running.end(signal.SIGKILL)
                line.close()
                running = Running(desk.root, port)
            again = reached(port, where)
            assert again >= start, "what was acknowledged is gone"
            start = arrived(port, where, again)
            until = time.monotonic() + 20
            while (
                asked(port, "PATCH", where, upload_offset=str(start), content_type=PART["content-type"]).status != 204
            ):
                start = reached(port, where)
                time.sleep(0.05)
                assert time.monotonic() < until
        last = asked(port, "PATCH", where, CONTENT[start:], upload_offset=str(start), content_type=PART["content-type"])
        assert (last.status, reached(port, where)) == (204, len(CONTENT))
    finally:
        running.end(signal.SIGTERM)
    assert upload_of(desk.studio, where.rsplit("/", 1)[1]).path.read_bytes() == CONTENT
