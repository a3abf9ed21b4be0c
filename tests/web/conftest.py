"""A real server on loopback, and a plain client that hides nothing."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from browsing import QUIET, launched, serving
from desk import Desk, Person, desk_over
from playwright.sync_api import Browser, BrowserContext, Page
from programmes import Watch, two_programmes
from stories import Stories

from studio.publishing.values import PublishedEpisode
from studio.records.kinds import Role
from studio.web.serve import listening, server


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Served:
    """A published folder behind a running server."""

    feeds: Path
    port: int

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/"

    def write(self, path: str, content: bytes) -> Path:
        """Put a file into the folder."""
        target = self.feeds / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return target

    def connect(self) -> http.client.HTTPConnection:
        """A connection; the caller closes it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """One request on a connection of its own; headers with _ for -."""
        connection = self.connect()
        try:
            connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            return Reply(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())
        finally:
            connection.close()


@contextmanager
def _running(feeds: Path) -> Iterator[Served]:
    with listening(port=0) as listener:
        running = server(feeds)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not running.started and time.monotonic() < until:
            time.sleep(0.01)
        assert running.started
        try:
            yield Served(feeds, listener.getsockname()[1])
        finally:
            running.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture(scope="module")
def run() -> Iterator[Callable[[Path], Served]]:
    """`run(feeds)` serves a folder until the tests of the file are over."""
    with ExitStack() as stack:
        yield lambda feeds: stack.enter_context(_running(feeds))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An empty published folder behind a server, for one test."""
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    with _running(feeds) as running:
        yield running


@pytest.fixture(scope="module")
def browser(required: Callable[[str, str], Path]) -> Iterator[Browser]:
    """Debian's Chromium."""
    with launched(required, *QUIET) as chromium:
        yield chromium


@pytest.fixture(scope="module")
def site(run: Callable[[Path], Served], tmp_path_factory: pytest.TempPathFactory) -> tuple[Served, PublishedEpisode]:
    """Two programmes, published and served; and the newer of them."""
    folder = tmp_path_factory.mktemp("workspace")
    _, newer = two_programmes(folder)
    return run(folder / "feeds"), newer


@pytest.fixture
def watch() -> Watch:
    """What the browser does in one test."""
    return Watch()


@pytest.fixture
def opened(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """`opened(width, javascript=True)`: an empty, watched page of that width in a browser of its own."""
    contexts: list[BrowserContext] = []

    def new(width: int, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 720},
            java_script_enabled=javascript,
            locale="km",
            service_workers="block",
        )
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    yield new
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def desk(stories: Stories) -> Iterator[Desk]:
    """The desk of the stories of a file of tests."""
    opened = desk_over(stories.root)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def sokha(desk: Desk) -> Person:
    """A producer."""
    return desk.person("sokha", Role.PRODUCER)


@pytest.fixture(scope="module")
def editor(desk: Desk) -> Person:
    """An editor."""
    return desk.person("editor", Role.EDITOR)


@pytest.fixture(scope="module")
def address(stories: Stories) -> Iterator[str]:
    """The stories of a file of tests behind a server on this machine."""
    with serving(stories.root / "feeds", stories.studio) as where:
        yield where
