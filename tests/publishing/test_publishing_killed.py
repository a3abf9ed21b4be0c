"""While it publishes, nobody reads half a file; killed at any moment, the feed is whole and the next run ends it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from studio.publishing import addresses
from studio.publishing.feed import feed_bytes
from studio.publishing.publish import faults, publish
from studio.publishing.values import Both, Channel, PublishedEpisode

Make = Callable[[int], PublishedEpisode]
State = tuple[PublishedEpisode, ...]

PUBLICATIONS, READERS = 200, 2
KILLS = 30
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def states(episode: Make, made: Callable[[PublishedEpisode], PublishedEpisode]) -> list[State]:
    """Three states of a show: one programme, two, and the first one mastered again without the second."""
    one, two = made(episode(1)), made(episode(2))
    again = replace(one, enclosure=episode(9).enclosure, title=Both("កែថ្មី", "Mended"))
    return [(one,), (one, two), (again,)]


def seen(root: Path) -> dict[str, bytes]:
    """What the world may see: every file but those with a dot, and but the list of what is gone."""
    found = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    return {str(path.relative_to(root)): path.read_bytes() for path in found if path.name != addresses.GONE}


def read_until(stop: Path, root: Path, whole: dict[str, set[bytes]], told: int) -> None:
    """Read every file again and again until there is a file `stop`; say how often, and which were never written so."""
    reads, torn, kinds = 0, set[str](), set[bytes]()
    while not stop.exists():
        for path, versions in whole.items():
            with suppress(FileNotFoundError):
                content = (root / path).read_bytes()
                reads += 1
                if content not in versions:
                    torn.add(path)
                if path == addresses.FEED:
                    kinds.add(content)
        if not (root / addresses.FEED).is_file():
            torn.add("no feed")
        time.sleep(0.01)
    os.write(told, json.dumps([reads, sorted(torn), len(kinds)]).encode())


def test_no_read_is_torn_over_200_publications(channel: Channel, episode: Make, tmp_path: Path) -> None:
    root, stop = tmp_path / "feeds", tmp_path / "stop"
    shows = states(episode, lambda one: replace(one, segments=(), chapters=()))
    whole: dict[str, set[bytes]] = {}
    for number, state in enumerate(shows):
        publish(channel, state, tmp_path / f"fresh-{number}")
        for path, content in seen(tmp_path / f"fresh-{number}").items():
            whole.setdefault(path, set()).add(content)
    assert whole[addresses.FEED] == {feed_bytes(channel, state) for state in shows}
    publish(channel, shows[0], root)
    readers = []
    for _ in range(READERS):
        seen_end, told = os.pipe()
        child = os.fork()
        if child == 0:
            with suppress(BaseException):
                read_until(stop, root, whole, told)
                os._exit(0)
            os._exit(1)
        os.close(told)
        readers.append((child, seen_end))
    try:
        for number in range(1, PUBLICATIONS + 1):
            publish(channel, shows[number % 3], root)
    finally:
        stop.touch()
        found = []
        for child, seen_end in readers:
            with os.fdopen(seen_end, "rb") as counts:
                found.append(json.loads(counts.read()))
            os.waitpid(child, 0)
    assert [torn for _, torn, _ in found] == [[]] * READERS
    assert all(reads > PUBLICATIONS and kinds == len(shows) for reads, _, kinds in found), "nobody read meanwhile"
    assert faults(root) == ()


def forked(channel: Channel, state: State, root: Path, killed_at: int | None) -> tuple[int, bool]:
    """A publication in a process of its own: how many changes it began, and whether it was killed at one of them."""
    read, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with suppress(BaseException):
            dies(root, killed_at, told)
            publish(channel, state, root)
            os._exit(0)
        os._exit(1)
    os.close(told)
    with os.fdopen(read, "rb") as counts:
        count = len(counts.read())
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return count, os.WIFSIGNALED(status)


def dies(root: Path, killed_at: int | None, told: int) -> None:
    """Count every change below a folder and every beginning and end of a transaction, and die at one of them."""
    begun = 0

    def change() -> None:
        nonlocal begun
        begun += 1
        os.write(told, b".")
        if begun == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    class Watched(sqlite3.Connection):
        def execute(self, text: str, *values: Any) -> sqlite3.Cursor:
            if text.startswith(("BEGIN", "COMMIT")):
                change()
            return super().execute(text, *values)

    def happens(name: str, arguments: tuple[object, ...]) -> None:
        path = str(arguments[0]) if arguments else ""
        if name == "open":
            flags = arguments[2]
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if str(root) in path and writes and not path.endswith(addresses.LOCK):
                change()
        elif name in CHANGES and str(root) in path:
            change()

    sqlite3.connect = partial(sqlite3.connect, factory=Watched)
    sys.addaudithook(happens)


@pytest.mark.parametrize("way", ["one more", "mended and one taken away"])
def test_law_killed_at_any_moment_the_feed_is_whole_and_the_next_run_ends_it(
    channel: Channel, episode: Make, tmp_path: Path, way: str
) -> None:
    first, two, mended = states(episode, lambda one: one)
    begins, ends = (first, two) if way == "one more" else (two, mended)
    before, whole, fresh = tmp_path / "before", tmp_path / "whole", tmp_path / "fresh"
    publish(channel, begins, before)
    publish(channel, ends, fresh)
    shutil.copytree(before, whole)
    total, killed = forked(channel, ends, whole, None)
    assert total > KILLS and not killed
    expected = seen(whole)
    assert expected == seen(fresh)
    feeds = [feed_bytes(channel, begins), feed_bytes(channel, ends)]
    deaths, halves = 0, set()
    for number in range(KILLS // 2):
        root = tmp_path / "killed"
        shutil.copytree(before, root)
        moment = 1 + number * (total - 1) // (KILLS // 2 - 1)
        deaths += forked(channel, ends, root, moment)[1]
        halves.add(feeds.index((root / addresses.FEED).read_bytes()))
        assert [each for each in faults(root) if each.where.startswith(addresses.FEED)] == []
        assert forked(channel, ends, root, None)[1] is False
        assert seen(root) == expected, moment
        assert (root / addresses.GONE).is_file() == (whole / addresses.GONE).is_file()
        assert faults(root) == () and not list(root.rglob(".partial-*"))
        shutil.rmtree(root)
    assert deaths == KILLS // 2
    assert halves == {0, 1}, "the feed is replaced somewhere on the way"
