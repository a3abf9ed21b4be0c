"""gPodder, as Debian has it, against `studio serve`: subscribed, every episode downloaded whole, nothing sent twice."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from studio.publishing import addresses
from studio.publishing.podcasts import HEAD
from studio.publishing.publish import publish
from studio.publishing.values import Both, Channel, PublishedEpisode
from studio.web.serve import listening, server

Make = Callable[[int], PublishedEpisode]
SOME = HEAD + 3
"""Episodes of the show: some of them stand only on a frozen page."""


@dataclass
class Host:
    """`studio serve` over a folder. asked: every request as it was answered, method, path and status."""

    feeds: Path
    url: str = ""
    asked: list[tuple[str, str, int]] = field(default_factory=list)

    def statuses(self, path: str) -> list[int]:
        """What was answered for a path since the last time somebody looked."""
        return [status for _, asked, status in self.asked if asked == f"/{path}"]


def watched(app: Any, host: Host) -> Any:
    """The same application, every answer written down."""

    async def called(scope: Any, receive: Any, send: Any) -> None:
        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                host.asked.append((scope["method"], scope["path"], message["status"]))
            await send(message)

        await app(scope, receive, sent)

    return called


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """`studio serve` on a port of its own."""
    found = Host(tmp_path / "feeds")
    found.feeds.mkdir()
    with listening(port=0) as listener:
        found.url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        running = server(found.feeds)
        running.config.app = watched(running.config.app, found)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not running.started and thread.is_alive():
            time.sleep(0.01)
        yield found
        running.should_exit = True
        thread.join(20)


class Listener:
    """Somebody with gPodder and a folder of her own."""

    def __init__(self, program: Path, home: Path) -> None:
        self._program, self.home = program, home
        self.downloads = home / "sounds"
        home.mkdir()

    def does(self, *words: str) -> str:
        """One command of gPodder; what it said."""
        own = {"HOME": self.home, "GPODDER_HOME": self.home / "g", "GPODDER_DOWNLOAD_DIR": self.downloads}
        given = {name: str(path) for name, path in own.items()} | {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [str(self._program), *words],
            env=given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def knows(self, columns: str = "guid, url, file_size, title, total_time") -> list[tuple[Any, ...]]:
        """What gPodder keeps of each episode, by guid."""
        with closing(sqlite3.connect(self.home / "g" / "Database")) as database:
            return database.execute(f"SELECT {columns} FROM episode ORDER BY guid").fetchall()

    def sounds(self) -> dict[str, int]:
        """Digests and sizes of what was downloaded."""
        found = [path for path in self.downloads.rglob("*.mp3") if path.is_file()]
        return {hashlib.sha256(path.read_bytes()).hexdigest(): path.stat().st_size for path in found}


@pytest.fixture
def listener(required: Callable[[str, str], Path], tmp_path: Path) -> Listener:
    return Listener(required("/usr/bin/gpo", "apt-get install gpodder"), tmp_path / "listener")


def test_every_episode_is_downloaded_whole_and_a_second_poll_brings_nothing(
    host: Host, listener: Listener, channel: Channel, episode: Make
) -> None:
    show = replace(channel, base_url=host.url)
    made = [replace(episode(number), segments=(), chapters=()) for number in range(1, SOME + 1)]
    publish(show, made, host.feeds)
    listener.does("subscribe", f"{host.url}feed.xml")
    listener.does("download")
    assert listener.knows() == sorted(
        (one.guid, f"{host.url}{addresses.media(one.enclosure)}", one.enclosure.bytes, one.title.km, 120)
        for one in made
    )
    assert listener.sounds() == {one.enclosure.digest: one.enclosure.bytes for one in made}
    assert {status for method, _, status in host.asked if method == "GET"} <= {200, 304}

    host.asked.clear()
    listener.does("update")
    listener.does("download")
    assert host.statuses("feed.xml") == [304]
    assert [path for _, path, _ in host.asked if path.startswith("/media/")] == []

    made[0] = replace(made[0], title=Both("កែថ្មី", "Mended"))
    made[-1] = replace(made[-1], enclosure=episode(999).enclosure, title=Both("ខ្លីជាង", "Shorter"))
    publish(show, made, host.feeds)
    host.asked.clear()
    listener.does("update")
    assert host.statuses("feed.xml") == [200]
    assert [guid for (guid,) in listener.knows("guid")] == sorted(one.guid for one in made)
    urls = {guid: url for guid, url, *_ in listener.knows()}
    assert urls[made[-1].guid] == f"{host.url}{addresses.media(made[-1].enclosure)}"
