"""The lines of docs/desk.md in front of a real desk: nginx and Caddy let forms, files and uploads through."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk import desk_over
from reporting import RECEIPT, community, filled

from studio.pipeline.opening import make_workspace, open_studio
from studio.settings import DeskSection
from studio.web.serve import listening, server

PAGE = (Path(__file__).parents[2] / "docs" / "desk.md").read_text("utf-8")
NAME = "radio.example.org"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a desk."""
    root = tmp_path_factory.mktemp("behind") / "station"
    make_workspace(root)
    opened = desk_over(root)
    community(opened.studio)
    opened.close()
    studio = open_studio(root)
    with listening(port=0) as listener:
        running = server(studio.workspace.feeds, studio)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield int(listener.getsockname()[1])
        running.should_exit = True
        thread.join()
    studio.engine.dispose()


def block(kind: str) -> str:
    """The lines of the page."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)[0]


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[int]:
    """A program that listens at a port."""
    own = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=own) as program:
        try:
            until = time.monotonic() + 30
            while time.monotonic() < until and program.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            yield port
        finally:
            program.terminate()


@pytest.fixture(params=["nginx", "caddy"])
def front(
    request: pytest.FixtureRequest, required: Callable[[str, str], Path], behind: int, tmp_path: Path
) -> Iterator[int]:
    """The port of a host with the lines of the page."""
    port = free_port()
    lines = block(request.param).replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    if request.param == "nginx":
        program = required("/usr/sbin/nginx", "apt-get install nginx-light")
        lines = lines.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
        lines = re.sub(r"(?m)^\s*(ssl_\w+|error_log)\b.*\n", "", lines)
        temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        own = "".join(f"{name}_temp_path {tmp_path}/{name};" for name in temporary)
        config = tmp_path / "nginx.conf"
        config.write_text(
            f"daemon off; master_process off; pid {tmp_path}/pid; events {{}} http {{ {own}\n{lines}\n}}\n"
        )
        command = [str(program), "-p", str(tmp_path), "-c", str(config), "-e", str(tmp_path / "error.log")]
    else:
        program = required("caddy", "apt-get install caddy")
        lines = lines.replace(NAME, f"http://{NAME}:{port}")
        config = tmp_path / "Caddyfile"
        config.write_text(f"{{\n admin off\n auto_https off\n storage file_system {tmp_path}/storage\n}}\n{lines}")
        command = [str(program), "run", "--config", str(config), "--adapter", "caddyfile"]
    with running(command, port, tmp_path) as found:
        yield found


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request as a browser that only knows Origin sends it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    connection.request(method, path, body, {"host": NAME, "origin": f"https://{NAME}", **named})
    reply = connection.getresponse()
    found = reply.read()
    connection.close()
    return reply.status, {name.lower(): text for name, text in reply.getheaders()}, found


def test_a_form_comes_in_and_a_form_from_elsewhere_does_not(front: int) -> None:
    body = urlencode(filled(number=os.urandom(4).hex() + "-8c1d-4d2e-9a54-0d7f3a0c1e11"), doseq=True).encode()
    kind = "application/x-www-form-urlencoded"
    status, headers, page = ask(front, "POST", "/report", body, content_type=kind)
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert RECEIPT.search(page.decode())
    assert ask(front, "POST", "/report", body, content_type=kind, origin="https://evil.example")[0] == 403
    assert ask(front, "GET", "/desk/sign-in")[0] == 200


def test_an_upload_of_three_megabytes_comes_in_in_two_parts(front: int) -> None:
    own = {"tus_resumable": "1.0.0"}
    sound = os.urandom(3 << 20)
    status, headers, _ = ask(front, "POST", "/report/uploads", upload_length=str(len(sound)), **own)
    assert status == 201
    where = headers["location"]
    kind = "application/offset+octet-stream"
    for begin, end in ((0, 2 << 20), (2 << 20, len(sound))):
        part = sound[begin:end]
        status, headers, _ = ask(front, "PATCH", where, part, upload_offset=str(begin), content_type=kind, **own)
        assert (status, headers["upload-offset"]) == (204, str(end))


def test_the_settings_of_the_page_are_those_there_are() -> None:
    (lines,) = re.findall(r"```toml\n\[desk\]\n(.*?)```", PAGE, re.DOTALL)
    told = {name: int(value) for name, value in re.findall(r"(?m)^(\w+) = (\d+)", lines)}
    assert told == DeskSection().model_dump()
